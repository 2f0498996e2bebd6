"""A detector before a kept run says what it says in a regression, and names its flows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.lab.detection.takes import TAKE
from twin.lab.detection.listen import choice_key, hear
from twin.lab.detection.sitting import Room, beats, first_right, open_room, sit
from twin.lab.detection.tapes import make_tape
from twin.lab.scenario import Choice


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    """A room with a short run of a scan."""
    root: Path = tmp_path_factory.mktemp("tapes")
    return open_room(make_tape(TAKE, root), TAKE)


@pytest.mark.parametrize("kind", ["scan", "allow_list", "sigma", "physical_residual"])
def test_it_says_the_same_as_in_a_regression(room: Room, kind: str) -> None:
    """The same rows at the same beats: the same alerts."""
    parameters = {"rules": ("ot",)} if kind == "sigma" else {}
    choice = Choice(kind=kind, parameters=parameters)
    assert sit(room, choice).alerts == hear(room.tape, TAKE, [choice])[choice_key(choice)].alerts


def test_it_names_every_flow_that_it_accuses(room: Room) -> None:
    """More than one an alert, each once, all of them in the log."""
    found = sit(room, Choice(kind="allow_list"))
    flows = room.readers["flow"].rows(0, room.readers["flow"].loaded)["flow"]
    assert len(found.flows) > len(found.alerts) > 0
    assert np.isin(found.flows, flows).all()
    assert len(np.unique(found.flows)) == len(found.flows)


def test_who_cannot_speak_says_why(room: Room) -> None:
    """No tap hangs on the serial bus."""
    found = sit(room, Choice(kind="bus_forensics"))
    assert "bus" in found.reason
    assert found.alerts == ()


def test_every_row_is_handed_over_once(room: Room) -> None:
    """Batches touch, and end with the run's last whole beat."""
    cut = list(beats(room, 20.0))
    assert [batch.from_us for batch in cut[1:]] == [batch.to_us for batch in cut[:-1]]
    rows = np.concatenate([batch.tables["flow"]["flow"] for batch in cut])
    known = room.readers["flow"].rows(0, room.readers["flow"].end(cut[-1].to_us))["flow"]
    assert (rows == known).all()


def test_the_first_right_alert_comes_after_the_moment_asked_for(room: Room) -> None:
    """And who says nothing is never right."""
    loud = sit(room, Choice(kind="scan"))
    first = first_right([loud], room.tape, 0)
    assert first == loud.alerts[0].time_us
    assert first_right([loud], room.tape, room.tape.truth.span_us + 1) is None
    assert first_right([sit(room, Choice(kind="never"))], room.tape, 0) is None
