"""Zeek's logs: which there are, their columns with types, and how a conversation fills them.

A log is a table of columns ``name type value``; a value is a function of the conversation, and None is Zeek's unset.
Each conversation has a line in ``conn``, and one in the log of its protocol where the tap could read it. Inside TLS
without an inspection point there is a line in ``ssl`` and nothing more, as for a real sensor.

``modbus`` has no register and no value, as Zeek's own; ``modbus_detailed`` has both, as ICSNPP's.

Sources: Zeek manual, script reference of each log's Info record; ICSNPP Modbus and BACnet parsers (CISA) for the
detailed logs; Zeek manual, conn_state and history.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from twin.lab.exporters.parts.conversation import Conversation
from twin.net.protocols import PROTOCOLS
from twin.net.wire.frames import SYN_OPTIONS

Value = str | int | float | bool | Sequence[str] | None
Fill = Callable[[Conversation], Value]

IP_HEADER = {"tcp": 40, "udp": 28}
"""Bytes of the IP and transport headers of a packet without options."""


class Column(NamedTuple):
    """One column of a log that is not of conversations."""

    name: str
    type: str


class Field(NamedTuple):
    """One column of a log: Zeek's name and type, and its value."""

    name: str
    type: str
    fill: Fill


def _tls(conversation: Conversation) -> bool:
    return PROTOCOLS[conversation.service].encrypted if conversation.service in PROTOCOLS.entries else False


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


_ZEEK_SERVICE = {"https": "ssl", "mqtt": "ssl", "robot_api": "http", "kerberos": "krb_tcp", "sql": "postgresql"}


def zeek_service(c: Conversation) -> str | None:
    """The analyser that recognised the conversation; none where nothing was said."""
    return _ZEEK_SERVICE.get(c.service, c.service) or None if c.answered else None


def _said(word: str) -> Fill:
    """A column of the application record."""
    return lambda c: getattr(c, word) or None


def _number(c: Conversation) -> int | None:
    return None if c.value is None else int(c.value)


def _always(value: Value) -> Fill:
    return lambda _: value


def _ip_bytes(c: Conversation, size: int, packets: int, *, syn: bool) -> int:
    """Bytes of the IP packets of one direction; a SYN has options."""
    return size + IP_HEADER[c.transport] * packets + len(SYN_OPTIONS) * (syn and c.transport == "tcp")


ENDS = (
    Field("ts", "time", lambda c: c.epoch_us),
    Field("uid", "string", lambda c: c.uid),
    Field("id.orig_h", "addr", lambda c: c.src.address),
    Field("id.orig_p", "port", lambda c: c.src_port),
    Field("id.resp_h", "addr", lambda c: c.dst.address),
    Field("id.resp_p", "port", lambda c: c.dst_port),
)
"""The columns that every log of conversations begins with."""

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
    Field("missed_bytes", "count", _always(0)),
    Field("history", "string", _history),
    Field("orig_pkts", "count", lambda c: c.packets_out),
    Field("orig_ip_bytes", "count", lambda c: _ip_bytes(c, c.bytes_out, c.packets_out, syn=True)),
    Field("resp_pkts", "count", lambda c: c.packets_in),
    Field("resp_ip_bytes", "count", lambda c: _ip_bytes(c, c.bytes_in, c.packets_in, syn=c.state in ("SF", "RSTO"))),
    Field("tunnel_parents", "set[string]", _always(None)),
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
    Field("query", "string", _said("object")),
    Field("qclass", "count", _always(1)),
    Field("qclass_name", "string", _always("C_INTERNET")),
    Field("qtype", "count", lambda c: _QTYPE.get(c.verb)),
    Field("qtype_name", "string", _said("verb")),
    Field("rcode", "count", _rcode),
    Field("rcode_name", "string", lambda c: None if _rcode(c) is None else c.status.replace("ok", "NOERROR")),
    Field("AA", "bool", _always(False)),
    Field("TC", "bool", _always(False)),
    Field("RD", "bool", _always(True)),
    Field("RA", "bool", lambda c: c.answered),
    Field("Z", "count", _always(0)),
    Field("answers", "vector[string]", _always(None)),
    Field("TTLs", "vector[interval]", _always(None)),
    Field("rejected", "bool", lambda c: c.status == "REFUSED"),
)


def _status_code(c: Conversation) -> int | None:
    if not c.answered:
        return None
    return 200 if c.status == "ok" else int(c.status) if c.status.isdigit() else None


HTTP = (
    *ENDS,
    Field("trans_depth", "count", _always(1)),
    Field("method", "string", _said("verb")),
    Field("host", "string", lambda c: c.dst.name),
    Field("uri", "string", _said("object")),
    Field("version", "string", _always("1.1")),
    Field("user_agent", "string", lambda c: c.src.vendor or None),
    Field("request_body_len", "count", lambda c: c.bytes_out),
    Field("response_body_len", "count", lambda c: c.bytes_in),
    Field("status_code", "count", _status_code),
    Field("username", "string", _said("user")),
)

SSL = (
    *ENDS,
    Field("version", "string", _always("TLSv13")),
    Field("cipher", "string", _always("TLS_AES_128_GCM_SHA256")),
    Field("curve", "string", _always("x25519")),
    Field("server_name", "string", lambda c: c.dst.name),
    Field("resumed", "bool", _always(True)),
    Field("next_protocol", "string", lambda c: "http/1.1" if c.service == "https" else None),
    Field("established", "bool", lambda c: c.answered),
    Field("ssl_history", "string", lambda c: "Cs" if c.answered else "C"),
)

MODBUS = (
    *ENDS,
    Field("tid", "count", lambda c: c.flow & 0xFFFF),
    Field("unit", "count", _always(1)),
    Field("func", "string", lambda c: c.verb.upper()),
    Field("pdu_type", "string", lambda c: "RESP" if c.answered else "REQ"),
    Field("exception", "string", lambda c: None if c.status in ("ok", "") else c.status),
)
MODBUS_DETAILED = (
    *MODBUS[:-1],
    Field("address", "string", _said("object")),
    Field("quantity", "count", _always(1)),
    Field("values", "vector[double]", lambda c: None if c.value is None else [repr(c.value)]),
    Field("exception", "string", lambda c: None if c.status in ("ok", "") else c.status),
)
MQTT_CONNECT = (
    *ENDS,
    Field("proto_name", "string", _always("MQTT")),
    Field("proto_version", "string", _always("5.0")),
    Field("client_id", "string", lambda c: c.user or c.src.name),
    Field("connect_status", "string", lambda c: "Connection Accepted" if c.status == "ok" else c.status),
)
MQTT_PUBLISH = (
    *ENDS,
    Field("from_client", "bool", _always(True)),
    Field("retain", "bool", _always(False)),
    Field("qos", "string", _always("at most once")),
    Field("status", "string", _said("status")),
    Field("topic", "string", _said("object")),
    Field("payload", "string", lambda c: None if c.value is None else repr(c.value)),
    Field("payload_len", "count", lambda c: c.bytes_out),
)
MQTT_SUBSCRIBE = (
    *ENDS,
    Field("action", "enum", lambda c: f"MQTT::{c.verb}"),
    Field("topics", "vector[string]", lambda c: [c.object] if c.object else None),
    Field("ack", "bool", lambda c: c.status == "ok"),
)
SMB_FILES = (
    *ENDS,
    Field("action", "enum", lambda c: f"SMB::FILE_{c.verb.upper()}"),
    Field("path", "string", lambda c: f"\\\\{c.dst.name}\\data"),
    Field("name", "string", _said("object")),
    Field("size", "count", _number),
)
KERBEROS = (
    *ENDS,
    Field("request_type", "string", _said("verb")),
    Field("client", "string", _said("user")),
    Field("service", "string", _said("object")),
    Field("success", "bool", lambda c: c.status == "ok"),
    Field("error_msg", "string", lambda c: None if c.status in ("ok", "") else c.status),
)
LDAP = (
    *ENDS,
    Field("message_id", "int", lambda c: 1 if c.verb == "bind" else 2),
    Field("opcode", "string", _said("verb")),
    Field("result", "string", lambda c: "success" if c.status == "ok" else c.status or None),
    Field("object", "string", _said("object")),
)
BACNET = (
    *ENDS,
    Field("pdu_service", "string", _said("verb")),
    Field("object_type", "string", _said("object")),
    Field("result", "string", _said("status")),
    Field("value", "double", lambda c: c.value),
)
SSH = (
    *ENDS,
    Field("version", "count", _always(2)),
    Field("auth_success", "bool", lambda c: c.status == "ok" if c.status else None),
    Field("client", "string", _always("SSH-2.0-OpenSSH_7.4")),
)
RDP = (*ENDS, Field("cookie", "string", _said("user")), Field("result", "string", _said("status")))

KNOWN_HOSTS = (Column("ts", "time"), Column("host", "addr"))
KNOWN_SERVICES = (
    Column("ts", "time"),
    Column("host", "addr"),
    Column("port_num", "port"),
    Column("port_proto", "enum"),
    Column("service", "set[string]"),
)

LOGS: Mapping[str, Sequence[Field]] = {
    "bacnet": BACNET, "conn": CONN, "dns": DNS, "http": HTTP, "kerberos": KERBEROS, "ldap": LDAP, "modbus": MODBUS,
    "modbus_detailed": MODBUS_DETAILED, "mqtt_connect": MQTT_CONNECT, "mqtt_publish": MQTT_PUBLISH,
    "mqtt_subscribe": MQTT_SUBSCRIBE, "rdp": RDP, "smb_files": SMB_FILES, "ssh": SSH, "ssl": SSL,
}  # fmt: skip
"""Every log of conversations, by the name of its file."""

_BY_SERVICE = {
    "bacnet": ("bacnet",), "dns": ("dns",), "http": ("http",), "https": ("http",), "kerberos": ("kerberos",),
    "ldap": ("ldap",), "modbus": ("modbus", "modbus_detailed"), "robot_api": ("http",), "smb": ("smb_files",),
}  # fmt: skip
_MQTT = {"CONNECT": "mqtt_connect", "PUBLISH": "mqtt_publish", "SUBSCRIBE": "mqtt_subscribe"}
_METADATA = {"ssh": "ssh", "rdp": "rdp"}


def logs_of(c: Conversation) -> list[str]:
    """The logs beside ``conn`` that *c* has a line in."""
    if not c.answered:
        return []
    found = [_METADATA[c.service]] if c.service in _METADATA else ["ssl"] if _tls(c) else []
    if c.spoken:
        found += _BY_SERVICE.get(c.service, ())
        found += [_MQTT[c.verb]] if c.service == "mqtt" and c.verb in _MQTT else []
    return found
