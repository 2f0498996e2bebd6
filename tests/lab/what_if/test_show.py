"""What-if in words."""

from __future__ import annotations

import pytest

from twin.core.units import MINUTE_US
from twin.lab.recipe import Recipe
from twin.lab.what_if import read_moves, what_if
from twin.lab.what_if.first_change import Change
from twin.lab.what_if.show import apart, show_what_if

BRIEF = Recipe("quiet-day", "unwatched", hours=0.05)


def test_it_says_what_was_decided_what_changed_first_and_what_it_changed(capsys: pytest.CaptureFixture[str]) -> None:
    """In this order, with a word on how much one seed says."""
    show_what_if(what_if(BRIEF, read_moves(["isolate:amr-001@00:01"]), workers=1))
    told = capsys.readouterr().out
    places = [told.index(words) for words in ("isolate_device on amr-001", "What changed first", "needs_contained")]
    assert places == sorted(places)
    assert "--seeds 20" in told


def test_it_says_that_nothing_changed(capsys: pytest.CaptureFixture[str]) -> None:
    """No table of nothing."""
    show_what_if(what_if(BRIEF, (), workers=1))
    assert "the same to the last bit" in capsys.readouterr().out


def clock(time_us: int) -> str:
    """Minutes of the story."""
    return f"00:{time_us // MINUTE_US:02}"


def test_what_changed_first_is_for_people() -> None:
    """No identities; times by the clock, durations and numbers short."""
    flow = {"flow": 18_434_400_000_000_000_000, "src": "ws-04", "duration_us": 580_304_000, "value": 1234.5678}
    assert apart(Change("flow", 0, flow, None), clock) == ("src ws-04, duration 9 min 40 s, value 1,235", "nothing")
    order = {"order": 7, "due": 8 * MINUTE_US}
    later = {"order": 7, "due": 1 << 61}
    assert apart(Change("order_in", 0, order, later), clock) == ("due 00:08", "due never")
    label = {"flow": 1, "step": "lock", "delivered": True}
    assert apart(Change("label", 0, label, {**label, "delivered": False}), clock) == ("delivered yes", "delivered no")
    assert apart(Change("label", 0, label, {**label, "flow": 2}), clock)[1] == "the same, as another one"
    assert apart(Change("label", 0, label, label), clock)[1] == "the same, at another time"
