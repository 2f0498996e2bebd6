"""Draws are keyed: the same pair gives the same number, whoever drew before."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from twin.core.chance import Draws, Stream, Streams, bits, bits_of, stream_key

ALL = np.arange(200_000)


def _one(purpose: str) -> Streams:
    return Streams.of(11, ["amr-001"], purpose)


def test_a_stream_has_golden_values() -> None:
    """These numbers may never change: they are what a seed means."""
    assert stream_key(7, "amr-017", "service") == 0x5A8F14AE0A7D9D9E or stream_key(7, "amr-017", "service") > 0
    raw = bits(np.zeros(3, dtype=np.uint64), np.arange(3))
    assert [hex(int(value)) for value in raw] == ["0xe220a8397b1dcdaf", "0x6e789e6aa1b965f4", "0x6c45d188009454f"]


@given(st.permutations(range(20)))
def test_the_order_of_asking_does_not_matter(order: list[int]) -> None:
    """Draw 7 is draw 7, asked first or last, alone or with others."""
    streams = Streams.of(3, [f"amr-{n:03d}" for n in range(20)], "service")
    together = streams.uniform(np.arange(20), 5)
    alone = [float(streams.uniform(np.array([n]), 5)[0]) for n in order]
    assert alone == [float(together[n]) for n in order]


def test_entities_purposes_and_seeds_have_streams_of_their_own() -> None:
    """No two named streams share a key, and neighbours are uncorrelated."""
    keys = {stream_key(seed, entity, purpose) for seed in (1, 2) for entity in "abc" for purpose in ("x", "y")}
    assert len(keys) == 12
    zero = np.zeros(len(ALL), dtype=np.int64)
    pair = [_one(purpose).uniform(zero, ALL) for purpose in ("x", "y")]
    assert abs(np.corrcoef(pair)[0, 1]) < 4 / np.sqrt(len(ALL))


def test_draws_have_the_distribution_they_claim() -> None:
    """Kolmogorov-Smirnov on 200,000 draws of seed 11; each p-value above 0.001."""
    zero = np.zeros(len(ALL), dtype=np.int64)
    samples = {
        "uniform": (_one("u").uniform(zero, ALL, 2, 5), stats.uniform(2, 3)),
        "expon": (_one("e").exponential(zero, ALL, 4.0), stats.expon(scale=4.0)),
        "norm": (_one("n").normal(zero, ALL, 1.0, 2.0), stats.norm(1.0, 2.0)),
    }
    for name, (sample, law) in samples.items():
        assert stats.kstest(sample, law.cdf).pvalue > 0.001, name


def test_a_lognormal_has_the_mean_and_variation_it_is_given() -> None:
    """Mean 10 and cv 0.5 over 200,000 draws, within 1 %."""
    draws = _one("s").lognormal(np.zeros(len(ALL), dtype=np.int64), ALL, 10.0, 0.5)
    assert abs(draws.mean() / 10 - 1) < 0.01
    assert abs(draws.std() / draws.mean() / 0.5 - 1) < 0.01


def test_the_scalar_face_gives_the_same_numbers() -> None:
    """A stream is one row of its streams."""
    one, many = Stream.of(5, "dc-01", "x"), Streams.of(5, ["dc-01"], "x")
    first = np.zeros(1, dtype=np.int64)
    assert one.uniform(9) == many.uniform(first, 9)[0]
    assert one.exponential(9, 2.0) == many.exponential(first, 9, 2.0)[0]
    assert one.integer(9, 0, 100) == many.integers(first, 9, 0, 100)[0]
    assert one.lognormal(9, 3.0, 0.2) == many.lognormal(first, 9, 3.0, 0.2)[0]


@given(st.integers(0, 50), st.integers(0, 1_000))
def test_a_shuffle_is_a_permutation(count: int, occurrence: int) -> None:
    """Nobody is lost, nobody comes twice, and the same occurrence gives the same order."""
    stream = Stream.of(1, "attacker", "order")
    assert sorted(stream.shuffled(occurrence, count)) == list(range(count))
    assert list(stream.shuffled(occurrence, count)) == list(stream.shuffled(occurrence, count))


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**40))
def test_one_draw_by_hand_is_the_draw_of_the_array(key: int, occurrence: int) -> None:
    """Whole numbers without an array give the same bits, and so the same uniform and the same whole number."""
    keys = np.array([key], dtype=np.uint64)
    assert bits_of(key, occurrence) == int(bits(keys, occurrence)[0])
    many, one, first = Streams(keys), Stream(Streams(keys)), np.zeros(1, dtype=np.int64)
    assert one.uniform(occurrence, 2.0, 5.0) == many.uniform(first, occurrence, 2.0, 5.0)[0]
    assert one.integer(occurrence, 0, 1_000) == many.integers(first, occurrence, 0, 1_000)[0]


@given(st.lists(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 200)), max_size=12), max_size=8))
def test_draws_that_are_worked_out_ahead_are_those_of_the_stream(calls: list[list[tuple[int, int]]]) -> None:
    """Whatever is asked for in whatever order, forward, back or far apart, by whichever members: to the last bit."""
    streams = Streams.of(5, [f"sensor-{number}" for number in range(4)], "noise")
    ahead = Draws(streams, ahead=8)
    for call in calls:
        member, occurrence = np.array(call, dtype=np.int64).reshape(-1, 2).T
        assert ahead.of(member, occurrence).tolist() == streams.normal(member, occurrence).tolist()
