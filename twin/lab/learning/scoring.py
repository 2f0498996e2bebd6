"""Scoring: what a model is worth on runs that it was not learned from.

The unit is the row, an asset in a minute. A row is an attack's if the asset opened a flow in it that the attack made.
Two models are compared at an **equal false-alarm rate**: each is given the factor on its thresholds at which as many
benign rows pass as are allowed, and then recall is what is compared. Both a share's interval and the base rate are
kept, because recall says little where attacks are rare.

Sources: S. Axelsson, The Base-Rate Fallacy and the Difficulty of Intrusion Detection, ACM TISSEC 3 (2000); intervals as
in :mod:`twin.lab.statistics`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from twin.core.elementary import Floats
from twin.core.names import Names
from twin.core.units import DAY_US
from twin.detectors.learning.features import Features, Slice
from twin.detectors.learning.judge import Judge
from twin.detectors.learning.model import Model
from twin.detectors.parts.register import Flags
from twin.lab.learning.lesson import batches, watch_of
from twin.lab.run import Run
from twin.lab.scenario import Site
from twin.lab.statistics import Estimate, rate_interval, share_interval
from twin.net.inventory import Inventory

RATE_PER_DAY = 1.0


@dataclass(frozen=True)
class Exam:
    """A run as a model is asked about it: its slices, and of each row whether an attack was at work in it."""

    site: Site
    inventory: Inventory
    texts: tuple[str, ...]
    slices: tuple[Slice, ...]
    attacks: tuple[Flags, ...]
    days: float

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(len(each) for each in self.attacks)


@dataclass(frozen=True)
class Grade:
    """Recall over rows of attacks; benign rows that passed, a day; and the share of rows that are an attack's."""

    recall: Estimate
    false_rows_per_day: Estimate
    base_rate: float
    factor: float


def exam(done: Run, cadence_s: float = 60.0) -> Exam:
    """The run *done* as an exam."""
    register = done.inventory.register
    features = Features(watch_of(done.site, register, done.log.names))
    made = done.log.since("label")["flow"]
    slices, attacks = [], []
    for batch in batches(done.log, done.span_us, cadence_s):
        seen = features.of(batch)
        flow = batch.tables["flow"]
        openers = features.register.numbers(flow["src"][np.isin(flow["flow"], made)])
        slices.append(seen)
        attacks.append(np.isin(seen.members, openers))
    texts = tuple(done.log.names.texts)
    return Exam(done.site, register, texts, tuple(slices), tuple(attacks), done.span_us / DAY_US)


def times_over(model: Model, asked: Exam) -> Floats:
    """By how many times each row of *asked* passes its threshold at one false alarm a day, shape (rows,)."""
    judge = Judge(model, Features(watch_of(asked.site, asked.inventory, Names(asked.texts))), RATE_PER_DAY)
    found = [judge.times(*judge.scores(seen)) for seen in asked.slices]
    return np.concatenate([np.empty(0), *found])


def grade(model: Model, benign: Iterable[Exam], attacked: Iterable[Exam], rows_per_day: float | None = None) -> Grade:
    """What *model* finds in *attacked* where *rows_per_day* benign rows of *benign* (without attacks) may pass.

    Left out, the thresholds are as they were learned.
    """
    quiet = [(each.days, times_over(model, each)) for each in benign]
    days = sum(each for each, _ in quiet)
    calm = np.sort(np.concatenate([np.zeros(1), *(times for _, times in quiet)]))[::-1]
    factor = 1.0 if rows_per_day is None else float(calm[min(int(rows_per_day * days), len(calm) - 1)])
    asked = [(np.concatenate(each.attacks), times_over(model, each)) for each in attacked]
    truth, times = (np.concatenate([pair[part] for pair in asked]) for part in (0, 1))
    hits = int(np.count_nonzero(times[truth] > factor))
    passed = int(np.count_nonzero(calm > factor))
    share = share_interval(hits, int(truth.sum()))
    return Grade(share, rate_interval(passed, days), float(truth.mean()) if len(truth) else 0.0, factor)


def attack_rows(exams: Sequence[Exam]) -> int:
    """How many rows of *exams* are an attack's."""
    return sum(int(flags.sum()) for each in exams for flags in each.attacks)
