"""Marks: what one detector, or several together, got right and wrong in one run, as counts that add up.

Two cases are counted. The **flow**: found where a detector accuses it, and an attack's where the attack opened it. Of
the attack's flows, those that **leave** the permitted pairs connect two assets by a service that no declared need of
the site covers; the others look like work. The **asset**: involved while the attack acts from it, holds it or has an
effect in it (:mod:`twin.lab.metrics.parts.reading`), found where an alert accuses it in that time.

Flows of one run are alike, so a share of them says less than its number of flows promises. Its interval is therefore
that of a sample of whole runs: the ratio of two sums, with the scatter of the runs around it. Where no run differs from
the others nothing scatters, and Wilson's interval for as many cases as there are runs is given instead.

Sources: Cochran, Sampling Techniques, 3rd ed. (1977), section 9A.1 (a share in clusters of unequal size, estimated as a
ratio); Axelsson, ACM TISSEC 3 (2000), for what precision becomes at another base rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from math import fsum, sqrt
from typing import Any

import numpy as np

from twin.core.log import Array
from twin.core.units import DAY_US, SECOND_US, Us
from twin.detectors.parts.register import Flags, among, declared_triples, packed
from twin.lab.detection.sitting import Room, Sitting, first_right
from twin.lab.detection.survival import Wait
from twin.lab.statistics import LEVEL, Estimate, share_interval


@dataclass(frozen=True)
class Marks:
    """Counts of one run. Flows: seen, the attack's, those of them that leave; accused, and of these the attack's.

    ``alerts`` and those of them that are ``right``; assets ``involved`` and of these ``found``; ``wait`` from the first
    moment of the attack to the first right alert, None in a run without an attack.
    """

    span_us: Us
    flows: int
    made: int
    leaving: int
    accused: int
    hits: int
    leaving_hits: int
    alerts: int
    right: int
    involved: int
    found: int
    wait: Wait | None
    cpu_s: float

    @property
    def days(self) -> float:
        """Length of the run."""
        return self.span_us / DAY_US

    def to_json(self) -> dict[str, Any]:
        """Everything by name."""
        return asdict(self)


@dataclass(frozen=True)
class Paper:
    """The truth about one run, flow by flow, for marking."""

    room: Room
    flows: int
    made: Array
    leaving: Array

    @cached_property
    def first_us(self) -> Us | None:
        """First moment of the attack."""
        return self.room.tape.truth.first_us

    def mark(self, sittings: Sequence[Sitting]) -> Marks:
        """What *sittings* got right together: a flow or an asset is found if one of them accuses it."""
        truth = self.room.tape.truth
        alerts = [alert for each in sittings for alert in each.alerts]
        right = [alert for alert in alerts if truth.is_right(alert.entity, alert.time_us)]
        accused = np.unique(np.concatenate([np.empty(0, np.uint64), *(each.flows for each in sittings)]))
        return Marks(
            span_us=truth.span_us, flows=self.flows, made=len(self.made), leaving=len(self.leaving),
            accused=len(accused), hits=_both(accused, self.made), leaving_hits=_both(accused, self.leaving),
            alerts=len(alerts), right=len(right), involved=len(truth.parts),
            found=len({alert.entity for alert in right}), wait=self._wait(sittings),
            cpu_s=fsum(each.cpu_s for each in sittings),
        )  # fmt: skip

    def _wait(self, sittings: Sequence[Sitting]) -> Wait | None:
        if self.first_us is None:
            return None
        tape = self.room.tape
        seen_us = first_right(sittings, tape, self.first_us)
        until_us = tape.truth.span_us if seen_us is None else seen_us
        return Wait((until_us - self.first_us) / SECOND_US, seen_us is not None)


def paper_of(room: Room) -> Paper:
    """What is true of the run in *room*."""
    flow = room.readers["flow"].rows(0, room.readers["flow"].loaded)
    made: Flags = np.isin(flow["flow"], np.array(list(room.tape.made), dtype=np.uint64))
    permitted = among(packed(flow["src"], flow["dst"], flow["service"]), declared_triples(room.known.watch))
    return Paper(room, len(made), flow["flow"][made], flow["flow"][made & ~permitted])


def clustered(pairs: Iterable[tuple[int, int]], level: float = LEVEL) -> Estimate:
    """The share of hits in cases over runs, each run a pair of (hits, cases), with its interval, 0 to 1.

    ``n`` counts cases. Runs without a case do not count.
    """
    counted = [(hits, cases) for hits, cases in pairs if cases]
    cases, runs = sum(pair[1] for pair in counted), len(counted)
    if not cases:
        return Estimate(None, None, None, 0)
    share = sum(pair[0] for pair in counted) / cases
    scatter = fsum((hits - share * of) ** 2 for hits, of in counted)
    if runs == 1 or scatter <= 1e-12 * cases:
        alone = share_interval(round(share * runs), runs, level)
        return Estimate(share, min(share, alone.lo or 0.0), max(share, alone.hi or 1.0), cases)
    from scipy.special import stdtrit

    error = sqrt(runs / (runs - 1) * scatter) / cases
    half = float(stdtrit(runs - 1, (1 + level) / 2)) * error
    return Estimate(share, max(0.0, share - half), min(1.0, share + half), cases)


def predictive_value(recall: float, false_share: float, base_rate: float) -> float | None:
    """The share of accused cases that are an attack's where *base_rate* of all cases are; None if none is accused.

    *recall* is the share of attacks' cases accused, *false_share* that of all others.
    """
    right, wrong = recall * base_rate, false_share * (1 - base_rate)
    return right / (right + wrong) if right + wrong else None


def _both(first: Array, second: Array) -> int:
    return int(np.isin(first, second).sum())
