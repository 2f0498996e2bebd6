"""Suricata EVE: one JSON object an event, everything in one file in order of time.

Each conversation is a ``flow`` event; what the tap could read is an event of the protocol's own type; alerts of the
lab's detectors are ``alert`` events, each naming the flow of its evidence where there is one.

Sources: Suricata user guide, EVE JSON output and format (common fields, event types flow, dns, http, tls, mqtt, modbus,
smb, ssh, rdp, alert).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

from twin.lab.exporters.base import Exporter
from twin.lab.exporters.parts.conversation import Conversation
from twin.lab.exporters.parts.ends import host_of, said_of
from twin.lab.exporters.parts.handshakes import Handshake, handshake_of, over_tls
from twin.lab.exporters.parts.json_lines import Event, date_of, known, write_events
from twin.lab.exporters.parts.labels import write_labels
from twin.lab.exporters.parts.notices import Notice
from twin.lab.recording import Recording
from twin.net.protocols.arp import Arp
from twin.net.protocols.dhcp import LEASE_S
from twin.net.protocols.mqtt import qos_of
from twin.net.wire.stacks import stack_of

_SEVERITY = {"critical": 1, "high": 1, "medium": 2, "low": 3}
_FLOW_ID_BITS = 51
"""Suricata keeps flow ids within what a double can hold."""
_ARP = Arp()


class Eve(Exporter):
    """Suricata EVE JSON: ``observed/eve.json``."""

    def write(self, recording: Recording, folder: Path) -> list[Path]:
        """Write one line an event."""
        path = folder / "observed" / "eve.json"
        return [write_events(recording, path, _of_conversation, _of_alert), write_labels(recording, folder)]


def _date(epoch_us: int) -> str:
    """As Suricata writes it: ``2026-03-03T03:00:00.000000+0000``."""
    return f"{date_of(epoch_us):%Y-%m-%dT%H:%M:%S.%f}+0000"


def _of_conversation(c: Conversation) -> list[Event]:
    """The event of what was said, then that of the flow."""
    common = {
        "timestamp": _date(c.epoch_us), "flow_id": c.flow % (1 << _FLOW_ID_BITS), "src_ip": c.src.address,
        "src_port": c.src_port, "dest_ip": c.dst.address, "dest_port": c.dst_port, "proto": c.transport.upper(),
        "community_id": c.community_id,
    }  # fmt: skip
    events = [common | {"event_type": kind} | body for kind, body in _application(c)]
    if not c.over_ip:
        return events
    return [*events, common | {"event_type": "flow", "app_proto": _app_proto(c), "flow": _flow(c)}]


def _app_proto(c: Conversation) -> str:
    if not c.answered:
        return "failed"
    tls = over_tls(c.service) and c.service != "rdp"
    return "tls" if tls else {"robot_api": "http", "kerberos": "krb5", "sql": "pgsql"}.get(c.service, c.service)


def _flow(c: Conversation) -> Event:
    return {
        "pkts_toserver": c.packets_out, "pkts_toclient": c.packets_in, "bytes_toserver": c.bytes_out,
        "bytes_toclient": c.bytes_in, "start": _date(c.epoch_us), "end": _date(c.epoch_us + c.duration_us),
        "age": c.duration_us // 1_000_000, "state": "closed" if c.answered else "new",
        "reason": "timeout" if c.state == "S0" else "shutdown", "alerted": False,
    }  # fmt: skip


def _application(c: Conversation) -> Iterator[tuple[str, Event]]:
    """Events of the protocol: inside TLS the session's own, and what an inspection point read."""
    if c.service == "arp" and c.spoken:
        yield "arp", {"arp": _arp(c)}
    handshake = handshake_of(c) if c.answered else None
    if not c.answered:
        return
    if handshake and c.service != "rdp":
        yield "tls", {"tls": _tls(handshake)}
    if c.service in ("ssh", "rdp"):
        yield c.service, {c.service: _SESSION[c.service](c)}
    elif c.spoken and c.service in _SPOKEN:
        kind, body = _SPOKEN[c.service]
        yield kind, {kind: known(body(c))}


def _tls(handshake: Handshake) -> Event:
    """The session, and the certificate where it was in clear text; fingerprint by SHA-1, as Suricata writes it."""
    event: Event = {"sni": handshake.host, "version": f"TLS {handshake.version}", "ja4": handshake.ja4}
    shown = handshake.certificate
    if shown is None:
        return event | {"session_resumed": True}
    digest, serial = shown.digest("sha1"), shown.serial.hex().upper()
    return event | {
        "subject": _name(shown.subject), "issuerdn": _name(shown.issuer), "serial": _pairs(serial),
        "fingerprint": _pairs(digest), "notbefore": f"{shown.begins:%Y-%m-%dT%H:%M:%S}",
        "notafter": f"{shown.ends:%Y-%m-%dT%H:%M:%S}", "subjectaltname": [shown.host],
    }  # fmt: skip


def _name(parts: tuple[str, str]) -> str:
    return f"O={parts[0]}, CN={parts[1]}"


def _pairs(digits: str) -> str:
    return ":".join(digits[at : at + 2] for at in range(0, len(digits), 2))


def _arp(c: Conversation) -> Event:
    """What the first frame says: who claims to have which address, and about or to whom."""
    first, _ = _ARP.exchange(said_of(c))
    return {
        "hw_type": "ethernet", "proto_type": "ipv4", "opcode": "reply" if c.verb == "reply" else "request",
        "src_mac": first[8:14].hex(":"), "src_ip": str(IPv4Address(first[14:18])),
        "dest_mac": first[18:24].hex(":"), "dest_ip": str(IPv4Address(first[24:28])),
    }  # fmt: skip


def _dhcp(c: Conversation) -> Event:
    """A renewal has its lease where it was granted; a release asks for nothing, and says nothing of its client."""
    kind = {"REQUEST": "request", "INFORM": "inform", "RELEASE": "release"}.get(c.verb, "request")
    stack = stack_of(c.src.vendor)
    said: Event = {
        "type": "request", "id": c.flow & 0xFFFFFFFF, "client_mac": c.src.mac, "client_ip": c.src.address,
        "dhcp_type": kind,
    }  # fmt: skip
    if kind == "release":
        return said
    said |= {"hostname": c.src.name, "params": list(stack.asks)}
    if c.status not in ("", "ok"):
        return said
    lease = {"assigned_ip": c.src.address, "lease_time": LEASE_S} if kind == "request" else {}
    return said | lease | {"vendor_class_identifier": stack.system}


def _dns(c: Conversation) -> Event:
    rcode = {"ok": "NOERROR", "": None}.get(c.status, c.status)
    return {
        "version": 2, "type": "answer", "id": c.flow & 0xFFFF, "rrname": c.object, "rrtype": c.verb, "rcode": rcode,
        "qr": True, "rd": True, "ra": True,
    }  # fmt: skip


def _http(c: Conversation) -> Event:
    status = 200 if c.status == "ok" else int(c.status) if c.status.isdigit() else None
    return {
        "hostname": host_of(c.dst), "url": c.object, "http_user_agent": c.src.vendor, "http_method": c.verb,
        "protocol": "HTTP/1.1", "status": status, "length": c.bytes_in,
    }  # fmt: skip


def _mqtt(c: Conversation) -> Event:
    message = None if c.value is None else repr(c.value)
    again, qos = c.verb == "PUBLISH_DUP", qos_of(c.object) if c.verb.startswith("PUBLISH") else None
    said = {"topic": c.object, "message": message, "client_id": c.user, "qos": qos, "retain": False, "dup": again}
    return {c.verb.removesuffix("_DUP").lower(): known(said)}


def _modbus(c: Conversation) -> Event:
    request = {"unit_id": 1, "function_code": c.verb, "address": c.object, "data": c.value}
    return {"id": c.flow & 0xFFFF, "request": known(request), "response": {"status": c.status}}


def _smb(c: Conversation) -> Event:
    return {"id": 1, "dialect": "3.11", "command": f"SMB2_COMMAND_{c.verb.upper()}", "filename": c.object}


_SPOKEN: Mapping[str, tuple[str, Callable[[Conversation], Mapping[str, Any]]]] = {
    "dhcp": ("dhcp", _dhcp), "dns": ("dns", _dns), "http": ("http", _http), "https": ("http", _http),
    "modbus": ("modbus", _modbus), "mdns": ("mdns", _dns), "mqtt": ("mqtt", _mqtt), "mqtt_plain": ("mqtt", _mqtt),
    "robot_api": ("http", _http), "smb": ("smb", _smb),
}  # fmt: skip
_SESSION: Mapping[str, Callable[[Conversation], Event]] = {
    "rdp": lambda c: known({"event_type": "initial_request", "cookie": c.user}),
    "ssh": lambda _: {"client": {"proto_version": "2.0", "software_version": "OpenSSH"}},
}


def _of_alert(n: Notice) -> Event:
    event: Event = {
        "timestamp": _date(n.epoch_us), "event_type": "alert",
        "alert": {
            "action": "allowed", "signature": n.title, "category": n.detector, "severity": _SEVERITY[n.level],
            "metadata": {
                "attack_technique": [n.technique], "entity": [n.entity],
                **({"rule_id": [n.rule], "author": [n.author], "tag": list(n.tags)} if n.rule else {}),
            },
        },
    }  # fmt: skip
    if n.flow:
        event["flow_id"] = n.flow % (1 << _FLOW_ID_BITS)
    if n.address:
        event["src_ip"] = n.address
    return event
