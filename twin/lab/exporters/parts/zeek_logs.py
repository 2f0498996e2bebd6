"""Zeek's logs: which there are, their columns with types, and how a conversation fills them.

A log is a table of columns ``name type value``; a value is a function of the conversation, and None is Zeek's unset.
Each conversation has a line in ``conn``, and one in the log of its protocol where the tap could read it. Inside TLS
without an inspection point there is a line in ``ssl`` and nothing more, as for a real sensor.

``modbus`` has no register and no value, as Zeek's own; ``modbus_detailed`` has both, as ICSNPP's.

Sources: Zeek manual, script reference of each log's Info record; ICSNPP Modbus and BACnet parsers (CISA) for the
detailed logs; Zeek manual, conn_state and history.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from twin.lab.exporters.parts.conversation import Conversation
from twin.lab.exporters.parts.ends import host_of
from twin.lab.exporters.parts.handshakes import over_tls
from twin.lab.exporters.parts.zeek_columns import ENDS, Field, always, said
from twin.lab.exporters.parts.zeek_discovery import DHCP
from twin.lab.exporters.parts.zeek_mqtt import MQTT_CONNECT, MQTT_PUBLISH, MQTT_SUBSCRIBE, mqtt_logs
from twin.lab.exporters.parts.zeek_tls import SSL
from twin.net.protocols.opcua import SERVICES, STATUSES
from twin.net.wire.frames import SYN_OPTIONS

IP_HEADER = {"tcp": 40, "udp": 28}
"""Bytes of the IP and transport headers of a packet without options."""


def _history(c: Conversation) -> str:
    """What was seen, letter by letter: S SYN, h SYN-ACK, A ACK, D data, F FIN, R RST; small letters answer."""
    if c.transport == "udp":
        return "Dd" if c.packets_in else "D"
    data = ("D" if c.bytes_out else "") + ("a" if c.bytes_out else "") + ("d" if c.bytes_in else "")
    return {"SF": f"ShA{data}Ff", "REJ": "Sr", "RSTO": "ShR"}.get(c.state, "S")


def _zeek_state(c: Conversation) -> str:
    if c.transport == "udp":
        return "SF" if c.packets_in else "S0"
    return c.state


_ZEEK_SERVICE = {"https": "ssl", "mqtt": "ssl", "mqtt_plain": "mqtt", "robot_api": "http", "kerberos": "krb_tcp",
                 "sql": "postgresql", "mdns": "dns", "opcua": "opcua_binary"}  # fmt: skip


def zeek_service(c: Conversation) -> str | None:
    """The analyser that recognised the conversation; none where nothing was said."""
    return _ZEEK_SERVICE.get(c.service, c.service) or None if c.answered else None


def _number(c: Conversation) -> int | None:
    return None if c.value is None else int(c.value)


def _ip_bytes(c: Conversation, size: int, packets: int, *, syn: bool) -> int:
    """Bytes of the IP packets of one direction; a SYN has options."""
    return size + IP_HEADER[c.transport] * packets + len(SYN_OPTIONS) * (syn and c.transport == "tcp")


CONN = (
    *ENDS,
    Field("proto", "enum", lambda c: c.transport),
    Field("service", "string", zeek_service),
    Field("duration", "interval", lambda c: c.duration_us if c.packets_in else None),
    Field("orig_bytes", "count", lambda c: c.bytes_out),
    Field("resp_bytes", "count", lambda c: c.bytes_in),
    Field("conn_state", "string", _zeek_state),
    Field("local_orig", "bool", lambda c: c.src.function != "internet"),
    Field("local_resp", "bool", lambda c: c.dst.function != "internet"),
    Field("missed_bytes", "count", always(0)),
    Field("history", "string", _history),
    Field("orig_pkts", "count", lambda c: c.packets_out),
    Field("orig_ip_bytes", "count", lambda c: _ip_bytes(c, c.bytes_out, c.packets_out, syn=True)),
    Field("resp_pkts", "count", lambda c: c.packets_in),
    Field("resp_ip_bytes", "count", lambda c: _ip_bytes(c, c.bytes_in, c.packets_in, syn=c.state in ("SF", "RSTO"))),
    Field("tunnel_parents", "set[string]", always(None)),
    Field("community_id", "string", lambda c: c.community_id),
)

_QTYPE = {"A": 1, "PTR": 12, "TXT": 16, "AAAA": 28, "SRV": 33}
_RCODE = {"ok": 0, "NOERROR": 0, "FORMERR": 1, "SERVFAIL": 2, "NXDOMAIN": 3, "REFUSED": 5}


def _rcode(c: Conversation) -> int | None:
    return _RCODE.get(c.status) if c.answered else None


DNS = (
    *ENDS,
    Field("proto", "enum", lambda c: c.transport),
    Field("trans_id", "count", lambda c: c.flow & 0xFFFF),
    Field("rtt", "interval", lambda c: c.duration_us if c.answered else None),
    Field("query", "string", said("object")),
    Field("qclass", "count", always(1)),
    Field("qclass_name", "string", always("C_INTERNET")),
    Field("qtype", "count", lambda c: _QTYPE.get(c.verb)),
    Field("qtype_name", "string", said("verb")),
    Field("rcode", "count", _rcode),
    Field("rcode_name", "string", lambda c: None if _rcode(c) is None else c.status.replace("ok", "NOERROR")),
    Field("AA", "bool", lambda c: c.answered and c.service == "mdns"),
    Field("TC", "bool", always(False)),
    Field("RD", "bool", lambda c: c.service == "dns"),
    Field("RA", "bool", lambda c: c.answered and c.service == "dns"),
    Field("Z", "count", always(0)),
    Field("answers", "vector[string]", always(None)),
    Field("TTLs", "vector[interval]", always(None)),
    Field("rejected", "bool", lambda c: c.status == "REFUSED"),
)


def _status_code(c: Conversation) -> int | None:
    if not c.answered:
        return None
    return 200 if c.status == "ok" else int(c.status) if c.status.isdigit() else None


HTTP = (
    *ENDS,
    Field("trans_depth", "count", always(1)),
    Field("method", "string", said("verb")),
    Field("host", "string", lambda c: host_of(c.dst)),
    Field("uri", "string", said("object")),
    Field("version", "string", always("1.1")),
    Field("user_agent", "string", lambda c: c.src.vendor or None),
    Field("request_body_len", "count", lambda c: c.bytes_out),
    Field("response_body_len", "count", lambda c: c.bytes_in),
    Field("status_code", "count", _status_code),
    Field("username", "string", said("user")),
)

MODBUS = (
    *ENDS,
    Field("tid", "count", lambda c: c.flow & 0xFFFF),
    Field("unit", "count", always(1)),
    Field("func", "string", lambda c: c.verb.upper()),
    Field("pdu_type", "string", lambda c: "RESP" if c.answered else "REQ"),
    Field("exception", "string", lambda c: None if c.status in ("ok", "") else c.status),
)
MODBUS_DETAILED = (
    *MODBUS[:-1],
    Field("address", "string", said("object")),
    Field("quantity", "count", always(1)),
    Field("values", "vector[double]", lambda c: None if c.value is None else [repr(c.value)]),
    Field("exception", "string", lambda c: None if c.status in ("ok", "") else c.status),
)
SMB_FILES = (
    *ENDS,
    Field("action", "enum", lambda c: f"SMB::FILE_{c.verb.upper()}"),
    Field("path", "string", lambda c: f"\\\\{c.dst.name}\\data"),
    Field("name", "string", said("object")),
    Field("size", "count", _number),
)
KERBEROS = (
    *ENDS,
    Field("request_type", "string", said("verb")),
    Field("client", "string", said("user")),
    Field("service", "string", said("object")),
    Field("success", "bool", lambda c: c.status == "ok"),
    Field("error_msg", "string", lambda c: None if c.status in ("ok", "") else c.status),
)
LDAP = (
    *ENDS,
    Field("message_id", "int", lambda c: 1 if c.verb == "bind" else 2),
    Field("opcode", "string", said("verb")),
    Field("result", "string", lambda c: "success" if c.status == "ok" else c.status or None),
    Field("object", "string", said("object")),
)
BACNET = (
    *ENDS,
    Field("pdu_service", "string", said("verb")),
    Field("object_type", "string", said("object")),
    Field("result", "string", said("status")),
    Field("value", "double", lambda c: c.value),
)
SSH = (
    *ENDS,
    Field("version", "count", always(2)),
    Field("auth_success", "bool", lambda c: c.status == "ok" if c.status else None),
    Field("client", "string", always("SSH-2.0-OpenSSH_7.4")),
)
OPCUA = (
    *ENDS,
    Field("opcua_link_id", "string", lambda c: c.uid),
    Field("msg_type", "string", always("MSG")),
    Field("identifier", "count", lambda c: SERVICES.get(c.verb, SERVICES["Read"])[0]),
    Field("identifier_str", "string", lambda c: f"{c.verb}Request"),
    Field("node_id", "string", lambda c: f"ns=2;s={c.object}"),
    Field("value", "double", lambda c: c.value),
    Field("status_code", "string", lambda c: f"0x{STATUSES.get(c.status, 0x80000000):08x}"),
    Field("user_name", "string", said("user")),
)
RDP = (*ENDS, Field("cookie", "string", said("user")), Field("result", "string", said("status")))

LOGS: Mapping[str, Sequence[Field]] = {
    "bacnet": BACNET, "conn": CONN, "dhcp": DHCP, "dns": DNS, "http": HTTP, "kerberos": KERBEROS, "ldap": LDAP,
    "modbus": MODBUS,
    "modbus_detailed": MODBUS_DETAILED, "mqtt_connect": MQTT_CONNECT, "mqtt_publish": MQTT_PUBLISH,
    "mqtt_subscribe": MQTT_SUBSCRIBE, "opcua_binary": OPCUA, "rdp": RDP, "smb_files": SMB_FILES, "ssh": SSH, "ssl": SSL,
}  # fmt: skip
"""Every log of conversations, by the name of its file."""

_BY_SERVICE = {
    "bacnet": ("bacnet",), "dhcp": ("dhcp",), "dns": ("dns",), "http": ("http",), "https": ("http",),
    "kerberos": ("kerberos",), "ldap": ("ldap",), "mdns": ("dns",), "modbus": ("modbus", "modbus_detailed"),
    "opcua": ("opcua_binary",), "robot_api": ("http",), "smb": ("smb_files",),
}  # fmt: skip
_METADATA = {"ssh": "ssh", "rdp": "rdp"}


def logs_of(c: Conversation) -> list[str]:
    """The logs beside ``conn`` that *c* has a line in."""
    if not c.answered:
        return []
    found = [_METADATA[c.service]] if c.service in _METADATA else ["ssl"] if over_tls(c.service) else []
    if c.spoken:
        found += _BY_SERVICE.get(c.service, ())
        found += mqtt_logs(c)
    return found
