"""SQL: a database session.

The warehouse management system and the historian keep their tables here; reads in bulk are how data leaves quietly.

The four fields and the user: verb is the statement's first word, object the table, status ``ok`` or the SQLSTATE,
value the number of rows, user the role.

Sources: PostgreSQL documentation, Frontend/Backend Protocol (port 5432, messages, SQLSTATE codes); Zeek
postgresql.log.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol
from twin.net.wire.filler import letters
from twin.net.wire.said import Said

_STARTUP_OUT, _STARTUP_IN = 320, 96
_VERSION_3 = 0x00030000
_ROLE, _DATABASE = "postgres", "hub"
_TEXT_OID, _VARIABLE, _NO_MODIFIER = 25, 0xFFFF, 0xFFFFFFFF
_READY = b"Z\x00\x00\x00\x05I"
_TERMINATE = b"X\x00\x00\x00\x04"
_AUTHENTICATED = b"R\x00\x00\x00\x08\x00\x00\x00\x00"
_INTERNAL_ERROR = "XX000"
_STATEMENTS = {
    "SELECT": "SELECT * FROM {0}", "INSERT": "INSERT INTO {0} SELECT * FROM incoming",
    "UPDATE": "UPDATE {0} SET done = true",
    "DELETE": "DELETE FROM {0}", "DROP": "DROP TABLE {0}",
}  # fmt: skip


class Sql(Protocol):
    """SQL: a database session."""

    port = 5432
    transport = "tcp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "frontend",
        "object": "frontend_arg",
        "status": "backend",
        "value": "rows",
        "user": "user",
    }
    verbs = ("login", "SELECT", "INSERT", "UPDATE", "DELETE", "DROP")
    writes = ("INSERT", "UPDATE", "DELETE", "DROP")
    opening = ((_STARTUP_OUT, _STARTUP_IN),)

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """Start-up in a turn of its own, then one statement and its outcome."""
        statement = _STATEMENTS.get(said.verb, "SELECT current_user").format(said.object or "stock")
        least = len(_query(statement, b"")) + len(_TERMINATE) + _STARTUP_OUT
        comment = letters(said.flow, "comment", said.bytes_out - least)
        told = said.bytes_in - _STARTUP_IN - len(_outcome(said, b""))
        answer = _outcome(said, letters(said.flow, "row", told))
        return _start_up(said) + _query(statement, comment) + _TERMINATE, _started(said) + answer


def _sent(kind: bytes, body: bytes) -> bytes:
    return kind + (len(body) + 4).to_bytes(4, "big") + body


def _query(statement: str, comment: bytes) -> bytes:
    return _sent(b"Q", statement.encode("utf-8", "replace") + b" -- " + comment + b"\x00")


def _start_up(said: Said) -> bytes:
    """Who wants which database; the application's name fills the message."""
    role = (said.user or _ROLE).encode("utf-8", "replace")[:64]
    known = b"user\x00" + role + b"\x00database\x00" + _DATABASE.encode() + b"\x00application_name\x00"
    name = letters(said.flow, "application", _STARTUP_OUT - len(known) - 10)
    return struct.pack(">II", _STARTUP_OUT, _VERSION_3) + known + name + b"\x00\x00"


def _started(said: Said) -> bytes:
    """Accepted, one parameter that fills the turn, and ready."""
    room = _STARTUP_IN - len(_AUTHENTICATED) - len(_READY) - 5 - 16
    parameter = b"server_version\x00" + letters(said.flow, "version", room) + b"\x00"
    return _AUTHENTICATED + _sent(b"S", parameter) + _READY


def _outcome(said: Said, filler: bytes) -> bytes:
    """Rows of one column and the tag of the statement, or an error with its SQLSTATE."""
    if not said.ok:
        code = said.status if len(said.status) == 5 else "28P01" if said.status == "401" else _INTERNAL_ERROR
        error = b"SERROR\x00C" + code.encode("ascii", "replace") + b"\x00M" + filler + b"\x00\x00"
        return _sent(b"E", error) + _READY
    rows = max(0, int(said.value or 1))
    if said.verb in ("INSERT", "UPDATE", "DELETE", "DROP"):
        tag = {"INSERT": f"INSERT 0 {rows}", "DROP": "DROP TABLE"}.get(said.verb, f"{said.verb} {rows}")
        return _sent(b"N", b"SNOTICE\x00C00000\x00M" + filler + b"\x00\x00") + _tag(tag) + _READY
    column = b"column\x00" + struct.pack(">IHIHIH", 0, 0, _TEXT_OID, _VARIABLE, _NO_MODIFIER, 0)
    row = struct.pack(">HI", 1, len(filler)) + filler
    return _sent(b"T", b"\x00\x01" + column) + _sent(b"D", row) + _tag(f"SELECT {rows}") + _READY


def _tag(words: str) -> bytes:
    return _sent(b"C", f"{words:<24}".encode() + b"\x00")
