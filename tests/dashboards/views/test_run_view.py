"""A run on a page."""

from __future__ import annotations

from typing import cast

import pytest

from dashboards.views.run_view import RunView, view_of_run
from tests.dashboards.synthetic import synthetic_run
from twin.lab.replay_codec import unpack
from twin.lab.run import Run, attack_steps


@pytest.fixture(scope="module")
def view() -> RunView:
    """The view of a synthetic run."""
    made = synthetic_run("zones")
    made.alerts, made.decisions = made.log.records("alert"), made.log.records("decision")
    made.attack = attack_steps(made.log)
    return view_of_run(cast("Run", made), "twin run compromised-robot")


def test_lists_are_newest_first_in_clock_time(view: RunView) -> None:
    """The reader sees what happened last on top."""
    assert [row["Time"] for row in view.alerts] == ["08:53:00", "08:47:00", "08:45:00"]
    assert view.decisions[0]["Phase"] == "undone"


def test_a_step_without_effect_says_none(view: RunView) -> None:
    """None and an empty cell are different things."""
    assert {row["Step"]: row["Effect"] for row in view.steps} == {
        "foothold": "none", "tamper": "08:41:00", "scan": "none", "spread": "none",
    }  # fmt: skip


def test_the_replay_is_of_this_run(view: RunView) -> None:
    """The picture and the lists tell of the same run."""
    header, _ = unpack(view.payload)
    assert header["digest"] == view.digest
    assert len(header["alerts"]) == len(view.alerts)
