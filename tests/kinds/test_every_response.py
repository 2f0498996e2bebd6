"""What every response on the shelf must do."""

from __future__ import annotations

import importlib
import io
import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from ruamel.yaml import YAML

from tests.measures import TARGETS, apply, hub, state
from tests.tiny_hub import ROBOTS, isolate, run_to, site, story
from twin.core.units import MINUTE_US
from twin.lab.scenario import Choice, Decision, Posture, ResponsePlan
from twin.lab.simulate import Simulated, simulate
from twin.plant.motion import TICK_US
from twin.responses import RESPONSES

kinds = pytest.mark.parametrize("kind", sorted(RESPONSES))
MINUTES = 12
COUNTERMEASURE = re.compile(r"D3-[A-Z]{2,4}")


@kinds
def test_it_survives_a_file(kind: str) -> None:
    """Written to YAML and read again it is equal."""
    response = RESPONSES[kind]()
    text = io.StringIO()
    YAML(typ="safe").dump(response.model_dump(mode="json"), text)
    assert RESPONSES[kind].model_validate(YAML(typ="safe").load(text.getvalue())) == response


@kinds
def test_it_refuses_parameters_it_does_not_know(kind: str) -> None:
    """A misspelt parameter is named, not ignored."""
    with pytest.raises(ValidationError, match="dealy_s"):
        RESPONSES[kind].model_validate({"dealy_s": 3})


@kinds
def test_its_file_teaches_and_names_its_sources(kind: str) -> None:
    """The module says what it does and where that is written; each parameter says what it is, and is a judgement."""
    assert re.search(r"^Sources: \S", importlib.import_module(f"twin.responses.{kind}").__doc__ or "", re.MULTILINE)
    fields = RESPONSES[kind].model_fields
    assert all(field.description for field in fields.values())
    assert all("[judgement]" in str(fields[name].description) for name in ("delay_s", "staff_min"))


@kinds
def test_its_countermeasure_is_one_or_none(kind: str) -> None:
    """An id of D3FEND, or nothing where it has none: it is about what people and machines do, not about bits."""
    found = RESPONSES[kind].countermeasure
    physical = {"local_thermostat", "manual_control", "restart_by_hand", "slow_fleet", "stop_fleet", "stop_robot"}
    assert bool(COUNTERMEASURE.fullmatch(found)) == (kind not in physical)


@kinds
def test_a_legal_target_is_not_refused_and_a_strange_one_is(kind: str) -> None:
    """The refusal says in words what is wrong, in a line."""
    world, response = hub(), RESPONSES[kind]()
    assert [response.refusal(world, target) for target in TARGETS[kind]] == [None, None]
    for strange in ("amr-0001", "", "nobody>nothing", "nobody@nowhere", "sw-9"):
        assert 5 < len(str(response.refusal(world, strange) or "")) < 400


@kinds
def test_it_changes_something_and_undo_restores_it_exactly(kind: str) -> None:
    """Rules, limits, accounts, keys, speeds and holds are what they were."""
    world = hub()
    before = state(world)
    undo = apply(world, kind, TARGETS[kind][0])
    assert state(world) != before
    undo()
    assert state(world) == before


@kinds
def test_two_are_undone_in_any_order(kind: str) -> None:
    """Undoing the first leaves the second in force, even on one target."""
    world = hub()
    before, (one, two) = state(world), TARGETS[kind]
    first, second = apply(world, kind, one), apply(world, kind, two)
    first()
    left = state(world)
    assert left != before
    second()
    assert state(world) == before
    apply(world, kind, two)
    assert _but_for_numbers(state(world)) == _but_for_numbers(left)


def _but_for_numbers(found: dict[str, object]) -> str:
    """A key that is handed out again is another key: its number says so."""
    return re.sub(r"#\d+", "#", str(found))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_measures_of_all_kinds_on_the_same_targets_are_undone_in_any_order(data: st.DataObject) -> None:
    """Whatever is begun and ended in whatever order: when nothing is in force any more, nothing has changed."""
    world = hub()
    before = state(world)
    force: dict[tuple[str, str], Callable[[], None]] = {}
    pairs = [(kind, target) for kind in sorted(RESPONSES) for target in TARGETS[kind]]
    for _ in range(data.draw(st.integers(1, 12), label="steps")):
        kind, target = data.draw(st.sampled_from(pairs), label="measure")
        if (kind, target) in force:
            force.pop((kind, target))()
        elif RESPONSES[kind]().refusal(world, target) is None:
            force[kind, target] = apply(world, kind, target)
    for measure in data.draw(st.permutations(sorted(force)), label="order"):
        force[measure]()
    assert state(world) == before


@kinds
def test_settling_the_world_is_left_to_the_session(kind: str) -> None:
    """A kind changes rules or state and nothing else: who calls it settles before and tells after, once for all."""
    world = hub()
    told: list[str] = []
    world.on_change.append(lambda: told.append("changed"))
    RESPONSES[kind]().apply(world, TARGETS[kind][0])()
    assert told == []


@kinds
def test_it_acts_and_ends_in_a_run_that_stays_whole(kind: str) -> None:
    """Orders are conserved, nobody is struck, and the decision is applied and undone; windows change nothing."""
    log = _run(kind, 1).log
    phases = [row["phase"] for row in log.records("decision") if row["response"] == kind]
    assert phases[:2] == ["decided", "applied"]
    assert phases[-1] == "undone"
    assert [row for row in log.records("incident") if row["incident"] == "contact"] == []
    given_in = {row["order"] for row in log.records("order_in")}
    ended = [row["order"] for table in ("order_out", "order_open") for row in log.records(table)]
    assert sorted(ended) == sorted(given_in)
    spent = [row["spent_us"] for row in log.records("robot_time")]
    assert min(spent) >= 0
    assert sum(spent) == len(ROBOTS) * (MINUTES * MINUTE_US - TICK_US)  # the last step falls on the end itself
    assert log.digest() == _run(kind, 60).log.digest()


def _run(kind: str, window_s: float) -> Simulated:
    """Twelve minutes of the tiny hub; from minute 3 to minute 8 with the measure."""
    target = TARGETS[kind][1] if kind in ("manual_control", "rate_limit", "restore_firmware") else TARGETS[kind][0]
    wanted = Choice(kind=kind, parameters={"delay_s": 0})
    measures = [
        Decision(at_us=3 * MINUTE_US, response=wanted, target=target),
        Decision(at_us=8 * MINUTE_US, undo=2 if kind == "restart_by_hand" else 1),
    ]
    decisions = ([isolate(target, 2)] if kind == "restart_by_hand" else []) + measures
    plan = ResponsePlan(analysts=0, clean_min=30)
    posture = Posture(format=1, name="test", title="Test", policy=Choice(kind="zones"), response=plan)
    return simulate(site(), story(hours=MINUTES / 60), posture, 1, decisions, window_s=window_s)


def test_the_tiny_hub_runs_on_after_everything_was_begun_and_ended() -> None:
    """All kinds at once, for a minute, and all taken back: the world goes on."""
    world = hub()
    undo = [apply(world, kind, TARGETS[kind][0]) for kind in sorted(RESPONSES)]
    run_to(world, 3)
    for back in undo:
        back()
    run_to(world, 6)
    assert world.network.quarantined().sum() == 0
