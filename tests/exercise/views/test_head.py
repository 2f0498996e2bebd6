"""The head of a view: which exercise, its clock, and whose view it is."""

from __future__ import annotations

from tests.exercise.trial import WALL, begun, do, trial
from twin.exercise.engine import Engine
from twin.exercise.views import view


def test_the_clock_is_the_hubs() -> None:
    """Time of day, seconds since the start, and when it ends."""
    head = view(begun(to_s=61.5), "desk")["exercise"]
    assert (head["clock"], head["sim_s"], head["ends_s"], head["speed"]) == ("08:01:01", 61.5, 360.0, 1.0)
    assert head["module"] == {"id": "one", "title": "One", "minutes": 5.0}


def test_the_status_goes_from_waiting_to_finished() -> None:
    """In four words."""
    engine = Engine(trial(), WALL)
    assert view(engine, "facilitator")["exercise"]["status"] == "waiting"
    seen = [view(engine, "ic")["exercise"]["status"]]
    for kind in ("resume", "pause", "finish"):
        do(engine, "facilitator", kind)
        seen.append(view(engine, "ic")["exercise"]["status"])
    assert seen == ["waiting", "running", "paused", "finished"]


def test_the_version_rises_with_every_event() -> None:
    """So that a page knows that something is new."""
    engine = begun()
    before = view(engine, "ic")["exercise"]["version"]
    do(engine, "soc", "ask", text="who is there")
    assert view(engine, "ic")["exercise"]["version"] == before + 1


def test_the_seat_knows_itself() -> None:
    """Its title, what it sees and may, and who sits there."""
    engine = begun()
    do(engine, "soc", "join", name="Ana")
    seat = view(engine, "soc")["seat"]
    assert (seat["id"], seat["kind"], seat["title"], seat["names"]) == ("soc", "player", "Analyst", ["Ana"])
    assert "isolate_device" in seat["may"]


def test_the_end_of_the_hub_has_its_clock_time() -> None:
    """So that who leads can plan the last minutes."""
    assert view(begun(), "facilitator")["exercise"]["ends_clock"] == "08:06:00"
