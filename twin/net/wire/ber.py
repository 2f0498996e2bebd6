"""BER: tag, length, value, as SNMP, LDAP and Kerberos write everything.

Lengths are written in the long form with a fixed number of octets, which the rules allow and widespread
implementations do: a message then grows by exactly as many bytes as its filler.

Sources: ITU-T X.690, clauses 8.1.3 (length octets), 8.3 (integer), 8.19 (object identifier).
"""

from __future__ import annotations

from collections.abc import Iterable

BOOLEAN, INTEGER, OCTETS, NULL, OID, ENUMERATED = 0x01, 0x02, 0x04, 0x05, 0x06, 0x0A
SEQUENCE, SET, GENERAL_STRING, GENERALIZED_TIME = 0x30, 0x31, 0x1B, 0x18


def tlv(tag: int, *parts: bytes) -> bytes:
    """A value of *parts*, with a length of two octets."""
    content = b"".join(parts)
    return bytes((tag, 0x82)) + len(content).to_bytes(2, "big") + content


def wide(tag: int, *parts: bytes) -> bytes:
    """A value of *parts*, with a length of four octets, as directory servers write it."""
    content = b"".join(parts)
    return bytes((tag, 0x84)) + len(content).to_bytes(4, "big") + content


def short(tag: int, content: bytes) -> bytes:
    """A value of less than 128 bytes, with a length of one octet."""
    return bytes((tag, len(content))) + content


def integer(number: int, tag: int = INTEGER) -> bytes:
    """A whole number in as few octets as hold it."""
    size = (number + (number < 0)).bit_length() // 8 + 1
    return short(tag, number.to_bytes(size, "big", signed=True))


def oid(numbers: Iterable[int]) -> bytes:
    """An object identifier of at least two numbers."""
    first, second, *rest = numbers
    content = bytes((40 * first + second,)) + b"".join(_base_128(number) for number in rest)
    return short(OID, content)


def _base_128(number: int) -> bytes:
    digits = [number & 0x7F]
    while number := number >> 7:
        digits.append(number & 0x7F | 0x80)
    return bytes(reversed(digits))
