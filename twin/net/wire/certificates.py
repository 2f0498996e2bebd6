"""Certificates: what a server of TLS 1.2 shows in clear text.

Two habits are told apart. An appliance inside the hub signs its certificate itself, made once at the factory and good
for twenty years, with a key that every unit of its maker's firmware shares. A service on the internet has one of 90
days from a public authority, with a key of its own. All are of one size: a comment takes up what names leave.

Signatures are real: who has the certificate of the authority can verify the chain.

Sources: RFC 5280, sections 4.1 (fields, serial numbers of at most 20 octets) and 4.2 (extensions); ITU-T X.690,
clause 10 (distinguished encoding); RFC 3279 and RFC 4055 (RSA); the comment is Netscape's, as OpenSSL writes it. Shared
keys of appliances: Heninger et al., Mining your Ps and Qs, USENIX Security 2012. Periods are judgements.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple

from twin.net.wire import rsa
from twin.net.wire.ber import oid
from twin.net.wire.filler import letters, noise
from twin.net.wire.rsa import BITS, EXPONENT

BYTES = 1_060
"""Every certificate, padded."""
AUTHORITY = "Example Public CA"
_FACTORY = datetime(2015, 1, 1, tzinfo=UTC)
_APPLIANCE_DAYS, _PUBLIC_DAYS = 7_305, 90
_RENEWED_DAYS = 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INTEGER, _BIT_STRING, _OCTETS, _NULL, _UTF8, _IA5, _SEQUENCE, _SET, _UTC_TIME = (
    0x02, 0x03, 0x04, 0x05, 0x0C, 0x16, 0x30, 0x31, 0x17,
)  # fmt: skip
_COMMON_NAME, _ORGANISATION = oid((2, 5, 4, 3)), oid((2, 5, 4, 10))
_RSA, _SHA256_RSA = oid((1, 2, 840, 113549, 1, 1, 1)), oid((1, 2, 840, 113549, 1, 1, 11))
_CONSTRAINTS, _ALTERNATIVE = oid((2, 5, 29, 19)), oid((2, 5, 29, 17))
_COMMENT = oid((2, 16, 840, 1, 113730, 1, 13))
_SERIALS = (16, 17, 18, 19)
"""Lengths of serial numbers: where lengths of lengths leave no exact fit, the next one has it."""


class Certificate(NamedTuple):
    """A certificate in its distinguished encoding, and what it says; names as (organisation, common name)."""

    der: bytes
    subject: tuple[str, str]
    issuer: tuple[str, str]
    serial: bytes
    begins: datetime
    ends: datetime
    host: str

    @property
    def self_signed(self) -> bool:
        """Whether nobody but itself vouches for it."""
        return self.subject == self.issuer

    def digest(self, kind: str) -> str:
        """Its fingerprint by hash *kind*, in hexadecimal."""
        return hashlib.new(kind, self.der, usedforsecurity=False).hexdigest()


def certificate_of(host: str, maker: str, epoch_us: int, *, public: bool) -> Certificate:
    """The certificate that *host* shows at *epoch_us*: of a public authority, or its maker's own."""
    if not public:
        return _made(host, (maker or "Generic", host), (maker or "Generic", host), _FACTORY, _APPLIANCE_DAYS)
    days = max(0, epoch_us) // 86_400_000_000
    begins = _EPOCH + timedelta(days=days - days % _RENEWED_DAYS)
    return _made(host, (host, host), ("Example Trust", AUTHORITY), begins, _PUBLIC_DAYS)


def authority() -> Certificate:
    """The certificate of the public authority itself, which nobody sends and verifiers hold."""
    name = ("Example Trust", AUTHORITY)
    return _made("", name, name, _FACTORY, _APPLIANCE_DAYS)


@cache
def _made(host: str, subject: tuple[str, str], issuer: tuple[str, str], begins: datetime, days: int) -> Certificate:
    """Padded to :data:`BYTES`, and signed by the issuer's key."""
    own, ends = subject == issuer, begins + timedelta(days=days)
    key = rsa.key_of(AUTHORITY if not host else subject[0])
    body, serial = _fitting(host, subject, issuer, (begins, ends), key.modulus)
    signer = key if own else rsa.key_of(AUTHORITY)
    signature = b"\x00" + rsa.sign(signer, body)
    der = _der(_SEQUENCE, body, _der(_SEQUENCE, _SHA256_RSA, _der(_NULL)), _der(_BIT_STRING, signature))
    return Certificate(der, subject, issuer, serial, begins, ends, host)


def _fitting(
    host: str, subject: tuple[str, str], issuer: tuple[str, str], period: tuple[datetime, datetime], modulus: int
) -> tuple[bytes, bytes]:
    """What is signed, of the size that makes the whole :data:`BYTES` long, and its serial number."""
    signed = BYTES - len(_der(_SEQUENCE, _SHA256_RSA, _der(_NULL))) - len(_der(_BIT_STRING, bytes(BITS // 8 + 1))) - 4
    for size in _SERIALS:
        serial = b"\x40" + noise(0, f"serial/{subject}/{period}", size - 1)
        room = signed - len(_signed(host, subject, issuer, period, modulus, serial, b""))
        for filler in range(max(room, 0), max(room - 16, -1), -1):
            comment = letters(0, f"comment/{subject}", filler)
            body = _signed(host, subject, issuer, period, modulus, serial, comment)
            if len(body) == signed:
                return body, serial
    raise ValueError(f"the names of {host!r} leave no room in a certificate of {BYTES} bytes")


def _signed(
    host: str, subject: tuple[str, str], issuer: tuple[str, str], period: tuple[datetime, datetime], modulus: int,
    serial: bytes, comment: bytes,
) -> bytes:  # fmt: skip
    """The part under the signature: version 3, serial, algorithm, issuer, period, subject, key, extensions."""
    key = _der(_SEQUENCE, _number(modulus), _number(EXPONENT))
    public = _der(_SEQUENCE, _der(_SEQUENCE, _RSA, _der(_NULL)), _der(_BIT_STRING, b"\x00", key))
    constraints = _der(_SEQUENCE, b"" if host else b"\x01\x01\xff")
    extensions = [_extension(_CONSTRAINTS, constraints)]
    if host:
        extensions.append(_extension(_ALTERNATIVE, _der(_SEQUENCE, _der(0x82, _ascii(host)))))
    extensions.append(_extension(_COMMENT, _der(_IA5, comment)))
    return _der(
        _SEQUENCE, _der(0xA0, _der(_INTEGER, b"\x02")), _der(_INTEGER, serial),
        _der(_SEQUENCE, _SHA256_RSA, _der(_NULL)), _name(issuer), _der(_SEQUENCE, *(_date(each) for each in period)),
        _name(subject), public, _der(0xA3, _der(_SEQUENCE, *extensions)),
    )  # fmt: skip


def _der(tag: int, *parts: bytes) -> bytes:
    """A value with its length in as few octets as hold it."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets + content


def _number(number: int) -> bytes:
    return _der(_INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _name(name: tuple[str, str]) -> bytes:
    """Organisation, then common name."""
    parts = zip((_ORGANISATION, _COMMON_NAME), name, strict=True)
    return _der(_SEQUENCE, *(_der(_SET, _der(_SEQUENCE, kind, _der(_UTF8, _ascii(text)))) for kind, text in parts))


def _ascii(text: str) -> bytes:
    return text.encode("ascii", "replace")[:64]


def _date(date: datetime) -> bytes:
    return _der(_UTC_TIME, f"{date:%y%m%d%H%M%SZ}".encode())


def _extension(kind: bytes, value: bytes) -> bytes:
    return _der(_SEQUENCE, kind, _der(_OCTETS, value))
