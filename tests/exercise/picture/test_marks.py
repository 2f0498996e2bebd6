"""What holds of assets now."""

from __future__ import annotations

from twin.core.log import Log
from twin.core.units import MINUTE_US
from twin.exercise.picture.marks import Fallen, Marks, numbers


def _decision(log: Log, minute: int, number: int, target: str, phase: str) -> None:
    log.one("decision", time=minute * MINUTE_US, decision=number, response="isolate_device", target=target, phase=phase)


def test_a_response_holds_from_applied_to_undone() -> None:
    """Deciding holds nobody yet, and one that was refused never does."""
    log = Log()
    marks = Marks(log)
    _decision(log, 1, 1, "amr-001", "decided")
    _decision(log, 1, 2, "amr-002", "refused")
    log.seal(2 * MINUTE_US)
    marks.update()
    assert marks.held == set()
    _decision(log, 2, 1, "amr-001", "applied")
    log.seal(3 * MINUTE_US)
    marks.update()
    assert marks.held == {"amr-001"}
    _decision(log, 3, 1, "amr-001", "undone")
    log.seal(4 * MINUTE_US)
    marks.update()
    assert marks.held == set()


def test_an_alert_marks_its_asset_for_ten_minutes() -> None:
    """From the last one."""
    log = Log()
    marks = Marks(log)
    for minute in (1, 5):
        log.one("alert", time=minute * MINUTE_US, alert=minute, entity="amr-001")
    log.seal(6 * MINUTE_US)
    marks.update()
    assert marks.alerted(15 * MINUTE_US) == {"amr-001"}
    assert marks.alerted(15 * MINUTE_US + 1) == set()


def test_who_has_fallen_comes_in_order_and_goes_when_taken_back() -> None:
    """The order says who was last, and reached ones stay reached."""
    log = Log()
    fallen = Fallen(log)
    for time_us, asset, state in (
        (1, "b", "compromised"),
        (2, "a", "compromised"),
        (3, "b", "recovered"),
        (4, "c", "compromised"),
    ):
        log.one("compromise", time=time_us, asset=asset, state=state)
    log.one("reached", time=2, src="b", dst="d")
    log.seal(10)
    fallen.update()
    assert list(fallen.fallen) == ["a", "c"]
    assert fallen.reached == {"d"}


def test_numbers_keep_the_order_of_those_that_have_one() -> None:
    """Names that nobody may see have no number."""
    index = {"a": 0, "b": 1, "c": 2}
    assert numbers({"c": None, "hidden": None, "a": None}, index).tolist() == [2, 0]
    assert numbers({"c", "b", "hidden"}, index).tolist() == [1, 2]
