"""Keyed draws one by one, in plain Python integers: what :mod:`twin.core.chance` does for arrays.

Source: SplitMix64 as published by Steele, Lea and Flood (2014); the key is a hash of "seed/entity/purpose".
"""

from __future__ import annotations

import hashlib

import numpy as np

from twin.core import elementary

_MASK = (1 << 64) - 1


class Draws:
    """The stream of one entity for one purpose."""

    def __init__(self, seed: int, entity: str, purpose: str) -> None:
        name = f"{seed}/{entity}/{purpose}".encode()
        self._key = int.from_bytes(hashlib.blake2b(name, digest_size=8).digest(), "little")

    def bits(self, number: int) -> int:
        """64 random bits: draw *number*."""
        z = (self._key + (number + 1) * 0x9E3779B97F4A7C15) & _MASK
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        return z ^ (z >> 31)

    def uniform(self, number: int) -> float:
        """Uniform on (0, 1)."""
        return ((self.bits(number) >> 11) + 0.5) * 2.0**-53

    def normal(self, number: int) -> float:
        """Standard normal, by the quantile."""
        return float(elementary.normal_quantile(np.array([self.uniform(number)]))[0])
