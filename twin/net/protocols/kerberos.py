"""Kerberos: tickets instead of passwords.

A client gets a ticket-granting ticket (AS), then one ticket for each service (TGS). Many failures from one place
are a guess at passwords, many tickets for services a theft in preparation.

The four fields and the user: verb is the exchange, object the service asked for, status ``ok`` or the error, user
the client.

Sources: RFC 4120 (exchanges, error codes); Zeek kerberos.log.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from twin.net.protocols.base import Protocol
from twin.net.wire.ber import (
    GENERAL_STRING,
    GENERALIZED_TIME,
    INTEGER,
    OCTETS,
    SEQUENCE,
    integer,
    short,
    tlv,
)
from twin.net.wire.said import Said

_REALM = "HUB.EXAMPLE"
_AES_256 = 18
_VERSION = 5
_REQUESTS = {"AS": 10, "TGS": 12, "AP": 14}
_ERRORS = {
    "KDC_ERR_C_PRINCIPAL_UNKNOWN": 6, "KDC_ERR_S_PRINCIPAL_UNKNOWN": 7, "KDC_ERR_CLIENT_REVOKED": 18,
    "KDC_ERR_PREAUTH_FAILED": 24, "KDC_ERR_PREAUTH_REQUIRED": 25, "401": 24,
}  # fmt: skip
_GENERIC_ERROR = 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SERVICE_NAME, _PRINCIPAL = 2, 1
_LIFE_US = 36_000_000_000
"""Ten hours, the usual life of a ticket."""


class Kerberos(Protocol):
    """Kerberos: tickets instead of passwords."""

    port = 88
    transport = "tcp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "request_type",
        "object": "service",
        "status": "error_msg",
        "user": "client",
    }
    verbs = ("AS", "TGS", "AP")
    greatest = 60_000

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """A request and its reply or error; tickets are ciphertext of whatever size is wanted."""
        kind = _REQUESTS.get(said.verb, 12)
        least, least_in = len(_request(said, kind, b"")), len(_reply(said, kind, b""))
        request = _request(said, kind, said.noise("asked", said.bytes_out - least))
        return request, _reply(said, kind, said.noise("told", said.bytes_in - least_in))


def _tagged(number: int, *parts: bytes) -> bytes:
    """A member of a sequence, by its number."""
    return tlv(0xA0 | number, *parts)


def _framed(kind: int, *parts: bytes) -> bytes:
    """A message behind its length, as over TCP; *kind* is the application tag."""
    message = tlv(0x60 | kind, tlv(SEQUENCE, *parts))
    return len(message).to_bytes(4, "big") + message


def _text(words: str) -> bytes:
    return tlv(GENERAL_STRING, words.encode("ascii", "replace"))


def _name(kind: int, words: str) -> bytes:
    return tlv(
        SEQUENCE, _tagged(0, integer(kind)), _tagged(1, tlv(SEQUENCE, *(_text(part) for part in words.split("/"))))
    )


def _service(said: Said, kind: int) -> str:
    return said.object or ("krbtgt/" + _REALM if kind == 10 else "host/" + said.dst)


def _sealed(cipher: bytes) -> bytes:
    return tlv(SEQUENCE, _tagged(0, integer(_AES_256)), _tagged(2, tlv(OCTETS, cipher)))


def _ticket(said: Said, kind: int, cipher: bytes) -> bytes:
    name = _tagged(2, _name(_SERVICE_NAME, _service(said, kind)))
    return tlv(
        0x61, tlv(SEQUENCE, _tagged(0, integer(_VERSION)), _tagged(1, _text(_REALM)), name, _tagged(3, _sealed(cipher)))
    )


def _ap(said: Said, cipher: bytes) -> tuple[bytes, ...]:
    """Members of an AP-REQ: the ticket that the client shows and its authenticator."""
    flags = _tagged(2, short(0x03, bytes(5)))
    head = (_tagged(0, integer(_VERSION)), _tagged(1, integer(14)), flags)
    return *head, _tagged(3, _ticket(said, 10, cipher)), _tagged(4, _sealed(said.noise("authenticator", 80)))


def _request(said: Said, kind: int, cipher: bytes) -> bytes:
    if kind == 14:
        return _framed(14, *_ap(said, cipher))
    proof = tlv(0x6E, tlv(SEQUENCE, *_ap(said, cipher))) if kind == 12 else _sealed(cipher)
    data = tlv(SEQUENCE, _tagged(1, integer(1 if kind == 12 else 2)), _tagged(2, tlv(OCTETS, proof)))
    head = (_tagged(1, integer(_VERSION)), _tagged(2, integer(kind)), _tagged(3, tlv(SEQUENCE, data)))
    return _framed(kind, *head, _tagged(4, _body(said, kind)))


def _body(said: Said, kind: int) -> bytes:
    """What is asked for: for whom, of which service, until when, and with which cipher."""
    client = _tagged(1, _name(_PRINCIPAL, said.user or said.src)) if kind == 10 else b""
    return tlv(
        SEQUENCE, _tagged(0, short(0x03, b"\x00\x40\x81\x00\x00")), client, _tagged(2, _text(_REALM)),
        _tagged(3, _name(_SERVICE_NAME, _service(said, kind))), _tagged(5, _time(said.epoch_us + _LIFE_US)),
        _tagged(7, short(INTEGER, (said.flow & 0x7FFFFFFF).to_bytes(4, "big"))),
        _tagged(8, tlv(SEQUENCE, integer(_AES_256))),
    )  # fmt: skip


def _reply(said: Said, kind: int, cipher: bytes) -> bytes:
    if not said.ok:
        return _error(said, kind, cipher)
    if kind == 14:
        return _framed(15, _tagged(0, integer(_VERSION)), _tagged(1, integer(15)), _tagged(2, _sealed(cipher)))
    return _framed(
        kind + 1, _tagged(0, integer(_VERSION)), _tagged(1, integer(kind + 1)), _tagged(3, _text(_REALM)),
        _tagged(4, _name(_PRINCIPAL, said.user or said.src)),
        _tagged(5, _ticket(said, kind, said.noise("ticket", len(cipher) // 2))),
        _tagged(6, _sealed(cipher[len(cipher) // 2 :])),
    )  # fmt: skip


def _error(said: Said, kind: int, data: bytes) -> bytes:
    """KRB-ERROR with the time at the server, the code, whom it was about, and words as long as is wanted."""
    return _framed(
        30, _tagged(0, integer(_VERSION)), _tagged(1, integer(30)), _tagged(4, _time(said.epoch_us)),
        _tagged(5, short(INTEGER, (said.epoch_us % 1_000_000).to_bytes(4, "big"))),
        _tagged(6, integer(_ERRORS.get(said.status, _GENERIC_ERROR))),
        _tagged(9, _text(_REALM)), _tagged(10, _name(_SERVICE_NAME, _service(said, kind))),
        _tagged(11, _text(data.hex()[: len(data)])),
    )  # fmt: skip


def _time(epoch_us: int) -> bytes:
    date = _EPOCH + timedelta(microseconds=epoch_us)
    return short(GENERALIZED_TIME, f"{date:%Y%m%d%H%M%SZ}".encode())
