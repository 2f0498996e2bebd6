"""Facts: what happened at the table and in the hub, as conditions ask for it."""

from __future__ import annotations

import pytest

from tests.exercise.trial import begun, do, on
from twin.core.log import Log
from twin.exercise.conditions import holds, read_condition
from twin.exercise.facts import Reader
from twin.lab.live import Live


def test_what_happened_at_the_table_is_known_by_its_name() -> None:
    """Injects and decisions, with the times of their events; the start is at 0; what never happened has no time."""
    engine = begun(to_s=60)
    facts = engine.facts
    assert (facts.times_s("start"), facts.times_s("inject.first"), facts.times_s("inject.knock")) == ((0.0,), [20], [])
    assert facts.now_s == 60


def test_what_happened_in_the_hub_is_read_from_its_log() -> None:
    """An alert, of anybody and of one asset; a step and its effect; who is contained, and since when."""
    engine = begun(to_s=145)
    facts = engine.facts
    assert facts.times_s("alert") == facts.times_s("alert.amr-001") == [140.0]
    assert facts.times_s("alert.amr-002") == []
    assert (facts.times_s("step.take"), facts.times_s("step.scan"), facts.times_s("step.knock")) == ([0.0], [135.0], [])
    assert facts.times_s("step.take.effect") == []
    do(engine, "soc", "order", response="isolate_device", target="amr-001")
    on(engine, 200)
    assert facts.times_s("contained.amr-001") == [175.0]


def test_alarms_are_of_anybody_or_of_one_source() -> None:
    """As in the log, row for row."""
    engine = begun(to_s=145)
    engine.live.log.one("alarm", time=144_000_000, source="chill-1", alarm="high_temperature", priority="high", value=9)
    on(engine, 150)
    assert engine.facts.times_s("alarm.chill-1") == [144.0]
    assert engine.facts.times_s("alarm.chill-2") == []
    assert 144.0 in engine.facts.times_s("alarm")


def test_a_metric_is_measured_once_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked three times it costs one measurement; at the next moment it is measured again."""
    measured: list[str] = []
    measure = Live.measure
    engine = begun(to_s=61)

    def counted(live: Live, metric: str) -> float | None:
        measured.append(metric)
        return measure(live, metric)

    monkeypatch.setattr(Live, "measure", counted)
    node = read_condition("kpi.alerts >= 0 and kpi.alerts < 5 or kpi.alerts > 9")
    assert holds(node, engine.facts, {})
    assert measured == ["alerts"]
    on(engine, 62)
    assert holds(node, engine.facts, {})
    assert measured.count("alerts") == 2


def test_rows_are_read_on_from_where_the_last_look_stopped() -> None:
    """As dictionaries with texts; those that were read are the same objects."""
    log = Log()
    reader = Reader(log)
    assert reader.rows("alarm") == []
    for second in (1, 2):
        log.one("alarm", time=second, source="chill-1", alarm="jam", priority="low", value=0.5)
        log.seal(second + 1)
        rows = list(reader.rows("alarm"))
        assert rows == log.records("alarm")
    assert reader.rows("alarm")[0] is rows[0]


def test_looking_changes_no_row() -> None:
    """An exercise that is looked at all the time has the log of one that is not."""
    often, never = begun(), begun()
    for second in range(1, 40):
        on(often, second)
        often.facts.rows("alert")
        often.facts.metric("orders_done")
    on(never, 39)
    assert often.live.finish().log.digest() == never.live.finish().log.digest()
