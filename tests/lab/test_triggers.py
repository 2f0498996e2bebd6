"""Triggers by state: looked at beat by beat, and begun once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.lab.worlds import built, run_to
from tests.tiny_hub import simulated
from twin.core.units import MINUTE_US, SECOND_US
from twin.lab.build import Built
from twin.lab.metrics import METRICS
from twin.lab.metrics.base import Evidence
from twin.lab.run import Run
from twin.lab.run import run as twin_run
from twin.lab.scenario import State, Step
from twin.lab.triggers import ONLY_AT_END, Triggers, unmeasured


def waiting(**state: Any) -> Step:
    """A step that waits for a state."""
    return Step(id="wait", kind="port_scan", on=("dc-01",), state=State(**state))


def begun(made: Built, step: Step, minutes: float, values: dict[str, float] | None = None) -> list[float]:
    """Minutes at which *step* began, with metrics that have *values*."""
    times: list[float] = []
    measure = (values or {}).get

    triggers = Triggers(made.world, measure, lambda _: times.append(made.world.clock.now_us / MINUTE_US))
    triggers.start([step])
    run_to(made, minutes)
    return times


def test_a_step_begins_once_at_the_first_beat_at_which_the_state_is_there() -> None:
    """The chill room is above 0 degrees all the time: at the first beat, and never again."""
    step = waiting(quantity="temperature_c", of="chill-1", above=0, every_us=90 * SECOND_US)
    assert begun(built(), step, 10) == [1.5]


def test_a_state_that_is_not_there_begins_nothing() -> None:
    """The chill room never is above 40 degrees."""
    assert begun(built(), waiting(quantity="temperature_c", of="chill-1", above=40), 10) == []


def test_quantities_are_those_of_the_plant() -> None:
    """Air of a cold room and of the server room, charge of a robot, alerts on an asset, any metric."""
    made = built()
    triggers = Triggers(made.world, {"orders_done": 7.0}.get, lambda _: None)
    for accused in ("ws-01", "ws-02", "ws-01"):
        triggers.alerted(accused)
    run_to(made, 3)
    plant = made.world.plant

    def value(quantity: str, of: str) -> float | None:
        return triggers.value(State.model_validate({"quantity": quantity, "of": of, "above": 0}))

    assert value("temperature_c", "chill-1") == plant.rooms.temperature_c[0, 0]
    assert 10 < (value("temperature_c", "server-room") or 0) < 40
    assert value("battery", "amr-003") == plant.fleet.batteries.share[2]
    assert (value("alerts", "ws-01"), value("alerts", "ws-03")) == (2, 0)
    assert (value("metric", "orders_done"), value("metric", "jams")) == (7.0, None)


def test_an_undefined_metric_is_no_state() -> None:
    """Neither above nor below anything."""
    assert unmeasured("orders_done") is None
    assert begun(built(), waiting(quantity="metric", of="time_to_detect_s", below=1e9), 5) == []
    assert begun(built(), waiting(quantity="metric", of="orders_done", above=3), 5, {"orders_done": 4}) == [1]


@pytest.mark.parametrize(
    ("bounds", "there"),
    [({"above": 2}, [3, 4, 5]), ({"below": 4}, [1, 2, 3]), ({"between": (1, 4)}, [2, 3]),
     ({"above": 3, "below": 5}, [4])],
)  # fmt: skip
def test_bounds_are_not_part_of_what_they_bound(bounds: dict[str, Any], there: list[int]) -> None:
    """Above is more than, below is less than, between is both."""
    state = State(quantity="alerts", of="ws-01", **bounds)
    assert [value for value in range(1, 6) if state.holds(value)] == there
    assert not state.holds(None)


@pytest.fixture(scope="module")
def short() -> Run:
    """Twelve minutes of an attack, with everything that a run leaves behind."""
    settings = ("plant.fleet.count=8", "plant.orders.per_hour=80")
    return twin_run("compromised-robot", "zones", seed=3, hours=0.3, settings=settings)


def test_only_metrics_that_are_there_before_the_end_can_be_waited_for(short: Run) -> None:
    """Without the tables that are written at the end, what is offered is defined, and what is not would be wrong."""
    log = _without(short)
    evidence = Evidence(log, short.site, short.story, short.posture, short.inventory, short.span_us)
    for name in METRICS:
        whole, early = short.metrics[name].value, METRICS[name]().measure(evidence)
        if name not in ONLY_AT_END and whole is not None:
            assert early is not None, name
        if name in ONLY_AT_END and whole and not name.startswith("loss_"):
            assert early != whole, name


AT_END = ("order_open", "queue_time", "robot_time", "energy", "need", "exogenous")


def _without(run: Run) -> Any:
    """The log of *run* as it was before its end: the tables that are written then are empty."""
    from twin.core.log import Log

    log = Log(run.log.names)
    log.truth_names = run.log.truth_names
    for name, store in run.log._stores.items():
        if name not in AT_END:
            log._stores[name] = store
    return log


@pytest.mark.parametrize(
    "state",
    [
        {"quantity": "temperature_c", "of": "chill-1", "above": 4.09, "every_us": 37 * SECOND_US},
        {"quantity": "battery", "of": "amr-001", "below": 0.572, "every_us": 37 * SECOND_US},
        {"quantity": "metric", "of": "orders_done", "above": 2, "every_us": 37 * SECOND_US},
    ],
)
def test_a_state_comes_at_the_same_time_in_every_window(state: dict[str, Any]) -> None:
    """The window is nobody's business: the digest is the same, and the step did begin, later than at once."""
    step = Step.model_validate({"id": "in", "kind": "service_port", "on": ("coffee-01",), "state": state})
    logs = [simulated(step, minutes=8, window_s=window_s).log for window_s in (1, 10, 60)]
    assert len({log.digest() for log in logs}) == 1
    (begun_us,) = [row["time"] for row in logs[0].records("attack") if row["phase"] == "start"]
    assert begun_us % (37 * SECOND_US) == 0
    assert begun_us > 37 * SECOND_US


def test_looking_changes_nothing() -> None:
    """A step that never begins leaves the log, row for row, as it is without the step."""
    never = waiting(quantity="metric", of="orders_done", above=10_000)
    assert simulated(never, minutes=10).log.digest() == simulated(minutes=10).log.digest()
