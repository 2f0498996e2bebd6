"""Cases: alerts that belong together, what is known about them, and what convinces whom.

An alert joins the case of the asset that it accuses. A plan may group further: alerts of one rule in one zone, or along
one way, where the evidence shows an exchange with an asset of an open case and the last alert of that case is not older
than the window. What an analyst is shown is one case with its worst level, its assets and who accuses them; what is
found out about the case holds for all of its assets, which is what grouping saves and what it risks.

What convinces depends on skill [judgement]. Let an alert be *strong* where its level is high or critical, and *agreed*
where two detectors accuse within half an hour:

=========  =====================  ==========================  =====================
skill      confirms               dismisses                   hands up
=========  =====================  ==========================  =====================
junior     strong and agreed      neither                     one of the two
practised  strong or agreed       neither                     nothing
senior     as practised, and remembers the other detector for two hours
=========  =====================  ==========================  =====================

A false alert of level high is confirmed wrongly, and a true one of level medium that stands alone is dismissed wrongly.
What is observed decides, never the truth.

Sources: NIST SP 800-61 r2, section 3.2 (analysis, prioritisation, correlation of events).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from twin.core.units import HOUR_US, MINUTE_US, Us, us
from twin.detectors.base import Alert, Level
from twin.lab.response_plan import Grouping, Skill
from twin.lab.soc.desk import Desk

Verdict = Literal["confirmed", "dismissed", "undecided"]

URGENCY: dict[Level, int] = {"critical": 0, "high": 1, "medium": 2, "low": 3}
TOGETHER_US = 30 * MINUTE_US
"""How long the word of one detector supports another's [judgement]."""
REMEMBERED_US = 2 * HOUR_US
"""How long a senior remembers it [judgement]."""


class Joined(NamedTuple):
    """An alert that joined a case before anybody decided: since when it waits, and what reading it costs."""

    number: int
    level: Level
    since_us: Us
    more_us: Us


@dataclass
class Case:
    """What is known about the assets of one case.

    ``number`` is the alert that opened it, ``accused`` when each detector last accused each asset, ``evidence`` the
    flows that its alerts show. ``looked`` is true once somebody has decided; until then further alerts wait in
    ``joined``. ``draws`` is the asset and the count of its cases by which times are drawn. A ``closed`` case
    (dismissed, left unread, or all of its assets cleaned) sets nothing off.
    """

    number: int
    level: Level
    last_us: Us
    evidence: list[int] = field(default_factory=list)
    accused: dict[str, dict[str, Us]] = field(default_factory=dict)
    techniques: set[str] = field(default_factory=set)
    looked: bool = False
    confirmed: bool = False
    closed: bool = False
    joined: list[Joined] = field(default_factory=list)
    draws: tuple[str, int] = ("", 0)
    begun: set[tuple[str, str]] = field(default_factory=set)

    @property
    def detectors(self) -> set[str]:
        """Kinds of detectors that have accused any of its assets."""
        return {kind for accusers in self.accused.values() for kind in accusers}

    def verdict(self, skill: Skill, now: Us) -> Verdict:
        """What a person of *skill* makes of it at *now*."""
        since = now - (REMEMBERED_US if skill == "senior" else TOGETHER_US)
        recent = {kind for accusers in self.accused.values() for kind, seen in accusers.items() if seen >= since}
        strong, agreed = self.level in ("high", "critical"), len(recent) > 1
        if skill == "junior" and strong != agreed:
            return "undecided"
        return "confirmed" if strong or agreed else "dismissed"


class Cases:
    """The open cases of one run, by asset, and the rule that says which alert joins which."""

    def __init__(self, desk: Desk, grouping: Grouping) -> None:
        self._desk, self._grouping = desk, grouping
        self._window_us = us(60 * grouping.window_min)
        self._of: dict[str, Case] = {}
        self._accused: dict[str, dict[str, Us]] = {}
        self._by_rule: dict[tuple[str, str], Case] = {}

    @property
    def assets(self) -> int:
        """How many assets open cases accuse."""
        return len(self._of)

    def knows(self, asset: str) -> bool:
        """Whether an open case accuses *asset*."""
        return asset in self._of

    def note(self, number: int, detector: str, alert: Alert) -> tuple[Case, bool]:
        """The case of *alert*, told of it, and whether it opens with it."""
        now = self._desk.clock.now_us
        accusers = self._accused.setdefault(alert.entity, {})
        accusers[detector] = now
        case = self._of.get(alert.entity) or self._like(detector, alert, now)
        opens = case is None
        if case is None:
            case = Case(number, alert.level, now)
        case.accused[alert.entity] = accusers
        case.last_us = now
        case.evidence += [alert.evidence] if alert.evidence else []
        case.techniques.add(alert.technique)
        self._of[alert.entity] = case
        if self._grouping.by == "rule_in_zone":
            self._by_rule[self._rule(detector, alert)] = case
        return case, opens

    def clean(self, asset: str) -> Case | None:
        """*asset* is clean: whatever accuses it from now on is a new case; the case that it closes, or None."""
        self._accused.pop(asset, None)
        case = self._of.pop(asset, None)
        if case is None or any(self._of.get(other) is case for other in case.accused):
            return None
        case.closed = True
        return case

    def close(self, case: Case) -> None:
        """It is dismissed, or nobody reads it: what accuses its assets next is a new case."""
        case.closed = True
        for asset in case.accused:
            if self._of.get(asset) is case:
                del self._of[asset]

    def still_accused(self, case: Case, asset: str) -> bool:
        """Whether *asset* has not been cleaned since *case* accused it."""
        return self._of.get(asset) is case

    def _like(self, detector: str, alert: Alert, now: Us) -> Case | None:
        """The open case that *alert* joins by the plan's rule, though it accuses another asset."""
        if self._grouping.by == "rule_in_zone":
            found: tuple[Case | None, ...] = (self._by_rule.get(self._rule(detector, alert)),)
        elif self._grouping.by == "campaign":
            found = tuple(self._of.get(end) for end in self._ways(alert))
        else:
            return None
        return self._open_within(found, now)

    def _open_within(self, found: Iterable[Case | None], now: Us) -> Case | None:
        since = now - self._window_us
        return next((case for case in found if case and not case.closed and case.last_us >= since), None)

    def _rule(self, detector: str, alert: Alert) -> tuple[str, str]:
        """The rule (or what a detector without rules suggests) and the zone."""
        zone = self._desk.zone_of.get(alert.entity, alert.entity)
        return alert.rule or f"{detector}/{alert.technique}", zone

    def _ways(self, alert: Alert) -> tuple[str, ...]:
        """Both ends of the flow that the alert shows."""
        ends = self._desk.flow(alert.evidence)
        return () if ends is None else (ends.src, ends.dst)
