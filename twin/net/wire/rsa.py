"""RSA keys that follow from a name, and signatures by them that any tool can verify.

A capture is a function of its run, so the keys in its certificates are one of their owner's name: primes are the first
ones above numbers that a hash makes of the name. Such keys protect nothing and are not meant to.

Sources: RFC 8017, sections 3 (keys), 5.2.1 and 8.2 (signature, PKCS #1 v1.5) and 9.2 (the prefix of SHA-256); FIPS
186-5, appendix B.3 (Miller-Rabin test) and A.1.3 (sizes of primes).
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import NamedTuple

from twin.net.wire.filler import noise

EXPONENT = 65_537
BITS = 2_048
_PRIME_BYTES = BITS // 16
_SMALL = tuple(n for n in range(3, 2_000, 2) if all(n % d for d in range(3, int(n**0.5) + 1, 2)))
_WITNESSES = (2, 3, 5, 7, 11, 13)
_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")


class Key(NamedTuple):
    """A modulus and its factors."""

    modulus: int
    p: int
    q: int


@cache
def key_of(owner: str) -> Key:
    """The key of *owner*, :data:`BITS` long."""
    p, q = _prime(f"{owner}/p"), _prime(f"{owner}/q")
    return Key(p * q, p, q)


def sign(key: Key, message: bytes) -> bytes:
    """Signature over *message*, as long as the modulus; the remainders of both primes are found apart and joined."""
    padded = _SHA256 + hashlib.sha256(message).digest()
    number = int.from_bytes(b"\x00\x01" + b"\xff" * (BITS // 8 - 3 - len(padded)) + b"\x00" + padded, "big")
    secret = pow(EXPONENT, -1, (key.p - 1) * (key.q - 1))
    by_p, by_q = pow(number, secret % (key.p - 1), key.p), pow(number, secret % (key.q - 1), key.q)
    signed = by_q + key.q * ((by_p - by_q) * pow(key.q, -1, key.p) % key.p)
    return signed.to_bytes(BITS // 8, "big")


def _prime(purpose: str) -> int:
    """The first prime above a number with its two highest bits set, with which the exponent has an inverse."""
    number = int.from_bytes(noise(0, f"rsa/{purpose}", _PRIME_BYTES), "big") | 3 << (8 * _PRIME_BYTES - 2) | 1
    while (number - 1) % EXPONENT == 0 or not _is_prime(number):
        number += 2
    return number


def _is_prime(number: int) -> bool:
    """Whether *number*, odd and large, has no small factor and passes the test of Miller and Rabin."""
    if any(number % small == 0 for small in _SMALL):
        return False
    twos = (number - 1 & 1 - number).bit_length() - 1
    return all(_passes(number, witness, twos) for witness in _WITNESSES)


def _passes(number: int, witness: int, twos: int) -> bool:
    power = pow(witness, number - 1 >> twos, number)
    if power in (1, number - 1):
        return True
    for _ in range(twos - 1):
        power = power * power % number
        if power == number - 1:
            return True
    return False
