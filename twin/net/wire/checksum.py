"""The Internet checksum: ones' complement of the ones' complement sum of 16-bit words.

A ones' complement sum of words is the remainder modulo 65,535 of the whole taken as one long number, which a computer
finds in one division.

Sources: RFC 1071 (definition, byte order independence); RFC 768 (a sum of zero is sent as all ones).
"""

from __future__ import annotations


def total(octets: bytes) -> int:
    """Sum of the 16-bit words of *octets*, modulo 65,535; an odd last byte is followed by a zero."""
    number = int.from_bytes(octets, "big")
    return (number << 8 if len(octets) & 1 else number) % 0xFFFF


def checksum(words: int) -> int:
    """The checksum over something whose words sum to *words*."""
    return -words % 0xFFFF
