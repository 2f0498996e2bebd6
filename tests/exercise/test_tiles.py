"""Tiles: a few numbers, once a simulated minute, that tell nobody what only the truth book knows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.exercise.trial import begun, on, trial
from twin.core.log import Log
from twin.core.records import RECORDS
from twin.exercise.tiles import MOST, OPERATIONAL, PUBLIC

SEEN_BY_OPERATORS = {"order_in", "order_out", "incident"}
"""Tables of the truth book that are the hub's own business: its orders, and what people see happen on the floor."""


def test_they_are_measured_at_whole_minutes() -> None:
    """Where the clock stopped in between changes nothing."""
    once, often = begun(to_s=190), begun()
    for second in range(1, 191, 7):
        on(often, second)
    on(often, 190)
    assert often.tiles.tiles == once.tiles.tiles
    assert [len(tile.trend) for tile in once.tiles.tiles] == [3] * len(once.tiles.tiles)


def test_nothing_is_measured_between_two_minutes_that_nobody_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each tile once a minute; conditions without metrics cost none."""
    measured: list[tuple[int, str]] = []
    engine = begun(trial(opens={"busy": ""}))
    measure = engine.live.measure

    def counted(metric: str) -> float | None:
        measured.append((engine.live.now_us // 1_000_000, metric))
        return measure(metric)

    monkeypatch.setattr(engine.live, "measure", counted)
    for second in range(1, 130):
        on(engine, second)
    assert measured == [(minute, metric) for minute in (60, 120) for metric in PUBLIC]


def test_those_that_conditions_speak_of_stand_beside_those_that_always_matter() -> None:
    """Each once, not more than fit, and none that tells of the attacker."""
    opens = {"second": "kpi.assets_compromised > 0 or kpi.jams > 3 or kpi.orders_done > 5"}
    engine = begun(trial(opens=opens))
    assert [tile.metric for tile in engine.tiles.tiles] == [*PUBLIC, "jams"]
    wanted = " or ".join(f"kpi.{name} > 1" for name in OPERATIONAL)
    engine = begun(trial(opens={"second": wanted}))
    assert len(engine.tiles.tiles) == MOST
    assert [tile.metric for tile in engine.tiles.public] == [*PUBLIC]


@pytest.mark.parametrize("metric", OPERATIONAL)
def test_each_reads_what_operators_see(metric: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No step, no compromise, no label, no true temperature: only orders and what happens on the floor."""
    engine = begun(to_s=61)
    engine.facts.seal()
    read: set[str] = set()
    for name in ("since", "records", "texts", "rows"):
        _watch(monkeypatch, name, read)
    engine.live.measure(metric)
    assert read
    assert {table for table in read if RECORDS[table].book == "truth"} <= SEEN_BY_OPERATORS


def test_what_players_see_does_not_hang_on_what_conditions_ask() -> None:
    """Injects, cards and rules may ask for what they like: three numbers that people on the floor know."""
    asking = begun(trial(opens={"second": "kpi.near_misses > 0 or kpi.jams > 3"}))
    assert [tile.metric for tile in asking.tiles.public] == [tile.metric for tile in begun().tiles.public] == [*PUBLIC]
    assert not {"near_misses", "contacts", "jams"} & {*PUBLIC}


def _watch(monkeypatch: pytest.MonkeyPatch, name: str, read: set[str]) -> None:
    asked = getattr(Log, name)

    def watched(log: Log, table: str, *more: Any) -> Any:
        read.add(table)
        return asked(log, table, *more)

    monkeypatch.setattr(Log, name, watched)
