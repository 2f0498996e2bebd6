"""Orders of a seat's own accord, and taking measures back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.exercise.commands.refusing import refused
from tests.exercise.trial import begun, do, kinds, on, trial
from twin.exercise.commands.orders import may_undo
from twin.exercise.engine import Engine
from twin.exercise.measures import measures_of

CUT: dict[str, Any] = {"response": "isolate_device", "target": "amr-002"}


@pytest.fixture
def engine() -> Engine:
    """Half a minute in."""
    return begun(to_s=30)


def test_an_order_acts_on_the_hub(engine: Engine) -> None:
    """As a measure of that seat."""
    (event,) = do(engine, "soc", "order", **CUT, reason="to be sure")
    assert event.body == {**CUT, "reason": "to be sure"}
    on(engine, 70)
    assert [(each.by, each.state) for each in measures_of(engine)] == [("soc", "applied")]


def test_a_seat_orders_what_its_role_may(engine: Engine) -> None:
    """Others nothing at all; whatever is no response neither."""
    assert refused(engine, "ic", "order", **CUT).code == "not-for-this-seat"
    fault = refused(engine, "soc", "order", response="stop_fleet", target="amr")
    assert (fault.code, "isolate_device" in fault.remedy) == ("not-for-this-seat", True)
    for response in (None, "", ["isolate_device"], "no_such"):
        assert refused(engine, "soc", "order", response=response, target="amr-002").code == "not-for-this-seat"


@pytest.mark.parametrize("target", ["amr-099", "chill-1", "implant-01", "hvac-cloud", "amr-001>dc-01"])
def test_a_target_is_something_that_the_response_acts_on(engine: Engine, target: str) -> None:
    """An asset that nobody knows of is refused in the words for one that there is not."""
    fault = refused(engine, "soc", "order", response="isolate_device", target=target)
    assert (fault.code, fault.message) == ("wrong-target", f"isolate_device does not act on {target!r}")
    assert "implant-01" not in fault.remedy


def test_a_target_is_named(engine: Engine) -> None:
    """In a word or two."""
    assert refused(engine, "soc", "order", response="isolate_device").code == "missing-value"
    assert refused(engine, "soc", "order", response="isolate_device", target="a" * 300).code == "wrong-length"


def test_a_flow_and_an_account_are_written_freely(engine: Engine) -> None:
    """Of names that are known."""
    assert kinds(do(engine, "soc", "order", response="block_flow", target="amr-001>dc-01:smb")) == [("ordered", "")]
    assert refused(engine, "soc", "order", response="block_flow", target="amr-001>nobody").code == "wrong-target"
    assert refused(engine, "soc", "order", response="block_flow", target="*>*").code == "wrong-target"


def test_nothing_is_ordered_twice(engine: Engine) -> None:
    """Neither at the same moment, nor while it is decided or in force; taken back, it can be ordered again."""
    do(engine, "soc", "order", **CUT)
    assert "ordered already" in refused(engine, "soc", "order", **CUT).message
    on(engine, 31)
    assert "number 1" in refused(engine, "soc", "order", **CUT).message
    on(engine, 70)
    assert "number 1" in refused(engine, "soc", "order", **CUT).message
    do(engine, "soc", "undo", "1")
    on(engine, 71)
    assert kinds(do(engine, "soc", "order", **CUT)) == [("ordered", "")]


def test_what_is_in_force_is_taken_back_once(engine: Engine) -> None:
    """Before it is in force, twice, or after it was taken back: no."""
    assert refused(engine, "soc", "undo", "1").code == "missing-reference"
    do(engine, "soc", "order", **CUT)
    on(engine, 40)
    assert "is decided, not in force" in refused(engine, "soc", "undo", "1").message
    on(engine, 70)
    do(engine, "soc", "undo", "1")
    assert "is being taken back" in refused(engine, "soc", "undo", "1").message
    on(engine, 75)
    assert "is undone" in refused(engine, "soc", "undo", "1").message


def test_a_refusal_names_no_measure_that_the_seat_may_not_know(engine: Engine) -> None:
    """A desk that sees its inbox alone is told the same of every number; others hear what they may take back."""
    do(engine, "soc", "order", **CUT)
    before = refused(engine, "desk", "undo", "1")
    on(engine, 70)
    for number in ("1", "2"):
        assert refused(engine, "desk", "undo", number) == before
    assert (before.code, before.remedy) == ("not-for-this-seat", "ask the facilitator")
    assert refused(engine, "ic", "undo", "7").remedy == "you may take back: none"
    assert refused(engine, "soc", "undo", "7").remedy == "you may take back: 1"


def test_a_seat_that_may_order_and_sees_no_decisions_hears_of_its_own_measures_alone() -> None:
    """Another's number is as unknown to it as one that there is not."""
    sees = {"desk": ["inbox"], "soc": ["inbox", "decisions"], "ic": ["inbox"]}
    may = {"desk": ["block_flow"], "soc": ["isolate_device"], "ic": []}
    engine = begun(trial(roles=[{"id": id_, "title": id_, "sees": sees[id_], "may": may[id_]} for id_ in sees]), 30)
    do(engine, "soc", "order", **CUT)
    do(engine, "desk", "order", response="block_flow", target="amr-001>dc-01:smb")
    on(engine, 70)
    mine = next(each.number for each in measures_of(engine) if each.by == "desk")
    other, none = (refused(engine, "desk", "undo", str(number)) for number in (3 - mine, 3))
    assert (other.code, other.remedy) == (none.code, none.remedy) == ("missing-reference", f"you may take back: {mine}")
    assert kinds(do(engine, "desk", "undo", str(mine))) == [("undone", str(mine))]


def test_who_may_take_a_measure_back(engine: Engine) -> None:
    """Whose it is, who may order it, and who leads; nobody else."""
    do(engine, "soc", "order", **CUT)
    on(engine, 70)
    (measure,) = measures_of(engine)
    allowed = [
        seat for seat in ("soc", "ic", "desk", "facilitator", "cofacilitator") if may_undo(engine, seat, measure)
    ]
    assert allowed == ["soc", "facilitator", "cofacilitator"]
    assert refused(engine, "ic", "undo", "1").code == "not-for-this-seat"
    assert kinds(do(engine, "facilitator", "undo", "1")) == [("undone", "1")]
