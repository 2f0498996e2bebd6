"""The log keeps rows in canonical order, and its digest is of content alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.core.log import Log

ROWS = st.lists(st.tuples(st.integers(0, 1_000), st.integers(0, 50)), max_size=60)


def _written(rows: list[tuple[int, int]], seals: list[int], *, blocks: bool) -> Log:
    """Rows (time, flow) written in order of time with seals between them, as blocks or one by one."""
    log = Log()
    source = log.code("coffee-01")
    ordered, edges = sorted(rows), [*sorted(seals), 1_001]
    start = 0
    for edge in edges:
        part = [row for row in ordered if start <= row[0] < edge]
        if blocks:
            time, flow = (np.array([row[n] for row in part], dtype=np.int64) for n in (0, 1))
            log.block("flow", time=time, flow=flow, src=source, value=1.5)
        else:
            for t, f in reversed(part):
                log.one("flow", time=t, flow=f, src="coffee-01", value=1.5)
        log.seal(edge)
        start = edge
    return log


@given(ROWS, st.lists(st.integers(0, 1_000), max_size=8), st.booleans())
def test_seals_and_ways_of_writing_leave_the_digest_alone(
    rows: list[tuple[int, int]], seals: list[int], blocks: bool
) -> None:
    """Blocks or single rows, sealed often or once: one content, one digest."""
    rows = list(dict.fromkeys(rows))
    assert _written(rows, seals, blocks=blocks).digest() == _written(rows, [], blocks=True).digest()


@given(ROWS.filter(bool))
def test_one_changed_value_changes_the_digest(rows: list[tuple[int, int]]) -> None:
    """Nothing in a row is without effect."""
    time, flow = rows[0]
    assert _written(rows, [], blocks=True).digest() != _written([(time, flow + 1), *rows[1:]], [], blocks=True).digest()


def test_rows_come_out_by_time_and_then_by_tie() -> None:
    """Late rows wait for their own seal."""
    log = Log()
    log.block("flow", time=np.array([30, 10, 10]), flow=np.array([1, 3, 2]))
    log.seal(20)
    assert log.since("flow")["flow"].tolist() == [2, 3]
    log.seal(40)
    assert log.since("flow")["flow"].tolist() == [2, 3, 1]


@given(ROWS, st.integers(0, 70))
def test_reading_on_from_a_row_gives_the_rest(rows: list[tuple[int, int]], start: int) -> None:
    """A detector that stopped at row n reads on from row n."""
    log = _written(rows, [100, 300, 900], blocks=True)
    assert log.since("flow", start)["time"].tolist() == log.since("flow")["time"].tolist()[start:]


def test_columns_left_out_are_empty_and_unknown_ones_refused() -> None:
    """0, NaN, the empty text or no; and a misspelt column is the programmer's mistake."""
    log = Log()
    log.one("alarm", time=5, source="chill-1")
    log.seal(6)
    row = log.records("alarm")[0]
    assert (row["priority"], row["source"]) == ("", "chill-1")
    assert np.isnan(row["value"])
    with pytest.raises(KeyError, match="colour"):
        log.one("alarm", time=6, colour="red")
    with pytest.raises(KeyError, match="colour"):
        log.block("alarm", time=np.array([6]), colour=1)


def test_a_book_has_words_of_its_own() -> None:
    """What only the truth says has no code in the observed book, and each table reads back by its own book."""
    log = Log()
    log.one("attack", time=1, step="foothold", phase="start")
    log.one("alarm", time=1, source="chill-1")
    log.one("room", time=1, room="chill-1")
    log.seal(2)
    assert log.names.texts == ["", "chill-1"]
    assert log.truth_names.texts == ["", "foothold", "start", "chill-1"]
    assert log.names_of("alarm") is log.names
    assert log.names_of("room") is log.truth_names
    assert log.texts("room", "room") == log.texts("alarm", "source") == ["chill-1"]
    assert log.records("attack")[0]["step"] == "foothold"
    assert log.table("room")["room"].to_pylist() == ["chill-1"]


def test_the_digest_covers_the_words_of_both_books() -> None:
    """Equal codes with other texts are another log."""
    digests = set()
    for source, robot in (("a", "b"), ("a", "c"), ("c", "b")):
        log = Log()
        log.one("alarm", time=1, source=source)
        log.one("pose", time=1, robot=robot)
        log.seal(2)
        digests.add((log.digest(), log.digest("observed"), log.digest("truth")))
    assert [len({digest[n] for digest in digests}) for n in range(3)] == [3, 2, 2]


def test_the_digest_of_a_book_is_blind_to_the_other() -> None:
    """Observed rows hash alike whatever the truth book holds and says."""
    first, second = Log(), Log()
    for log in (first, second):
        log.one("alarm", time=1, source="amr-001")
    second.one("pose", time=1, robot="amr-002", x_m=4.0)
    for log in (first, second):
        log.seal(10)
    assert first.digest("observed") == second.digest("observed")
    assert first.digest() != second.digest()


def test_one_book_can_be_put_into_order_without_the_other() -> None:
    """The observed rows can be read; the truth waits for its turn, and the digest is that of one seal for both."""
    apart, together = Log(), Log()
    for log in (apart, together):
        log.one("alarm", time=5, source="chill-1", alarm="high_temperature", priority="low", value=1.0)
        log.one("exogenous", time=4, source="demand", fingerprint=7)
    apart.seal(10, "observed")
    assert (apart.rows("alarm"), apart.rows("exogenous")) == (1, 0)
    apart.seal(10)
    together.seal(10)
    assert (apart.rows("exogenous"), apart.digest()) == (1, together.digest())
