"""Differences are counted pair by pair; equal sides differ in nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lab.detection.seen import alert, seen
from twin.lab.detection.diff import Difference, Differs, Pair, differences, subjects_of
from twin.lab.detection.results import RunSeen


def _pairs(*times: tuple[float | None, float | None]) -> list[Pair]:
    """A pair of runs for each pair of times to detect."""

    def run(seed: int, after_s: float | None) -> RunSeen:
        return seen(seed, *([] if after_s is None else [alert(after_s)]))

    return [(run(n, one), run(n, two)) for n, (one, two) in enumerate(times, 1)]


def _only(pairs: list[Pair], mute: dict[str, str] | None = None) -> Differs:
    (found,) = differences(pairs, {"scan": "Scan"}, mute or {})
    return found


@given(st.lists(st.one_of(st.none(), st.floats(1, 100)), max_size=6))
def test_equal_sides_differ_in_nothing(times: list[float | None]) -> None:
    """Whatever was detected when."""
    assert list(differences(_pairs(*((time, time) for time in times)), {}, {})) == []


def test_a_rule_that_fires_no_more_is_worse() -> None:
    """With the exact p, the seeds and the asset."""
    found = _only(_pairs(*[(10.0, None)] * 6))
    assert (found.only_first, found.only_second, found.worse) == (6, 0, True)
    assert found.p == pytest.approx(2 / 2**6)
    assert found.words[0] == "fires no more: 6 of 6 runs before, none now (McNemar p 0.031)"
    assert dict(found.lost) == {"coffee-01": 6}
    assert found.seeds[0] == "coffee-machine, zones, seed 1"


def test_a_rule_that_fires_newly_is_not_worse() -> None:
    """The same numbers the other way round."""
    found = _only(_pairs(*[(None, 10.0)] * 6))
    assert found.words[0].startswith("fires newly: none of 6 runs before, 6 now")
    assert not found.worse


def test_slower_is_judged_on_pairs_that_both_detected() -> None:
    """A constant delay has an interval of no width; a lost seed is not a delay."""
    found = _only(_pairs((10.0, 15.0), (20.0, 25.0), (5.0, None)))
    assert (found.delay.mean, found.delay.lo, found.delay.n) == (5.0, 5.0, 2)
    assert found.slower
    assert "slower by 5 s (95 % 5 to 5, n = 2)" in found.words
    assert not _only(_pairs((10.0, 5.0), (20.0, 15.0))).worse


def test_noise_is_that_of_quiet_days() -> None:
    """Alerts that only one side raised decide; wrong ones in attacked runs are told beside it."""
    false = alert(1, entity="ws-01", right=False)
    quiet = [(replace(seen(n), benign=True, steps=()), replace(seen(n, false), benign=True, steps=())) for n in (1, 2)]
    found = _only(quiet)
    assert (found.quiet_first, found.quiet_second, found.quiet_p, found.worse) == (0, 2, 0.5, True)
    assert found.words[0].startswith("noisier: 2 alerts in 0.05 quiet days, 0 before")
    found = _only([(seen(1), seen(1, false))])
    assert (found.wrong_second, found.worse) == (1, False)


def test_a_rule_that_can_match_nothing_any_more_is_worse() -> None:
    """Also where it had never fired."""
    found = _only(_pairs((None, None)), {"scan": "no such field"})
    assert found.worse
    assert found.words == ("can match nothing any more: no such field",)


def test_a_difference_is_green_on_something_only() -> None:
    """Nothing compared is 5, worse is 1; what so few runs can show is told."""
    same = Difference("a", "b", (), ("Scan",), 10, 10)
    assert (same.exit_code, same.least_change) == (0, 0.6)
    assert replace(same, runs=0).exit_code == 5
    assert replace(same, drift=("flow.rule",)).exit_code == 1
    assert Difference("a", "b", tuple(differences(_pairs((1.0, None)), {}, {})), (), 1, 1).exit_code == 1
    assert subjects_of(_pairs((1.0, None))) == {"scan"}
