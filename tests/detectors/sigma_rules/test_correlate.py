"""Correlations over the log: several logs, aliases, chains, missing fields; the same hits whatever the batches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.watching import Row, batch, flow, reading, watch
from twin.core.units import SECOND_US
from twin.detectors.sigma_rules.correlate import Correlation, Round
from twin.detectors.sigma_rules.read import Judgement, read_rules
from twin.detectors.sigma_rules.view import Facts, Views

RULES = """
title: Refused
name: refused
logsource: {category: network_connection}
detection: {s: {action: deny}, condition: s}
---
title: Login
name: login
logsource: {service: ssh}
detection: {s: {verb: login}, condition: s}
---
title: Name
name: lookup
logsource: {service: dns}
detection: {s: {service: dns}, condition: s}
---
title: Warm
name: warm
logsource: {category: hvac}
detection: {s: {value|gt: 8}, condition: s}
---
"""
HEAD = "title: Found\nname: found\ncorrelation:\n  "


def rules_of(folder: Path, text: str) -> list[Judgement]:
    """The judgements of the rules above and *text*."""
    (folder / "rules.yml").write_text(RULES + HEAD + text, encoding="utf-8")
    return read_rules([folder])


def found(folder: Path, text: str, cuts: tuple[int, ...] = (), end: int = 1_000, **tables: list[Row]) -> list[Any]:
    """Second, accused and rows of each hit of the correlation called Found, over batches that begin at *cuts*."""
    seen = watch()
    judgements = rules_of(folder, text)
    facts, hits, start = Facts(seen), [], 0
    words = {word: seen.names.code(word) for judgement in judgements for word in judgement.words}
    (match,) = (each.match for each in judgements if each.title == "Found")
    assert isinstance(match, Correlation)
    for stop in [*cuts, end]:
        part = {
            table: [row for row in rows if start * SECOND_US <= row["time"] < stop * SECOND_US]
            for table, rows in tables.items()
        }
        given = batch(seen, stop, from_s=start, **part)
        hits += Round(Views(given, words, facts), seen.names, given.to_us).hits(match)
        start = stop
    return [(hit.time_us / SECOND_US, seen.names.text(hit.entity), hit.rows) for hit in hits]


def deny(at_s: float, src: str, dst: str = "dc-01", **others: Any) -> Row:
    """A refused flow."""
    return flow(at_s, src, dst, action="deny", **others)


def login(at_s: float, src: str, dst: str = "dc-01", **others: Any) -> Row:
    """An ssh login."""
    return flow(at_s, src, dst, "ssh", verb="login", **others)


def test_groups_are_counted_apart_and_accused_by_name(tmp_path: Path) -> None:
    """Both ends of the span count; the group names who is accused."""
    rows = [deny(1, "ws-01"), deny(2, "ws-02"), deny(6, "ws-01"), deny(7.5, "ws-02")]
    text = "{type: event_count, rules: [refused], group-by: [src], timespan: 5s, condition: {gte: 2}}"
    assert found(tmp_path, text, flow=rows) == [(6, "ws-01", 2)]
    text = text.replace("[src]", "[dst]")
    assert found(tmp_path, text, flow=rows) == [(2, "dc-01", 2), (7.5, "dc-01", 2)]


def test_without_groups_all_events_are_one(tmp_path: Path) -> None:
    """Then whoever did the last one is accused."""
    rows = [deny(1, "ws-01"), deny(2, "ws-02"), deny(3, "ws-03")]
    text = "{type: event_count, rules: [refused], timespan: 5s, condition: {gte: 3}}"
    assert found(tmp_path, text, flow=rows) == [(3, "ws-03", 3)]


def test_cyber_and_physical_events_are_joined(tmp_path: Path) -> None:
    """A login at a gateway and then a warm room: two logs, whatever the batches."""
    text = "{type: temporal_ordered, rules: [login, warm], timespan: 60s}"
    tables = {
        "flow": [login(10, "ws-01", "gateway-01")],
        "reading": [reading(70, "t-01", 9.0), reading(5, "t-01", 9.0)],
    }
    for cuts in ((), (50,), (10, 11, 70, 71)):
        assert found(tmp_path, text, cuts, **tables) == [(70, "t-01", 2)]


def test_aliases_join_fields_of_different_names(tmp_path: Path) -> None:
    """Who was attacked goes on to attack."""
    text = (
        "{type: temporal_ordered, rules: [login, refused], group-by: [who], timespan: 1m, "
        "aliases: {who: {login: dst, refused: src}}}"
    )
    rows = [login(1, "ws-01", "amr-001"), deny(2, "ws-02"), deny(3, "ws-01"), deny(4, "amr-001")]
    assert found(tmp_path, text, flow=rows) == [(4, "amr-001", 2)]


def test_a_correlation_counts_the_hits_of_another(tmp_path: Path) -> None:
    """Three bursts of two within the span; each hit is an event at its own time, with the group's fields."""
    text = (
        "{type: event_count, rules: [refused], group-by: [src], timespan: 5s, condition: {gte: 2}}\n"
        "---\ntitle: Bursts\ncorrelation: {type: event_count, rules: [found], group-by: [src], timespan: 60s, "
        "condition: {gte: 3}}\n"
    ).replace("title: Bursts", "title: Found")
    text = text.replace("name: found", "name: burst")
    rows = [deny(at, "ws-01") for at in (1, 2, 20, 21, 40, 41)]
    (tmp_path / "rules.yml").write_text(
        RULES + (HEAD + text).replace("title: Found\nname: found", "title: Burst\nname: found", 1), encoding="utf-8"
    )
    judgements = read_rules([tmp_path])
    assert [each.title for each in judgements] == ["Found", "Login", "Name", "Warm"]
    seen = watch()
    words = {word: seen.names.code(word) for judgement in judgements for word in judgement.words}
    hits, start, match = [], 0, judgements[0].match
    assert isinstance(match, Correlation)
    for stop in (2, 30, 41, 100):
        given = batch(seen, stop, from_s=start, flow=[row for row in rows if start <= row["time"] / SECOND_US < stop])
        hits += Round(Views(given, words, Facts(seen)), seen.names, given.to_us).hits(match)
        start = stop
    assert [(hit.time_us, seen.names.text(hit.entity), hit.rows) for hit in hits] == [(41 * SECOND_US, "ws-01", 6)]


def test_an_event_without_a_field_of_group_by_belongs_to_no_group(tmp_path: Path) -> None:
    """Nobody's events are not somebody's."""
    rows = [deny(1, "ws-01"), deny(2, "ws-01", user="eve"), deny(3, "ws-01"), deny(4, "ws-01", user="eve")]
    text = "{type: event_count, rules: [refused], group-by: [user], timespan: 1m, condition: {gte: 2}}"
    assert found(tmp_path, text, flow=rows) == [(4, "ws-01", 2)]


def test_a_missing_value_is_no_value(tmp_path: Path) -> None:
    """Neither counted as different nor added up."""
    rows = [deny(1, "ws-01"), deny(2, "ws-01", user="a"), deny(3, "ws-01", user="b")]
    text = "{type: value_count, rules: [refused], timespan: 1m, condition: {gte: 2, field: user}}"
    assert found(tmp_path, text, flow=rows) == [(3, "ws-01", 2)]


def test_several_fields_are_counted_together(tmp_path: Path) -> None:
    """Three pairs of two sources and two ports."""
    rows = [deny(1, "ws-01", dst_port=1), deny(2, "ws-01", dst_port=1), deny(3, "ws-02", dst_port=1),
            deny(4, "ws-01", dst_port=2)]  # fmt: skip
    text = "{type: value_count, rules: [refused], timespan: 1m, condition: {gte: 3, field: [src, dst_port]}}"
    assert found(tmp_path, text, flow=rows) == [(4, "ws-01", 3)]


def test_a_row_that_two_rules_match_counts_once_but_is_one_of_each(tmp_path: Path) -> None:
    """A refused look-up is one event of a count, and both rules of a temporal correlation."""
    rows = [deny(1, "ws-01", "dns-01", service="dns")]
    both = "rules: [refused, lookup], timespan: 1m"
    assert found(tmp_path, f"{{type: event_count, {both}, condition: {{gte: 2}}}}", flow=rows) == []
    assert found(tmp_path, f"{{type: temporal, {both}}}", flow=rows) == [(1, "ws-01", 2)]


def test_sums_of_fractions_are_exact(tmp_path: Path) -> None:
    """One tenth three times is three tenths."""
    rows = [reading(at, "t-01", 10.1) for at in (1, 2, 3)]
    text = "{type: value_sum, rules: [warm], timespan: 1m, condition: {gte: 30.3, field: value}}"
    assert found(tmp_path, text, reading=rows) == [(3, "t-01", 3)]
    assert found(tmp_path, text.replace("gte", "gt"), reading=rows) == []


def test_fields_are_counted_in_the_units_of_the_rule(tmp_path: Path) -> None:
    """The log holds microseconds; ``duration`` is in seconds."""
    rows = [deny(1, "ws-01", duration_us=1_500_000), deny(2, "ws-01", duration_us=500_000)]
    text = "{type: value_sum, rules: [refused], timespan: 1m, condition: {gte: 2, field: duration}}"
    assert found(tmp_path, text, flow=rows) == [(2, "ws-01", 2)]


def test_absence_is_found_in_a_batch_without_rows(tmp_path: Path) -> None:
    """A login that no refusal follows within ten seconds; the batch that ends at 12 has no row at all."""
    text = "{type: temporal, rules: [login, refused], group-by: [src], timespan: 10s, condition: login and not refused}"
    rows = [login(1, "ws-01"), deny(3, "ws-01"), login(1, "ws-02")]
    assert found(tmp_path, text, (4, 11), 12, flow=rows) == [(11, "ws-02", 1)]
    assert found(tmp_path, text, (4,), 11, flow=rows) == []


@pytest.mark.parametrize("condition", ["gte: 3", "lt: 3", "eq: 2", "gte: 2, lte: 3"])
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 3)), max_size=20),
    st.lists(st.integers(1, 49), max_size=4, unique=True).map(sorted),
)
def test_batches_do_not_matter(tmp_path: Path, condition: str, events: list[tuple[int, int]], cuts: list[int]) -> None:
    """Cut anywhere, the hits are those of one batch."""
    text = f"{{type: event_count, rules: [refused, login], group-by: [src], timespan: 9s, condition: {{{condition}}}}}"
    rows = [(deny if n % 3 else login)(at, f"ws-0{who}") for n, (at, who) in enumerate(sorted(events))]
    assert found(tmp_path, text, tuple(cuts), 50, flow=rows) == found(tmp_path, text, (), 50, flow=rows)


def test_stale_groups_are_closed_once_there_are_many(tmp_path: Path) -> None:
    """Memory follows what happens within the span, not what has ever been seen."""
    text = "{type: event_count, rules: [refused], group-by: [src_port], timespan: 1s, condition: {gte: 2}}"
    seen = watch()
    judgements = rules_of(tmp_path, text)
    match = next(each.match for each in judgements if each.title == "Found")
    assert isinstance(match, Correlation)
    words = {word: seen.names.code(word) for judgement in judgements for word in judgement.words}
    for second in range(0, 50, 10):
        rows = [deny(second, "ws-01", src_port=1_000 * second + n) for n in range(4_000)]
        given = batch(seen, second + 10, from_s=second, flow=rows)
        Round(Views(given, words, Facts(seen)), seen.names, given.to_us).hits(match)
    assert len(match._open) <= 14_000
