"""What became of each rule: it spoke, it was silent, or it could not speak.

``silent`` is a result: the rule read every row it is about and none fitted. ``unread`` (no row of its log was seen),
``source-unknown`` (the lab has no such log) and ``field-unknown`` (the log has no such field) are not: the rule would
be silent whatever happened.

Sources: none; the words are ours.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from twin.core.errors import Fault
from twin.detectors.sigma_rules.fields import Source

if TYPE_CHECKING:
    from twin.detectors.sigma_rules.read import Judgement, Ruleset

State = Literal["alerted", "silent", "unread", "field-unknown", "source-unknown"]
UNABLE: tuple[State, State] = ("field-unknown", "source-unknown")
"""States of rules that cannot match here, however good they are."""


@dataclass(frozen=True)
class RuleStatus:
    """One rule, where it is written, what became of it, and why where it could not speak.

    ``columns`` are those of the log that it asks; ``facts`` those of the register that must hold, ``excepted`` those
    that must not.
    """

    title: str
    id: str
    path: Path
    line: int
    status: State
    reason: str = ""
    columns: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()


def statuses_of(ruleset: Ruleset, spoken: Collection[str], met: Collection[Source]) -> list[RuleStatus]:
    """Every rule of *ruleset* that was meant to be judged, by title.

    *spoken* are the titles that raised an alert, *met* the sources that had a row.
    """
    judged = [_judged(each, spoken, met) for each in ruleset.judgements]
    unable = [
        RuleStatus(each.title, each.rule, each.path, each.line, state, each.reason)
        for each in ruleset.refused
        for state in UNABLE
        if each.status == state
    ]
    return sorted([*judged, *unable], key=lambda status: status.title)


def _judged(each: Judgement, spoken: Collection[str], met: Collection[Source]) -> RuleStatus:
    found = each.demanded
    sources = found.sources or {each.source}
    status: State = "alerted" if each.title in spoken else "silent" if sources & set(met) else "unread"
    reason = f"no row of {_named(min(sources))} was seen" if status == "unread" else ""
    asked = (tuple(sorted(names)) for names in (found.columns, found.facts, found.excepted))
    return RuleStatus(each.title, each.rule, each.path, each.line, status, reason, *asked)


def _named(source: Source) -> str:
    """A log in words: ``dns (flow)``."""
    return f"{source.service} ({source.table})" if source.service else source.table


def faults_of(ruleset: Ruleset, *, report: bool) -> list[Fault]:
    """Every fault of *ruleset*; with *report* those left out that are rules which cannot match here."""
    excused = UNABLE if report else ()
    return [*ruleset.faults, *(fault for fault in ruleset.unmet if fault.code not in excused)]


def summary(statuses: Iterable[RuleStatus]) -> str:
    """One line on the rules that could not speak; empty where all could."""
    unable = [f"{each.title!r} ({each.status})" for each in statuses if each.status in UNABLE]
    return f"{len(unable)} rules cannot match here: {', '.join(unable)}" if unable else ""


def without_register(statuses: Iterable[RuleStatus]) -> str:
    """One line that names the rules on kinds and functions, for whoever knows none; empty where no rule asks."""
    told = list(statuses)
    deaf = [repr(each.title) for each in told if each.facts]
    loud = [repr(each.title) for each in told if each.excepted]
    parts = (("find nobody", deaf), ("except nobody", loud))
    return "; ".join(f"{words} by kind or function: {', '.join(named)}" for words, named in parts if named)


def doubt_without_register(status: RuleStatus) -> str:
    """What *status* is worth where no kind or function is known; empty where it asks for none."""
    parts = (
        f"asks for {', '.join(status.facts)}, of which nothing is known" if status.facts else "",
        f"excepts nobody by {', '.join(status.excepted)}, of which nothing is known" if status.excepted else "",
    )
    return "; ".join(part for part in parts if part)
