"""Differences: two rulesets on the same runs, rule by rule: what fires no more, what got slower, what got noisier.

Both sides read the same runs (under two postures: runs of the same seeds), so every difference is one of the rules, and
two equal rulesets differ in exactly nothing. What differs on these seeds is told as it is; what it says about other
seeds is the p of McNemar's exact test for detections lost and gained, a Student t interval of the paired delay, and the
exact sign test for alerts on quiet days that only one side raised.

A side got **worse** where a rule lost a detection more than it gained, was slower (the interval lies above 0, or there
is none and the mean does), raised more alerts on quiet days, or can match nothing any more; and where it lacks a rule
that the other one has and could judge, unless that is only called otherwise.

Sources: McNemar, Psychometrika 12 (1947), exact as in :mod:`twin.lab.detection.bounds`; pairs by common random numbers,
Glasserman and Yao, Management Science 38 (1992).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from twin.core.units import DAY_US, SECOND_US
from twin.lab.detection.accuse import moment
from twin.lab.detection.bounds import least_change, mcnemar
from twin.lab.detection.results import FAILED, NOTHING, PASSED, RunSeen, SeenAlert
from twin.lab.statistics import Estimate, paired_difference

Pair: TypeAlias = tuple[RunSeen, RunSeen]
GONE = "is not in the second ruleset"


@dataclass(frozen=True)
class Differs:
    """One rule or detector on both sides: detections of pairs, delay (s, second less first), quiet days, hits.

    ``lost`` and ``gained`` count right accusations by asset that one side alone made; ``seeds`` are the runs in which
    the detection was lost; ``wrong_first`` and ``wrong_second`` are wrong alerts in attacked runs; ``mute`` says why
    the second side can match nothing any more.
    """

    subject: str
    title: str
    pairs: int
    both: int
    only_first: int
    only_second: int
    p: float
    delay: Estimate
    quiet_first: int
    quiet_second: int
    quiet_days: float
    quiet_p: float
    lost: Mapping[str, int] = field(default_factory=dict)
    gained: Mapping[str, int] = field(default_factory=dict)
    seeds: tuple[str, ...] = ()
    wrong_first: int = 0
    wrong_second: int = 0
    mute: str = ""
    absent: str = ""

    @property
    def slower(self) -> bool:
        """The delay is above 0, and its interval too where it has one."""
        return (self.delay.mean or 0) > 0 and (self.delay.lo is None or self.delay.lo > 0)

    @property
    def worse(self) -> bool:
        """Something about it got worse."""
        noisier = self.quiet_second > self.quiet_first
        return self.only_first > self.only_second or self.slower or noisier or bool(self.mute) or self.absent == GONE

    @property
    def words(self) -> tuple[str, ...]:
        """What changed, the worst first."""
        return tuple(_words(self))

    def to_json(self) -> dict[str, Any]:
        """Everything by name."""
        told = dict(vars(self)) | {"delay": self.delay.to_json(), "worse": self.worse, "words": list(self.words)}
        return told | {"lost": dict(self.lost), "gained": dict(self.gained), "seeds": list(self.seeds)}


@dataclass(frozen=True)
class Difference:
    """Two sides: what differs, what does not, promises that changed, and columns that the second side never fills.

    ``gone`` are rules of the first side that the second does not have, ``missed`` those of them that could match;
    ``renamed`` says which are only called otherwise. ``cases`` of tests were put to both sides.
    """

    first: str
    second: str
    differs: tuple[Differs, ...]
    same: tuple[str, ...]
    runs: int
    attacked: int
    promises: tuple[str, ...] = ()
    drift: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    cases: int = 0

    @property
    def worse(self) -> bool:
        """Whether something got worse."""
        return any(each.worse for each in self.differs) or bool(self.drift or self.promises or self.missed)

    @property
    def compared(self) -> bool:
        """Whether there were rules, and runs or cases to put them to."""
        return bool(self.runs or self.cases) and bool(self.differs or self.same or self.gone)

    @property
    def exit_code(self) -> int:
        """0 nothing worse, 1 something, 5 nothing to compare."""
        if not self.compared:
            return NOTHING
        return FAILED if self.worse else PASSED

    @property
    def least_change(self) -> float | None:
        """The smallest loss of recall that so many pairs can show at 5 %."""
        return least_change(self.attacked)

    def to_json(self) -> dict[str, Any]:
        """Everything by name."""
        return {
            "first": self.first, "second": self.second, "exit_code": self.exit_code, "worse": self.worse,
            "runs": self.runs, "least_change": self.least_change, "same": list(self.same), "attacked": self.attacked,
            "differs": [each.to_json() for each in self.differs], "promises": list(self.promises),
            "drift": list(self.drift), "gone": list(self.gone), "missed": list(self.missed),
            "renamed": list(self.renamed), "cases": self.cases,
        }  # fmt: skip


def differences(pairs: Sequence[Pair], titles: Mapping[str, str], mute: Mapping[str, str]) -> Iterator[Differs]:
    """What differs between the runs of *pairs*; *titles* are the rules' by subject, *mute* those that cannot match."""
    subjects = {_subject(alert): None for pair in pairs for run in pair for alert in run.alerts}
    for subject in sorted({*subjects, *mute}, key=lambda each: (titles.get(each, each), each)):
        found = _differs(subject, titles.get(subject, subject), pairs, mute.get(subject, ""))
        if found is not None:
            yield found


def subjects_of(pairs: Sequence[Pair]) -> set[str]:
    """Every rule or detector that said something."""
    return {_subject(alert) for pair in pairs for run in pair for alert in run.alerts}


def _differs(subject: str, title: str, pairs: Sequence[Pair], mute: str) -> Differs | None:
    own = [(_of(one, subject), _of(two, subject)) for one, two in pairs]
    if not mute and all(_plain(one) == _plain(two) for one, two in own):
        return None
    attacked = [(pair, said) for pair, said in zip(pairs, own, strict=True) if moment(pair[0], "attack") is not None]
    times = [(_time(pair[0], said[0]), _time(pair[1], said[1])) for pair, said in attacked]
    only_first = [pair[0] for (pair, _), (a, b) in zip(attacked, times, strict=True) if a is not None and b is None]
    only_second = sum(a is None and b is not None for a, b in times)
    quiet = [said for pair, said in zip(pairs, own, strict=True) if pair[0].benign]
    alone = [_alone(one, two) for one, two in quiet]
    lost, gained = Counter[str](), Counter[str]()
    wrong = [sum(not alert.right for _, said in attacked for alert in said[side]) for side in (0, 1)]
    for _, (one, two) in attacked:
        before, after = {a.entity for a in one if a.right}, {a.entity for a in two if a.right}
        lost.update(before - after)
        gained.update(after - before)
    return Differs(
        subject, title, len(attacked), sum(a is not None and b is not None for a, b in times), len(only_first),
        only_second, mcnemar(len(only_first), only_second),
        paired_difference([b if a is not None else None for a, b in times], [a for a, _ in times]),
        sum(len(one) for one, _ in quiet), sum(len(two) for _, two in quiet),
        sum(pair[0].span_us for pair in pairs if pair[0].benign) / DAY_US,
        mcnemar(sum(one for one, _ in alone), sum(two for _, two in alone)), dict(sorted(lost.items())),
        dict(sorted(gained.items())), tuple(run.label for run in only_first),
        wrong[0], wrong[1], mute,
    )  # fmt: skip


def _subject(alert: SeenAlert) -> str:
    return alert.rule or alert.detector


def _of(run: RunSeen, subject: str) -> list[SeenAlert]:
    return [alert for alert in run.alerts if _subject(alert) == subject]


def _plain(alerts: Sequence[SeenAlert]) -> list[tuple[object, ...]]:
    """What an alert says, without its place in the ruleset and its words."""
    return sorted((a.time_us, a.entity, a.technique, a.level, a.evidence, a.rows) for a in alerts)


def _time(run: RunSeen, alerts: Sequence[SeenAlert]) -> float | None:
    """From the attack's first moment to the first right alert, s."""
    since = moment(run, "attack") or 0
    first = min((alert.time_us for alert in alerts if alert.right and alert.time_us >= since), default=None)
    return None if first is None else (first - since) / SECOND_US


def _alone(one: Sequence[SeenAlert], two: Sequence[SeenAlert]) -> tuple[int, int]:
    """How many alerts only the one, and only the other side raised."""
    first, second = (Counter((alert.time_us, alert.entity) for alert in said) for said in (one, two))
    return (first - second).total(), (second - first).total()


def _words(told: Differs) -> Iterator[str]:
    if told.mute:
        yield f"can match nothing any more: {told.mute}"
    if told.absent:
        yield told.absent
    yield from _firing(told)
    if told.delay.mean:
        yield f"{'slower' if told.delay.mean > 0 else 'faster'} by {_interval(told.delay)}"
    if told.quiet_first != told.quiet_second:
        word = "noisier" if told.quiet_second > told.quiet_first else "quieter"
        days = f"in {told.quiet_days:.3g} quiet days"
        yield f"{word}: {told.quiet_second} alerts {days}, {told.quiet_first} before (exact p {told.quiet_p:.2g})"
    if told.wrong_first != told.wrong_second:
        yield f"wrong alerts in attacked runs: {told.wrong_second}, {told.wrong_first} before"
    yield from (f"hits {word} on {_counted(by)}" for word, by in (("lost", told.lost), ("gained", told.gained)) if by)


def _firing(told: Differs) -> Iterator[str]:
    had, has = told.both + told.only_first, told.both + told.only_second
    p = f"(McNemar p {told.p:.2g})"
    if had and not has:
        yield f"fires no more: {had} of {told.pairs} runs before, none now {p}"
    elif has and not had:
        yield f"fires newly: none of {told.pairs} runs before, {has} now {p}"
    elif told.only_first or told.only_second:
        yield f"lost {told.only_first}, gained {told.only_second} of {told.pairs} runs {p}"


def _interval(delay: Estimate) -> str:
    mean = abs(delay.mean or 0)
    if delay.lo is None or delay.hi is None:
        return f"{mean:.3g} s (one pair, no interval)"
    low, high = sorted((delay.lo, delay.hi)) if (delay.mean or 0) > 0 else sorted((-delay.hi, -delay.lo))
    return f"{mean:.3g} s (95 % {low:.3g} to {high:.3g}, n = {delay.n})"


def _counted(by: Mapping[str, int]) -> str:
    shown = sorted(by.items(), key=lambda item: (-item[1], item[0]))
    more = f" and {len(shown) - 4} more" if len(shown) > 4 else ""
    return ", ".join(f"{name} ({count})" for name, count in shown[:4]) + more
