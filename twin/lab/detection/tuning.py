"""Tuning: one file of rules in somebody's hands, heard on some seeds of a story and on quiet days.

Runs are made once and kept, so that after an edit only the rule is heard again. What was measured can be written down
as a test that holds today: its promises are the bounds that these runs prove, no more.

Sources: those of :mod:`twin.lab.detection.bounds` and :mod:`twin.lab.detection.survival`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import ceil, floor
from pathlib import Path

from twin.core.errors import BadInput, Fault, Place
from twin.core.units import DAY_US, HOUR_US, SECOND_US
from twin.lab.asked import check_hours, check_seeds, check_workers, faults_of
from twin.lab.detection.accuse import detection, moment
from twin.lab.detection.bounds import rate_bounds, recall_bounds
from twin.lab.detection.explain import Explained
from twin.lab.detection.explain_asked import explanations
from twin.lab.detection.explain_rows import sight_of_take
from twin.lab.detection.listen import Done, Work, do, waits_for_alerts
from twin.lab.detection.promises import Promise
from twin.lab.detection.quiet import analyst_minutes
from twin.lab.detection.results import RunSeen, SeenAlert
from twin.lab.detection.rules import NamedRule, rules_in
from twin.lab.detection.survival import Wait, percentile
from twin.lab.detection.tapes import Take
from twin.lab.loader import load_inputs, load_posture
from twin.lab.rule_files import KIND, faults_in_rules
from twin.lab.scenario import Choice
from twin.lab.statistics import Estimate, rate_interval, share_interval
from twin.lab.what_if.crew import crew_size, in_turn

QUIET = "quiet-day"
SHIFT_H = 8.0
CADENCE_S = 10.0
LEVEL = 0.95
Told = Callable[[int, int], None]
"""Told several times a second how many runs of how many are complete; cancels by raising."""


@dataclass(frozen=True)
class Tuning:
    """What is asked: the rules in *file*, on *seeds* of *story* and of quiet days, under *posture*."""

    file: Path
    story: str
    posture: str = "zones"
    seeds: tuple[int, ...] = (1, 2, 3)
    site: str | None = None
    hours: float | None = None
    settings: tuple[str, ...] = ()
    since: str = "attack"
    """When the clock of a detection starts: ``attack``, or ``step.<id>.start``."""

    @property
    def choice(self) -> Choice:
        """The detector that hears these rules and no others."""
        return Choice(kind=KIND, parameters={"rules": [str(self.file.resolve())], "cadence_s": CADENCE_S})

    def take(self, seed: int) -> Take:
        """The run of *seed* with the attack."""
        return Take(self.story, self.posture, seed, self.site, self.hours, self.settings)

    @property
    def takes(self) -> list[Take]:
        """The runs with the attack, and as many quiet days of the same hub and length."""
        inputs = load_inputs(self.story, self.posture, self.site, self.settings, self.hours)
        quiet = (QUIET, self.posture, inputs.site.name if self.site is None else self.site, inputs.story.hours)
        told = [self.take(seed) for seed in self.seeds]
        return [*told, *(Take(quiet[0], quiet[1], seed, quiet[2], quiet[3]) for seed in self.seeds)]


@dataclass(frozen=True)
class Tuned:
    """What came of it: runs with the attack and quiet days, and why the rule did or did not fire on one seed.

    ``explained_seed`` is the first that was missed, or else the first.
    """

    asked: Tuning
    rules: tuple[NamedRule, ...]
    attacks: tuple[RunSeen, ...]
    quiet: tuple[RunSeen, ...]
    explained: tuple[Explained, ...]
    explained_seed: int
    triage_min: float

    @property
    def title(self) -> str:
        """What the rule is called; of several the first that speaks."""
        return self.explained[0].title if self.explained else self.rules[0].title

    @property
    def told(self) -> list[RunSeen]:
        """Runs in which the moment came that the clock starts at."""
        return [run for run in self.attacks if moment(run, self.asked.since) is not None]

    @property
    def missed(self) -> tuple[int, ...]:
        """Seeds in which nothing right was said."""
        return tuple(run.seed for run in self.told if self.first(run) is None)

    @property
    def hits(self) -> Estimate:
        """Share of the runs with a right alert."""
        return share_interval(len(self.told) - len(self.missed), len(self.told))

    @property
    def time_to_detect(self) -> Estimate:
        """Median time to the first right alert, s; missed runs are censored."""
        return percentile(self.waits, 50)

    @property
    def waits(self) -> list[Wait]:
        """How long each attack went undetected."""
        found = []
        for run in self.told:
            alert, since = self.first(run), moment(run, self.asked.since) or 0
            end = run.span_us if alert is None else alert.time_us
            found.append(Wait((end - since) / SECOND_US, seen=alert is not None))
        return found

    @property
    def wrong(self) -> list[SeenAlert]:
        """Alerts that accuse nobody in whom an attack was at work, in all runs."""
        return [alert for run in (*self.attacks, *self.quiet) for alert in run.alerts if not alert.right]

    @property
    def wrong_per_day(self) -> Estimate:
        """False alerts a day, in all runs."""
        return rate_interval(len(self.wrong), sum(run.span_us for run in (*self.attacks, *self.quiet)) / DAY_US)

    @property
    def alerts_per_shift(self) -> float:
        """Alerts in eight hours without an attack."""
        hours = sum(run.span_us for run in self.quiet) / HOUR_US
        return sum(len(run.alerts) for run in self.quiet) * SHIFT_H / hours

    @property
    def minutes_per_shift(self) -> float:
        """What analysts spend on them, minutes."""
        hours = sum(run.span_us for run in self.quiet) / HOUR_US
        return sum(analyst_minutes(run, self.triage_min) for run in self.quiet) * SHIFT_H / hours

    def first(self, run: RunSeen) -> SeenAlert | None:
        """The first right alert of *run* after the clock has started; None where it was missed."""
        since = moment(run, self.asked.since)
        stem = self.asked.file.stem
        return None if since is None else detection(Promise(rule=stem), run, self.rules, since)


def tune(
    asked: Tuning, cache: Path, *, workers: int | None = None, progress: Told | None = None
) -> Tuned:  # fmt: skip
    """Hear the rules of *asked* on its runs; those that were not kept under *cache* are made.

    Raises ``BadInput`` with every fault of the rules, at its line, and of the numbers.
    """
    faults = faults_of(
        partial(check_seeds, asked.seeds), partial(check_hours, asked.hours), partial(check_workers, workers),
        partial(load_inputs, asked.story, asked.posture, asked.site, asked.settings, asked.hours),
    )  # fmt: skip
    faults += wrong_rules(asked.file)
    if faults:
        raise BadInput(faults)
    runs = _hear(asked, cache, workers, progress)
    attacks, quiet = runs[: len(asked.seeds)], runs[len(asked.seeds) :]
    made = Tuned(asked, rules_in([asked.file]), attacks, quiet, (), 0, load_posture(asked.posture).response.triage_min)
    seed = next(iter(made.missed), asked.seeds[0])
    sight = sight_of_take(asked.take(seed), cache)
    why = tuple(explanations(str(asked.file), sight, asked.posture))
    return Tuned(asked, made.rules, attacks, quiet, why, seed, made.triage_min)


def wrong_rules(file: Path) -> list[Fault]:
    """Faults of the rules in *file*, and of a file without any."""
    found = faults_in_rules([file])
    if not found and not rules_in([file]):
        found = [
            Fault(Place(file.name, 1), "missing-rules", "there is no rule here.", "begin with title: and logsource:")
        ]
    return found


def _hear(asked: Tuning, cache: Path, workers: int | None, progress: Told | None) -> tuple[RunSeen, ...]:
    cache.mkdir(parents=True, exist_ok=True)
    works = [Work(take, ((asked.choice,),), waits_for_alerts(take.inputs.story)) for take in asked.takes]
    found: dict[int, RunSeen] = {}

    def tell() -> None:
        if progress:
            progress(len(found), len(works))

    heard = partial(_heard, root=cache)
    numbered = list(enumerate(works))
    alone = workers == 1
    came = (
        ((job, heard(job)) for job in numbered)
        if alone
        else in_turn(numbered, heard, crew_size(workers, len(works)), tell)
    )
    for (number, _), done in came:
        found[number] = done.runs[0]
        tell()
    return tuple(found[number] for number in range(len(works)))


def _heard(job: tuple[int, Work], root: Path) -> Done:
    return do(job[1], root)


def regression_of(made: Tuned, name: str, rules: str) -> str:
    """A test file, called *name*, that these runs pass: *rules* is where its rules are, from its own folder.

    Raises ``BadInput`` where nothing was found, because such a test would promise nothing.
    """
    hits = len(made.told) - len(made.missed)
    proven = recall_bounds(hits, len(made.told), LEVEL).lo if made.told else None
    at_least = floor(100 * (proven or 0.0)) / 100
    if not hits or at_least <= 0:
        problem = "these runs prove no detection, so a test could promise nothing."
        raise BadInput(
            [Fault(Place("test"), "nothing-expected", problem, "edit the rule until it hits, or take more seeds")]
        )
    asked, wait = made.asked, made.time_to_detect.mean
    days = sum(run.span_us for run in made.quiet) / DAY_US
    false = rate_bounds(sum(len(run.alerts) for run in made.quiet), days, LEVEL).hi or 0.0
    lines = [
        "format: 1", f"title: {_quoted(f'{made.title}: {asked.story}')}", f"story: {asked.story}",
        *([f"site: {asked.site}"] if asked.site else []), *([f"hours: {asked.hours:g}"] if asked.hours else []),
        *([f"set: {list(asked.settings)}"] if asked.settings else []),
        f"postures: [{asked.posture}]", f"seeds: {list(asked.seeds)}", "detectors:",
        f"  - {{kind: sigma, rules: {_quoted(rules)}, cadence_s: {CADENCE_S:g}}}", "expect:",
        f"  - rule: {_quoted(name)}",
        f"    recall: {{at_least: {at_least:g}}}",
        *([f"    time_to_detect: {{percentile: 50, at_most_s: {ceil(wait)}, from: {asked.since}}}"] if wait else []),
        "benign:",
        f"  stories: [{QUIET}]", f"  hours: {made.quiet[0].span_us / HOUR_US:g}", f"  seeds: {list(asked.seeds)}",
        f"  false_alerts_per_day: {{at_most: {ceil(false)}}}",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
