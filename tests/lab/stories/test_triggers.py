"""Triggers in words: a time, a forerunner, an alert, a state, or a range."""

from __future__ import annotations

from typing import Any

import pytest

from tests.lab.stories.stories import step, story
from twin.core.units import MINUTE_US
from twin.lab.scenario import State, Varied
from twin.lab.stories.triggers import state_words, trigger_words, varied_words


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"at_us": 5 * MINUTE_US}, "at 08:35:00, 5 min 0 s after the start"),
        ({"after": "foothold"}, "as soon as foothold succeeds"),
        ({"after": "foothold", "delay_us": 2 * MINUTE_US}, "2 min 0 s after foothold succeeds"),
        ({"after": "foothold", "outcome": "failed"}, "as soon as foothold has failed"),
        ({"after": "spread", "on": ("won",)}, "as soon as spread takes an asset"),
        ({"alert_on": "amr-007"}, "when an alert accuses amr-007"),
        ({"state": State(quantity="temperature_c", of="chill-1", above=7)}, "when temperature_c of chill-1 is above 7"),
        (
            {"varied": (Varied(field="at_us", low=30 * MINUTE_US, high=50 * MINUTE_US),)},
            "between 09:00:00 and 09:20:00, drawn for each seed",
        ),
        (
            {"after": "a", "varied": (Varied(field="delay_us", low=MINUTE_US, high=2 * MINUTE_US),)},
            "1 min 0 s to 2 min 0 s after a succeeds",
        ),
    ],
)
def test_a_trigger_is_said_as_it_works(more: dict[str, Any], words: str) -> None:
    """One sentence a form."""
    assert trigger_words(story(), step("tamper", **more)) == words


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ({"above": 2.0, "below": 5.0}, "alerts of amr-007 is above 2 and below 5"),
        ({"between": (2.0, 5.0)}, "alerts of amr-007 is between 2 and 5"),
    ],
)
def test_a_state_has_its_bounds(bounds: dict[str, Any], words: str) -> None:
    """One, the other, or both."""
    assert state_words(State(quantity="alerts", of="amr-007", **bounds)) == words


def test_a_metric_is_of_the_run() -> None:
    """It has no owner."""
    assert state_words(State(quantity="metric", of="orders_late", above=3)) == "orders_late is above 3"


@pytest.mark.parametrize(
    ("varied", "words"),
    [
        (Varied(field="on", any_of="camera"), "on: any camera"),
        (Varied(field="on", choices=("ws-01", "ws-02")), "on: one of ws-01, ws-02"),
        (Varied(field="every_min", low=0.5, high=2), "every_min: from 0.5 to 2"),
        (Varied(field="delay_us", low=MINUTE_US, high=3 * MINUTE_US), "delay: from 1 min 0 s to 3 min 0 s"),
    ],
)
def test_a_range_says_what_is_drawn(varied: Varied, words: str) -> None:
    """A kind, a choice, numbers or times."""
    assert varied_words(varied) == words
