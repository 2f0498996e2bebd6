"""Chance: draws are keyed, not taken in turn.

A draw is a pure function of (seed, entity, purpose, occurrence): the third service time of ``pick-02`` is the same
number whoever drew before it, in whatever order, window or process. That is what makes two postures comparable pair by
pair: common random numbers hold by construction, not by care.

A stream is a 64-bit key, and draw *n* is SplitMix64 at position *n* of that stream. Transforms use
:mod:`twin.core.elementary`, so that a golden value outlives a numpy release and a processor.

Sources: G. L. Steele, D. Lea, C. H. Flood, Fast splittable pseudorandom number generators, OOPSLA 2014 (SplitMix64
and its constants); J. K. Salmon et al., Parallel random numbers: as easy as 1, 2, 3, SC 2011 (counter-based draws);
common random numbers: A. M. Law, Simulation Modeling and Analysis, 5th ed., section 11.2.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from twin.core import elementary
from twin.core.elementary import Floats

Keys = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_ONE, _SHIFT_1, _SHIFT_2, _SHIFT_3, _DROPPED = (np.uint64(number) for number in (1, 30, 27, 31, 11))
_GOLDEN_INT, _MIX_1_INT, _MIX_2_INT = int(_GOLDEN), int(_MIX_1), int(_MIX_2)
_WORD = (1 << 64) - 1
_TO_UNIT = 2.0**-53


def stream_key(seed: int, entity: str, purpose: str) -> int:
    """The 64-bit key of one named stream, such as ``(7, "amr-017", "service")``."""
    digest = hashlib.blake2b(f"{seed}/{entity}/{purpose}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def bits(keys: Keys, occurrence: Ints | int) -> Keys:
    """64 random bits for each pair of *keys* and *occurrence* (broadcast)."""
    z: Keys = np.atleast_1d(occurrence).astype(np.uint64)
    z += _ONE
    z *= _GOLDEN
    z = z + keys
    z ^= z >> _SHIFT_1
    z *= _MIX_1
    z ^= z >> _SHIFT_2
    z *= _MIX_2
    z ^= z >> _SHIFT_3
    return z


def bits_of(key: int, occurrence: int) -> int:
    """64 random bits of one pair: :func:`bits` for whole numbers, without an array."""
    z = (key + (occurrence + 1) * _GOLDEN_INT) & _WORD
    z = ((z ^ (z >> 30)) * _MIX_1_INT) & _WORD
    z = ((z ^ (z >> 27)) * _MIX_2_INT) & _WORD
    return z ^ (z >> 31)


@dataclass(frozen=True)
class Streams:
    """The streams of one purpose for many entities, drawn from as arrays.

    Every method takes ``member`` (indices into the entities, shape (n,)) and ``occurrence`` (shape (n,) or scalar), and
    gives shape (n,). The same pair gives the same number for ever.
    """

    keys: Keys

    @classmethod
    def of(cls, seed: int, entities: Iterable[str], purpose: str) -> Streams:
        """One stream for each of *entities*."""
        return cls(np.fromiter((stream_key(seed, entity, purpose) for entity in entities), dtype=np.uint64))

    def bits(self, member: Ints, occurrence: Ints | int) -> Keys:
        """64 random bits a draw."""
        return bits(self.keys[member], occurrence)

    def uniform(self, member: Ints, occurrence: Ints | int, low: float = 0.0, high: float = 1.0) -> Floats:
        """Uniform on the open interval (low, high)."""
        raw = self.bits(member, occurrence) >> _DROPPED
        return low + (high - low) * ((raw.astype(np.float64) + 0.5) * _TO_UNIT)

    def exponential(self, member: Ints, occurrence: Ints | int, mean: float) -> Floats:
        """Exponential with *mean*."""
        return -mean * elementary.log(self.uniform(member, occurrence))

    def normal(self, member: Ints, occurrence: Ints | int, mean: float = 0.0, sd: float = 1.0) -> Floats:
        """Normal with *mean* and standard deviation *sd*."""
        return mean + sd * elementary.normal_quantile(self.uniform(member, occurrence))

    def lognormal(self, member: Ints, occurrence: Ints | int, mean: float, cv: float) -> Floats:
        """Lognormal given by its own *mean* and coefficient of variation *cv*."""
        variance = elementary.log(np.array([1.0 + cv * cv]))[0]
        location = elementary.log(np.array([mean]))[0] - variance / 2.0
        return elementary.exp(location + float(np.sqrt(variance)) * self.normal(member, occurrence))

    def integers(self, member: Ints, occurrence: Ints | int, low: int, high: int) -> Ints:
        """Whole numbers in [low, high)."""
        return (low + (self.uniform(member, occurrence) * (high - low))).astype(np.int64)


@dataclass(frozen=True)
class Stream:
    """One entity's stream for one purpose: the scalar face of :class:`Streams`."""

    many: Streams

    @classmethod
    def of(cls, seed: int, entity: str, purpose: str) -> Stream:
        """The stream named *entity*/*purpose* under *seed*."""
        return cls(Streams.of(seed, [entity], purpose))

    def uniform(self, occurrence: int, low: float = 0.0, high: float = 1.0) -> float:
        """Uniform on (low, high)."""
        raw = bits_of(int(self.many.keys[0]), occurrence) >> 11
        return low + (high - low) * ((raw + 0.5) * _TO_UNIT)

    def exponential(self, occurrence: int, mean: float) -> float:
        """Exponential with *mean*."""
        return float(self.many.exponential(_FIRST, occurrence, mean)[0])

    def normal(self, occurrence: int, mean: float = 0.0, sd: float = 1.0) -> float:
        """Normal with *mean* and *sd*."""
        return float(self.many.normal(_FIRST, occurrence, mean, sd)[0])

    def lognormal(self, occurrence: int, mean: float, cv: float) -> float:
        """Lognormal with its own *mean* and *cv*."""
        return float(self.many.lognormal(_FIRST, occurrence, mean, cv)[0])

    def integer(self, occurrence: int, low: int, high: int) -> int:
        """Whole number in [low, high)."""
        return int(low + self.uniform(occurrence) * (high - low))

    def shuffled(self, occurrence: int, count: int) -> Ints:
        """A permutation of ``range(count)``; one occurrence is one shuffle."""
        base = np.int64(occurrence) * np.int64(1 << 32)
        draws = bits(self.many.keys[0] * np.ones(count, dtype=np.uint64), base + np.arange(count, dtype=np.int64))
        return np.argsort(draws, kind="stable").astype(np.int64)


_FIRST = np.zeros(1, dtype=np.int64)


class Draws:
    """Standard normal draws of *streams* that are taken one occurrence after the other, worked out many at once."""

    def __init__(self, streams: Streams, ahead: int = 32) -> None:
        self._streams, self._ahead = streams, ahead
        self._first: Ints = np.full(len(streams.keys), -ahead, dtype=np.int64)
        self._known = np.zeros((len(streams.keys), ahead))

    def of(self, member: Ints, occurrence: Ints) -> Floats:
        """What ``streams.normal(member, occurrence)`` gives, all shape (n,)."""
        place: Ints = occurrence - self._first[member]
        beyond = ((place < 0) | (place >= self._ahead)).nonzero()[0]
        if len(beyond):
            return self._look_ahead(member, occurrence, beyond)
        drawn: Floats = self._known[member, place]
        return drawn

    def _look_ahead(self, member: Ints, occurrence: Ints, beyond: Ints) -> Floats:
        """Learn what comes for those *beyond* what is known; where that does not reach, ask the streams."""
        who, at = np.unique(member[beyond], return_index=True)
        self._first[who] = occurrence[beyond[at]]
        number = self._first[who][:, None] + np.arange(self._ahead, dtype=np.int64)
        found = self._streams.normal(who.repeat(self._ahead), number.reshape(-1))
        self._known[who] = found.reshape(-1, self._ahead)
        place = occurrence - self._first[member]
        if ((place < 0) | (place >= self._ahead)).any():
            return self._streams.normal(member, occurrence)
        drawn: Floats = self._known[member, place]
        return drawn
