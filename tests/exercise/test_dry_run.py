"""A dry run: the exercise with nobody acting."""

from __future__ import annotations

from functools import lru_cache

from tests.exercise.trial import SPAN_S, trial
from twin.exercise.dry_run import DryRun, dry_run


@lru_cache(maxsize=1)
def ran() -> DryRun:
    """The trial."""
    return dry_run(trial())


def test_it_says_what_fires_when_nobody_acts() -> None:
    """By time, after another one, by a metric, by silence; what goes by hand does not."""
    assert ran().fired["first"] == 20_000_000
    assert ran().fired["second"] == 50_000_000
    assert "silence" in ran().fired
    assert "knock" not in ran().fired
    assert "last" not in ran().opened
    assert ran().opened["cut"] > ran().fired["first"]


def test_it_ends_with_the_story_and_rates_what_nobody_did() -> None:
    """Unable to be performed."""
    assert ran().ends_us == SPAN_S * 1_000_000
    assert set(ran().ratings.values()) == {"U"}
    assert ran().metrics["loss_eur"] is not None


def test_progress_is_told_to_the_end() -> None:
    """The share that is done, never less than before."""
    told: list[float] = []
    dry_run(trial(), told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
