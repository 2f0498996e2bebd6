"""Where two runs part."""

from __future__ import annotations

from tests.watching import flow
from twin.core.log import Log
from twin.lab.what_if.first_change import first_changes


def _log(*rows: tuple[str, dict[str, object]], heard: tuple[str, ...] = ()) -> Log:
    log = Log()
    log.names.codes(heard)
    for table, row in rows:
        log.one(table, **row)
    log.seal(1 << 62)
    return log


def _flow(at_s: float, src: str, **others: object) -> tuple[str, dict[str, object]]:
    return "flow", {**flow(at_s, src, "dc-01"), "flow": 7, **others}


def test_runs_that_are_the_same_have_no_first_change() -> None:
    """Not even where one of them heard more names, so that its codes are others."""
    rows = (_flow(1, "ws-01"), _flow(2, "ws-02"))
    assert first_changes(_log(*rows), _log(*rows)) == ()
    assert first_changes(_log(*rows), _log(*rows, heard=("stranger", "ws-02"))) == ()


def test_the_first_row_that_differs_is_told_from_both_sides() -> None:
    """The earliest table first; later differences of a table are not told."""
    one = _log(_flow(1, "ws-01"), _flow(2, "ws-02"), _flow(3, "ws-03"), ("alert", {"time": 1, "alert": 1}))
    other = _log(_flow(1, "ws-01"), _flow(2, "ws-09"), _flow(3, "ws-08"))
    alert, change = first_changes(one, other)
    assert (alert.table, alert.time_us, alert.after) == ("alert", 1, None)
    assert (change.table, change.time_us) == ("flow", 2_000_000)
    assert change.before is not None
    assert change.after is not None
    assert (change.before["src"], change.after["src"]) == ("ws-02", "ws-09")
    assert change.to_json()["time_s"] == 2.0


def test_a_branch_that_goes_on_longer_differs_where_the_other_ends() -> None:
    """Rows that only one branch has are its own."""
    change = first_changes(_log(_flow(1, "ws-01")), _log(_flow(1, "ws-01"), _flow(5, "ws-01")))[0]
    assert (change.time_us, change.before) == (5_000_000, None)
