"""Events as rows of the lab's tables: the names and units that a rule uses become columns.

An event is ``time_s``, ``table``, and fields called as the rule calls them, or as the columns are. What is left out is
filled in where there is no choice: the table and the service of the rule's log, the second of the n-th event (n, from
0, if no event of the case has a time), and for ``src_kind`` and its like an asset of the site that is so.

Source: the names are those of :mod:`twin.detectors.sigma_rules.fields`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from twin.core.errors import remedy_for
from twin.core.units import Us, us
from twin.detectors.sigma_rules.fields import Field, Source, Unsupported, field_of
from twin.detectors.sigma_rules.taxonomy import SPELT
from twin.lab.asked import LONGEST_H
from twin.lab.watchers import SEEN
from twin.net.inventory import Asset
from twin.net.protocols import PROTOCOLS

Event = Mapping[str, Any]
_OWN = ("table", "time_s")
LATEST_S = LONGEST_H * 3600
"""Latest time of an event, s: no run is longer."""
_TEXT = "name"


class WrongEvent(ValueError):
    """The ``index``-th event of a case is no row: what is wrong with its ``key``, and what to write instead."""

    def __init__(self, index: int, key: str, code: str, problem: str, remedy: str) -> None:
        super().__init__(f"events[{index}]: {problem}: {remedy}")
        self.index, self.key, self.code, self.problem, self.remedy = index, key, code, problem, remedy


@dataclass(frozen=True)
class Row:
    """One row: its table, its time and its columns."""

    table: str
    time_us: Us
    columns: Mapping[str, Any]

    def is_read_by(self, source: Source) -> bool:
        """Whether it is a row of *source*."""
        service, verb = self.columns.get("service", ""), self.columns.get("verb", "")
        return (
            self.table == source.table
            and (not source.service or service in (source.service, *source.beside))
            and (not source.verbs or verb in source.verbs)
        )


def rows_of(events: Sequence[Event], sources: Sequence[Source], assets: Sequence[Asset]) -> Iterator[Row | WrongEvent]:
    """Each of *events* as a row of *sources*, the logs that the rule reads (none: any), or what is wrong with it."""
    timed = any("time_s" in event for event in events)
    before: Us = 0
    for index, event in enumerate(events):
        try:
            row = _row(index, event, sources, assets, timed=timed)
            if row.time_us < before:
                problem = "the event is before the one above it"
                raise WrongEvent(index, "time_s", "out-of-range", problem, "write events in order of time")  # noqa: TRY301
            before = row.time_us
            yield row
        except WrongEvent as error:
            yield error


def _row(index: int, event: Event, sources: Sequence[Source], assets: Sequence[Asset], *, timed: bool) -> Row:
    logs = _logs(index, event, sources)
    names = [name for name in event if name not in _OWN]
    if not names:
        raise WrongEvent(index, "", "missing-key", "the event has no field", "write what the rule looks at")
    source = _source(index, names, logs)
    time_us = _time(index, event, timed=timed)
    columns: dict[str, Any] = {}
    facts: dict[str, dict[str, Any]] = {}
    for name in names:
        field = field_of(source, name)
        value = _value(index, name, field, event[name], assets)
        if field.of:
            facts.setdefault(field.column, {})[field.of] = value
        else:
            columns[field.column] = value
    for end, wanted in facts.items():
        columns[end] = _asset(index, end, wanted, columns.get(end), assets)
    if source.service:
        columns.setdefault("service", source.service)
    if source.verbs:
        columns.setdefault("verb", source.verbs[0])
    return Row(source.table, time_us, columns)


def _logs(index: int, event: Event, sources: Sequence[Source]) -> list[Source]:
    """The logs of which *event* may be a row: those of its table, of its service."""
    table, named = event.get("table"), str(event.get("service", ""))
    if table is not None and table not in SEEN:
        problem = f"{table!r} is no table that detectors read"
        raise WrongEvent(index, "table", "not-a-choice", problem, remedy_for(str(table), SEEN))
    found = [each for each in sources if table in (None, each.table)] or [Source(str(table or "flow"))]
    flows = [each for each in found if each.table == "flow"]
    if not named or not flows:
        return found
    if named not in PROTOCOLS:
        problem = f"no flow is of the service {named!r}"
        raise WrongEvent(index, "service", "not-a-choice", problem, remedy_for(named, PROTOCOLS))
    fitting = [each for each in flows if named in (each.service, *each.beside)]
    narrowed = [each._replace(service=named, beside=()) for each in fitting]
    return [each for each in flows if not each.service] + narrowed or [Source("flow", named)]


def _source(index: int, names: Sequence[str], sources: Sequence[Source]) -> Source:
    """The one of *sources* in which all *names* are known; flows of any service before those of one."""
    unknown = [_unknown(each, names) for each in sources]
    fitting = [source for source, (name, _) in zip(sources, unknown, strict=True) if not name]
    if not fitting:
        name, error = unknown[0]
        problem, _, remedy = error.partition(": ")
        raise WrongEvent(index, name, "unknown-key", problem, remedy)
    logs = sorted({(each.table, each.service) for each in fitting}, key=lambda log: (log[0] != "flow", log))
    if len(logs) > 1 and logs[0] != ("flow", ""):
        told = " or ".join(f"{{table: {table}{f', service: {service}' * bool(service)}}}" for table, service in logs)
        raise WrongEvent(index, "", "missing-key", "the event may be of several logs of the rule", f"write {told}")
    return next(each for each in fitting if (each.table, each.service) == logs[0])


def _unknown(source: Source, names: Sequence[str]) -> tuple[str, str]:
    """The first of *names* that *source* does not have, and what its reader says of it; empty where it has all."""
    for name in names:
        try:
            field_of(source, name)
        except Unsupported as error:
            return name, str(error)
    return "", ""


def _time(index: int, event: Event, *, timed: bool) -> Us:
    if not timed:
        return us(float(index))
    if "time_s" not in event:
        remedy = "write time_s: in every event, or in none (then they are a second apart)"
        raise WrongEvent(index, "", "missing-key", "the event has no time_s, and others have", remedy)
    value = event["time_s"]
    if not _is_number(value) or not isfinite(value) or value < 0:
        raise WrongEvent(index, "time_s", "wrong-type", f"{value!r} is no time", "write seconds from 0 on")
    if value > LATEST_S:
        raise WrongEvent(index, "time_s", "out-of-range", f"{value:g} s is too late", f"write 0 to {LATEST_S:,.0f}")
    return us(float(value))


def _value(index: int, name: str, field: Field, value: Any, assets: Sequence[Asset]) -> Any:
    """*value* as the column holds it."""
    if field.kind == _TEXT:
        if isinstance(value, Mapping | list | tuple) or value is None:
            raise WrongEvent(index, name, "wrong-type", f"{name} is a text", f"write {name}: a word")
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return text if field.of else _own_spelling(field, text, assets)
    if isinstance(value, bool) and field.kind == "bool":
        return value
    if not _is_number(value):
        raise WrongEvent(index, name, "wrong-type", f"{name} is a number, not {value!r}", f"write {name}: 1")
    scaled = value * field.scale
    return scaled if field.kind == "float" else round(scaled)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _own_spelling(field: Field, text: str, assets: Sequence[Asset]) -> str:
    """The log's word for a second spelling of it."""
    if field.spelt == "address":
        return next((asset.name for asset in assets if asset.address == text), text)
    return next((own for own, other in SPELT.get(field.spelt, {}).items() if other == text), text)


def _asset(index: int, end: str, wanted: Mapping[str, Any], named: str | None, assets: Sequence[Asset]) -> str:
    """The asset *named*, if it is as *wanted* (kind, function), or else the first that is."""
    for asset in assets:
        facts = {"kind": asset.kind, "function": asset.function}
        if (named is None or asset.name == named) and all(facts[fact] == value for fact, value in wanted.items()):
            return asset.name
    fact, value = next(iter(wanted.items()))
    told = f"{end} is {named}, which is no such asset" if named else "no asset of the site is one"
    known = sorted({getattr(asset, fact) for asset in assets})
    raise WrongEvent(index, f"{end}_{fact}", "does-not-fit", f"{end}_{fact} {value!r}: {told}",
                     remedy_for(str(value), known))  # fmt: skip
