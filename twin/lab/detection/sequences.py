"""Events in order, put to a rule that counts or correlates them: rows of the lab's own tables, without a run.

The Sigma detector reads the rows as it would read a recording, with the assets of a site as the register, and the rule
matches where it raises an alert. What an event may say is told in :mod:`twin.lab.detection.event_rows`.

Source: none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from twin.core.log import Log
from twin.core.units import Us, us
from twin.detectors.sigma_rules.fields import Source
from twin.lab.build import register
from twin.lab.detection.event_rows import Row, WrongEvent, rows_of
from twin.lab.detection.rules import NamedRule, placeholders_of, rule_paths
from twin.lab.detection.tapes import TapeReader
from twin.lab.loader import load_site
from twin.lab.offline import listen
from twin.lab.scenario import Choice
from twin.lab.unknowns import Known
from twin.lab.watchers import SEEN, known_before
from twin.net.segmentation import Segmentation

AFTER_US: Us = us(3600)
"""How long after the last event the rule is listened to: no beat is longer."""
Event = Mapping[str, Any]


def alerts_on(rule: NamedRule, events: Sequence[Event], choice: Choice, site: str) -> bool:
    """Whether *rule*, one of the Sigma detector *choice*, raises an alert on *events*.

    Raises :class:`~twin.lab.detection.event_rows.WrongEvent` for an event that is no row of a table that detectors
    read.
    """
    known, readers, to_us = known_from(events, site, sources_of(rule, choice))
    heard = listen([choice], known, readers, to_us, cut=True)
    return any(each.alert.title == rule.title for each in heard.alerts)


def sources_of(rule: NamedRule, choice: Choice) -> tuple[Source, ...]:
    """The logs that *rule*, one of the Sigma detector *choice*, reads; none where it cannot be judged here."""
    from twin.detectors.sigma_rules.asked_columns import asked_by
    from twin.detectors.sigma_rules.read import load_rules

    for judgement in load_rules(rule_paths(choice), placeholders_of([choice])).judgements:
        if judgement.title == rule.title:
            return tuple(sorted(asked_by(judgement.match).sources or {judgement.source}))
    return ()


def known_from(
    events: Sequence[Event], site: str, sources: Sequence[Source] = ()
) -> tuple[Known, dict[str, TapeReader], Us]:
    """What defenders of *site* know, *events* as tables, and until when they are listened to.

    *sources* are the logs that a rule reads, whose names the events use. Raises
    :class:`~twin.lab.detection.event_rows.WrongEvent` for an event that is no row of a table that detectors read.
    """
    plain = load_site(site)
    inventory = register(plain)
    log = Log()
    last_us: Us = 0
    for row in rows_of(events, sources, inventory.assets):
        if isinstance(row, WrongEvent):
            raise row
        log.one(row.table, time=row.time_us, **row.columns)
        last_us = max(last_us, row.time_us)
    to_us = last_us + AFTER_US
    log.seal(to_us)
    watch = known_before(plain.plant, inventory, Segmentation("", (), (), ()), log.names)
    readers = {table: TapeReader(log.since(table)) for table in SEEN}
    return Known(watch, tuple(table for table in SEEN if log.rows(table))), readers, to_us


def wrong_events(events: Sequence[Event], site: str, sources: Sequence[Source]) -> list[WrongEvent]:
    """Everything that is wrong with *events* as rows that a rule on *sources* reads."""
    made = list(rows_of(events, sources, register(load_site(site)).assets))
    wrong = [each for each in made if isinstance(each, WrongEvent)]
    rows = [each for each in made if isinstance(each, Row)]
    if not wrong and sources and not any(row.is_read_by(source) for row in rows for source in sources):
        read = ", ".join(sorted({" ".join(each.words) or each.table for each in sources}))
        remedy = "write events of that log, or leave service and table out"
        wrong.append(WrongEvent(0, "", "contradicts-itself", f"the rule reads none of the events, only {read}", remedy))
    return wrong
