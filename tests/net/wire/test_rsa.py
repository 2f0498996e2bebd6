"""RSA keys by name, and signatures that verify by the public half alone."""

from __future__ import annotations

import hashlib

from twin.net.wire.rsa import BITS, EXPONENT, key_of, sign


def test_a_key_has_its_full_length_and_two_primes() -> None:
    """Fermat's test with a base that was not used to find them."""
    key = key_of("lenscape")
    assert key.modulus.bit_length() == BITS
    assert key.p * key.q == key.modulus
    assert pow(17, key.p - 1, key.p) == pow(17, key.q - 1, key.q) == 1


def test_two_owners_have_two_keys_and_one_owner_has_one() -> None:
    """By the name alone."""
    assert key_of("lenscape") == key_of("lenscape")
    assert key_of("lenscape").modulus != key_of("brewtech").modulus


def test_a_signature_opens_with_the_public_exponent() -> None:
    """And shows the padded hash of what was signed (RFC 8017, section 9.2)."""
    key, message = key_of("lenscape"), b"what was signed"
    opened = pow(int.from_bytes(sign(key, message), "big"), EXPONENT, key.modulus).to_bytes(BITS // 8, "big")
    assert opened.startswith(b"\x00\x01\xff\xff")
    assert opened.endswith(hashlib.sha256(message).digest())
