"""Suricata's events: which say what was said inside a conversation, and by which fields.

Sources: Suricata user guide, EVE JSON format (dns in its versions 1 to 3, http, mqtt, modbus, smb, krb5, tls).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from twin.lab.importers.parts.values import number, text
from twin.lab.importers.parts.zeek_logs import Said

Body = Mapping[str, Any]
COMMON = ("timestamp", "flow_id", "event_type", "src_ip", "src_port", "dest_ip", "dest_port", "proto")
"""What every event says of itself."""
SIZES = {
    "bytes_toserver": "bytes_out", "bytes_toclient": "bytes_in", "pkts_toserver": "packets_out",
    "pkts_toclient": "packets_in",
}  # fmt: skip
"""What a flow says of how much, and its columns."""
READ = {*SIZES, "start", "end"}
"""What a flow says that its row carries."""
_RST, _SYN = 0x04, 0x02


def answered_with_reset(flags: object) -> bool:
    """Whether the responder's *flags*, which Suricata writes in hexadecimal, refuse a conversation."""
    try:
        value = int(flags, 16) if isinstance(flags, str) else 0
    except ValueError:
        return False
    return bool(value & _RST and not value & _SYN)


def _within(body: Body, name: str) -> Body:
    """The object *name* in *body*, or the first of a list of them; empty where there is none."""
    found = body.get(name)
    if isinstance(found, list):
        found = found[0] if found else None
    return found if isinstance(found, dict) else {}


def _fine(word: str, *fine: str) -> str:
    return "ok" if word in fine else word


def dns(body: Body) -> Said | None:
    """A query with its answer; from version 3 on the question stands in a list."""
    if body.get("type") in ("query", "request"):
        return None
    question = _within(body, "queries") or body
    answer = _within(body, "answers")
    status = _fine(text(body.get("rcode")), "NOERROR")
    ttl = number(answer.get("ttl"))
    return Said(text(question.get("rrtype")), text(question.get("rrname")), status, ttl, "")


def http(body: Body) -> Said | None:
    """A request with its status."""
    status = _fine(text(body.get("status")), "200")
    return Said(text(body.get("http_method")), text(body.get("url")), status, None, text(body.get("http_user")))


def mqtt(body: Body) -> Said | None:
    """A control packet."""
    for verb in ("publish", "subscribe", "connect"):
        if isinstance(body.get(verb), dict):
            packet = body[verb]
            about = packet.get("topic") or _within(packet, "topics").get("topic")
            code = text(packet.get("return_code"))
            said = text(about), _fine(code, "0"), number(packet.get("message")), text(packet.get("client_id"))
            return Said(verb.upper(), *said)
    return None


def modbus(body: Body) -> Said | None:
    """A request with its response, in the words of the lab's exporter or of Suricata's own logger."""
    request, response = _within(body, "request"), _within(body, "response")
    function = text(request.get("function_code") or request.get("function_raw")).lower()
    failed = text(_within(response, "exception").get("code")) or text(response.get("status"))
    about = text(request.get("address") or _within(request, "read").get("address"))
    return Said(function, about, failed or "ok", number(request.get("data")), "")


def smb(body: Body) -> Said | None:
    """A command and the file it is about."""
    verb = text(body.get("command")).removeprefix("SMB2_COMMAND_").lower()
    status = _fine(text(body.get("status")), "STATUS_SUCCESS")
    return Said(verb, text(body.get("filename") or body.get("share")), status, number(body.get("size")), "")


def krb5(body: Body) -> Said | None:
    """A message of Kerberos."""
    verb = text(body.get("msg_type")).removeprefix("KRB_").partition("_")[0]
    return Said(verb, text(body.get("sname")), text(body.get("error_code")) or "ok", None, text(body.get("cname")))


EVENTS: Mapping[str, tuple[str, Callable[[Body], Said | None]]] = {
    "dns": ("dns", dns), "http": ("http", http), "krb5": ("kerberos", krb5), "modbus": ("modbus", modbus),
    "mqtt": ("mqtt", mqtt), "smb": ("smb", smb),
}  # fmt: skip
"""Event type to the lab's service, and to what its body says (None: half of an exchange, kept whole)."""
