"""The session: one door, a delay, a refusal with its reason, an effect, and its undo."""

from __future__ import annotations

import pytest

from tests.lab.worlds import built, run_to
from tests.worlds import small_world
from twin.core.units import MINUTE_US
from twin.lab.build import Built
from twin.lab.scenario import Choice, ResponsePlan
from twin.lab.session import Session

ISOLATE = Choice(kind="isolate_device")
STOP = Choice(kind="stop_robot")


def session_of(made: Built, clean_min: float = 1_000) -> Session:
    """A session in which a cleaning takes *clean_min* minutes in the mean."""
    return Session(made.world, ResponsePlan(analysts=0, clean_min=clean_min))


def said(made: Built) -> list[tuple[float, int, str, str]]:
    """Second, decision, phase and reason."""
    rows = made.world.log.records("decision")
    return [(row["time"] / 1_000_000, row["decision"], row["phase"], row["reason"]) for row in rows]


def test_a_decision_takes_effect_after_its_delay() -> None:
    """Decided at 0, applied at 30 s, by whom and why is written."""
    made = built()
    session = session_of(made)
    before = made.world.network.state()
    assert session.decide(ISOLATE, "camera-01", "analyst", "alert 7") == 1
    made.world.clock.run_until(29_000_000)
    assert made.world.network.state() == before
    run_to(made, 1)
    assert said(made) == [(0, 1, "decided", "alert 7"), (30, 1, "applied", "alert 7")]
    assert {row["by"] for row in made.world.log.records("decision")} == {"analyst"}
    assert made.world.network.quarantined().sum() == 1


def test_undo_restores_exactly_and_only_once() -> None:
    """The network decides as before; a second undo does nothing."""
    made = built("zones")
    session = session_of(made)
    before = made.world.network.state()
    number = session.decide(ISOLATE, "camera-01", "analyst", "")
    made.world.clock.run_until(MINUTE_US)
    assert made.world.network.state() != before
    session.undo(number, "analyst", "a false alarm")
    session.undo(number, "analyst", "a false alarm")
    run_to(made, 2)
    assert made.world.network.state() == before
    assert [row[1:] for row in said(made)[2:]] == [(1, "undone", "a false alarm"), (1, "refused", "not in force")]


def test_undoing_what_is_not_in_force_yet_does_nothing() -> None:
    """It still takes effect when its time comes."""
    made = built()
    session = session_of(made)
    session.undo(session.decide(ISOLATE, "camera-01", "analyst", ""), "analyst", "")
    session.undo(7, "analyst", "")
    run_to(made, 1)
    assert [row[1:3] for row in said(made)] == [(1, "decided"), (1, "refused"), (7, "refused"), (1, "applied")]
    assert [row[3] for row in said(made)][1:3] == ["not in force", "there was no decision of this number"]


def test_a_target_that_is_not_there_is_refused_with_the_nearest_name() -> None:
    """In words, in the log, and nothing changes."""
    made = built()
    before = made.world.network.state()
    session_of(made).decide(ISOLATE, "camera-1", "script", "")
    run_to(made, 1)
    assert said(made)[-1][2] == "refused"
    assert "camera-01" in said(made)[-1][3]
    assert made.world.network.state() == before


def test_a_response_that_does_not_fit_its_target_is_refused() -> None:
    """Only robots can be stopped."""
    made = built()
    session_of(made).decide(STOP, "camera-01", "script", "")
    run_to(made, 1)
    assert said(made)[-1][2] == "refused"


def test_what_is_in_force_is_not_applied_twice() -> None:
    """The second isolation is refused; another response on the same target is not."""
    made = built()
    session = session_of(made)
    for choice in (ISOLATE, ISOLATE, STOP):
        session.decide(choice, "amr-001", "script", "")
    run_to(made, 1)
    assert sorted(row[1:] for row in said(made) if row[2] != "decided") == [
        (1, "applied", ""), (2, "refused", "already in force"), (3, "applied", ""),
    ]  # fmt: skip


def test_an_isolated_device_is_cleaned_and_every_measure_on_it_is_taken_back() -> None:
    """Listeners hear of it once; measures on others stay."""
    made = built()
    session = session_of(made, clean_min=2)
    cleaned: list[str] = []
    session.on_cleaned = [cleaned.append]
    for choice, target in ((ISOLATE, "amr-001"), (STOP, "amr-001"), (STOP, "amr-002")):
        session.decide(choice, target, "script", "")
    run_to(made, 6)
    assert cleaned == ["amr-001"]
    assert sorted(number for _, number, phase, _ in said(made) if phase == "undone") == [1, 2]
    assert made.world.network.quarantined().sum() == 0


def test_cleaning_lifts_every_measure_that_is_aimed_at_the_asset() -> None:
    """A block of what it opens, its stop and its isolation; a block of another's flows to it stays."""
    made = built("zones")
    session = session_of(made, clean_min=2)
    block = Choice(kind="block_flow")
    for choice, target in ((block, "amr-001>*"), (STOP, "amr-001"), (ISOLATE, "amr-001"), (block, "amr-002>amr-001")):
        session.decide(choice, target, "script", "")
    run_to(made, 6)
    undone = [row for row in made.world.log.records("decision") if row["phase"] == "undone"]
    assert sorted(row["decision"] for row in undone) == [1, 2, 3]
    assert {row["reason"] for row in undone} == {"amr-001 is clean"}
    assert made.world.plant.fleet.robots.holds.tolist() == [0] * 8


def test_nobody_cleans_a_device_whose_isolation_was_undone() -> None:
    """Taken back as a false alarm and isolated again: the second isolation lasts until its own cleaning."""
    made = built()
    session = session_of(made, clean_min=2)
    cleaned: list[float] = []
    session.on_cleaned = [lambda _asset: cleaned.append(made.world.clock.now_us / MINUTE_US)]
    number = session.decide(ISOLATE, "camera-01", "script", "")
    made.world.clock.run_until(MINUTE_US)
    session.undo(number, "script", "")
    session.decide(ISOLATE, "camera-01", "script", "")
    run_to(made, 12)
    assert len(cleaned) == 1
    assert [row[1:3] for row in said(made)][-1] == (2, "undone")


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("isolate_device", "ws-01"),
        ("quarantine_zone", "office"),
        ("block_flow", "ws-01>*"),
        ("stop_robot", "amr-001"),
    ],
)
def test_the_world_is_settled_before_a_measure_acts_and_before_it_is_undone(kind: str, target: str) -> None:
    """What happened before was decided under the old state; whoever derives state from rules is told, once."""

    def state() -> object:
        return world.network.state(), set(world.devices["amr"].halted)  # type: ignore[attr-defined]

    class Witness:
        def flush(self, until_us: int) -> None:
            settled.append((until_us, state()))

    world = small_world("zones")
    settled: list[tuple[int, object]] = []
    told: list[object] = []
    before = state()
    world.clock.attach(Witness())
    world.on_change.append(lambda: told.append(state()))
    session = Session(world, ResponsePlan(analysts=0, clean_min=1_000))
    number = session.decide(Choice(kind=kind, parameters={"delay_s": 1}), target, "script", "")
    world.clock.run_until(2_000_000)
    after = state()
    session.undo(number, "script", "")
    assert before != after
    assert settled == [(1_000_000, before), (2_000_000, after)]
    assert told == [after, before]


def test_a_decision_of_another_device_does_not_change_how_long_a_cleaning_takes() -> None:
    """Common random numbers: the n-th cleaning of a device takes as long whatever else was decided before."""

    def lasted(*others: str) -> list[float]:
        made = built()
        session = session_of(made, clean_min=2)
        for other in others:
            session.decide(STOP, other, "script", "")
        for minute in (0, 15):
            made.world.clock.at(
                minute * MINUTE_US, f"again/{minute}", lambda: session.decide(ISOLATE, "camera-01", "script", "")
            )
        run_to(made, 29)
        ends = [row for row in made.world.log.records("decision") if row["target"] == "camera-01"]
        times = {phase: [row["time"] for row in ends if row["phase"] == phase] for phase in ("applied", "undone")}
        return [end - begin for begin, end in zip(times["applied"], times["undone"], strict=True)]

    alone = lasted()
    assert alone == lasted("amr-001", "amr-002")
    assert alone[0] != alone[1]


def test_how_long_a_cleaning_takes_is_drawn_for_the_device() -> None:
    """The same in every world of one seed, and another for another seed."""

    def undone_at(seed: int) -> float:
        made = built(seed=seed)
        session_of(made, clean_min=2).decide(ISOLATE, "camera-01", "script", "")
        run_to(made, 6)
        return next(second for second, _, phase, _ in said(made) if phase == "undone")

    assert undone_at(1) == undone_at(1) != undone_at(2)
