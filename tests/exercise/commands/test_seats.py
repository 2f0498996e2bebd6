"""Coming and going."""

from __future__ import annotations

from tests.exercise.commands.refusing import refused
from tests.exercise.trial import WALL, begun, do, kinds, trial
from twin.exercise.engine import Engine


def test_one_joins_before_it_begins_and_once() -> None:
    """A browser that is opened again is no second person."""
    engine = Engine(trial(), WALL)
    assert kinds(do(engine, "soc", "join", name="Ana")) == [("joined", "")]
    assert do(engine, "soc", "join", name="Ana") == []
    assert kinds(do(engine, "projector", "join", name="Wall")) == [("joined", "")]


def test_one_leaves_a_seat_that_one_has() -> None:
    """Who is not there cannot leave; what was done from the seat stays."""
    engine = begun()
    assert do(engine, "soc", "leave", name="Ana") == []
    do(engine, "soc", "join", name="Ana")
    assert kinds(do(engine, "soc", "leave", name="Ana")) == [("left", "")]


def test_one_has_a_name() -> None:
    """Of some length."""
    assert refused(begun(), "soc", "join", name=" ").code == "missing-value"
    assert refused(begun(), "soc", "join", name="A" * 81).code == "wrong-length"
