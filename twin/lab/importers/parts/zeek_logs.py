"""Zeek's logs: which say what was said inside a conversation, and by which fields.

``conn`` is the conversation; a row of any log below is an exchange in it, joined by ``uid``. A log that is not in the
table is kept whole, beside the flows.

Sources: Zeek manual, script reference of each log's Info record, and conn_state; ICSNPP parsers (CISA) for
``modbus_detailed`` and ``bacnet``.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, NamedTuple

from twin.lab.importers.parts.values import number, text

STATES = {
    "S0": "S0", "S1": "SF", "SF": "SF", "REJ": "REJ", "S2": "SF", "S3": "SF", "RSTO": "RSTO", "RSTR": "SF",
    "RSTOS0": "S0", "RSTRH": "REJ", "SH": "S0", "SHR": "SF",
}  # fmt: skip
"""Zeek's states in the four words of the lab. S1 to S3 and RSTR were answered, RSTOS0 and SH never; RSTRH is refused.
OTH, where the beginning was not seen, goes by whether anything came back."""

_DIGITS = {digit: n for n, digit in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")}
_OWN_UID = 12
SIZES = {
    "orig_bytes": "bytes_out", "resp_bytes": "bytes_in", "orig_pkts": "packets_out", "resp_pkts": "packets_in",
}  # fmt: skip
"""Fields of ``conn`` that say how much, and their columns."""
_FINE = {"noerror", "ok", "success", "successful", "connection accepted", "true", "200"}


class Log(NamedTuple):
    """How a log's fields fill the application record; an empty word is none.

    ``verb_is`` is the verb where the log says it by its name, ``strip`` what stands before a verb, ``silent`` the
    status where the field is unset, ``error`` the field with the reason where ``status`` says it failed.
    """

    service: str
    verb: str = ""
    object: str = ""
    status: str = ""
    value: str = ""
    user: str = ""
    verb_is: str = ""
    strip: str = ""
    lower: bool = False
    silent: str = ""
    error: str = ""
    rank: int = 0

    @property
    def used(self) -> tuple[str, ...]:
        """The fields that it reads."""
        words = (self.verb, self.object, self.status, self.value, self.user, self.error)
        return tuple(word for word in words if word)


class Said(NamedTuple):
    """An application record, as in the flow table."""

    verb: str
    object: str
    status: str
    value: float | None
    user: str


LOGS: Mapping[str, Log] = {
    "bacnet": Log("bacnet", "pdu_service", "object_type", "result", "value"),
    "dns": Log("dns", "qtype_name", "query", "rcode_name", "TTLs"),
    "http": Log("http", "method", "uri", "status_code", user="username"),
    "kerberos": Log("kerberos", "request_type", "service", "success", user="client", error="error_msg"),
    "ldap": Log("ldap", "opcode", "object", "result"),
    "modbus": Log("modbus", "func", status="exception", lower=True, silent="ok", rank=1),
    "modbus_detailed": Log("modbus", "func", "address", "exception", "values", lower=True, silent="ok"),
    "mqtt_connect": Log("mqtt", status="connect_status", user="client_id", verb_is="CONNECT"),
    "mqtt_publish": Log("mqtt", object="topic", status="status", value="payload", verb_is="PUBLISH"),
    "mqtt_subscribe": Log("mqtt", "action", "topics", "ack", strip="MQTT::"),
    "smb_files": Log("smb", "action", "name", value="size", strip="SMB::FILE_", lower=True),
}


def said_of(log: Log, fields: Mapping[str, Any]) -> Said:
    """The application record in a row of *log*."""
    verb = log.verb_is or text(fields.get(log.verb)).removeprefix(log.strip)
    return Said(
        verb.lower() if log.lower else verb,
        text(fields.get(log.object)),
        _status(log, fields),
        number(fields.get(log.value)),
        text(fields.get(log.user)),
    )


def is_request(fields: Mapping[str, Any]) -> bool:
    """Whether a row is the first half of an exchange that another row completes (Modbus from Zeek 6 on)."""
    return "REQ" in (fields.get("pdu_type"), fields.get("request_response"))


def _status(log: Log, fields: Mapping[str, Any]) -> str:
    value = fields.get(log.status)
    if value is None:
        return log.silent
    if value is False:
        return text(fields.get(log.error)) or "failed"
    word = text(value)
    return "ok" if word.lower() in _FINE else word


def flow_of(uid: str) -> int:
    """The identity of the flow that *uid* names."""
    if len(uid) == _OWN_UID and uid[0] == "C" and all(digit in _DIGITS for digit in uid[1:]):
        number = 0
        for digit in uid[1:]:
            number = number * len(_DIGITS) + _DIGITS[digit]
        if number < 1 << 64:
            return number
    return int.from_bytes(blake2b(uid.encode("utf-8", "replace"), digest_size=8).digest(), "big")
