"""The end of a log."""

from __future__ import annotations

from tests.watching import flow
from twin.core.log import Log
from twin.lab.what_if.tail import Tail, rows_of


def test_a_tail_says_what_was_written_after_its_start() -> None:
    """Rows by table with the names of the whole log, and again from a row of its own on."""
    log = Log()
    log.one("flow", **flow(1, "ws-01", "dc-01"))
    log.seal(2_000_000)
    starts = rows_of(log)
    assert starts["flow"] == 1
    for number in (2, 3):
        log.one("flow", **flow(number, f"ws-0{number}", "dc-01"))
    log.seal(1 << 62)
    tail = Tail.of(log, starts)
    names = tail.names_of("flow")
    assert [names.text(code) for code in tail.since("flow")["src"]] == ["ws-02", "ws-03"]
    assert [names.text(code) for code in tail.since("flow", 1)["src"]] == ["ws-03"]
    assert len(tail.since("alert")["time"]) == 0
