"""The session: one door, a delay, a refusal with its reason, an effect, and its undo."""

from __future__ import annotations

from tests.lab.worlds import built, run_to
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
    session.undo(number)
    session.undo(number)
    run_to(made, 2)
    assert made.world.network.state() == before
    assert [phase for _, _, phase, _ in said(made)] == ["decided", "applied", "undone"]


def test_undoing_what_is_not_in_force_yet_does_nothing() -> None:
    """It still takes effect when its time comes."""
    made = built()
    session = session_of(made)
    session.undo(session.decide(ISOLATE, "camera-01", "analyst", ""))
    run_to(made, 1)
    assert [phase for _, _, phase, _ in said(made)] == ["decided", "applied"]


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


def test_how_long_a_cleaning_takes_is_drawn_for_the_device_and_the_decision() -> None:
    """The same in every world of one seed, and another for another seed."""

    def undone_at(seed: int) -> float:
        made = built(seed=seed)
        session_of(made, clean_min=2).decide(ISOLATE, "camera-01", "script", "")
        run_to(made, 6)
        return next(second for second, _, phase, _ in said(made) if phase == "undone")

    assert undone_at(1) == undone_at(1) != undone_at(2)
