"""Scores of detectors on a physical process, row by row and attack by attack.

``S = gamma S_ttd + (1 - gamma) S_class`` weighs how soon attacks are found against how well rows are told apart:

* ``S_ttd`` is 1 minus the mean over attacks of the time to detect over the attack's duration; an attack that is not
  found counts its whole duration, so 1 is "at once, every time" and 0 is "never".
* ``S_class`` is the mean of the true positive rate and the true negative rate of rows.

Who always alarms gets 0.75 of it and who never does 0.25, so neither is the zero of the scale: both stand in every
table, and so does one that tosses a coin. F1 is of rows. The point-adjusted F1, which takes a whole attack for found
after one lucky row, is given beside it and never alone: a coin does well by it.

Sources: R. Taormina et al., The battle of the attack detection algorithms, J. Water Resour. Plann. Manage. 144(8), 2018
(S, gamma 0.5); S. Kim et al., Towards a rigorous evaluation of time-series anomaly detection, AAAI 2022 (why not point
adjustment); S. Axelsson, ACM TISSEC 3 (2000), for the base rate beside a precision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from twin.core.chance import Ints, Streams
from twin.core.units import Us
from twin.detectors.parts.register import Flags

GAMMA = 0.5


@dataclass(frozen=True)
class Event:
    """One attack in [from, to), and how long it went on unseen (None: to its end)."""

    from_us: Us
    to_us: Us
    delay_us: Us | None


@dataclass(frozen=True)
class Scores:
    """What a detector is worth on one recording; rates are 0 to 1, None where there was nothing to count.

    ``base_rate`` is the share of rows under attack, which a precision must be read with.
    """

    s: float
    s_ttd: float
    s_class: float
    true_positive_rate: float
    true_negative_rate: float
    precision: float | None
    f1: float
    f1_point_adjusted: float
    base_rate: float
    events: tuple[Event, ...]

    @property
    def found(self) -> int:
        """Attacks that were found."""
        return sum(event.delay_us is not None for event in self.events)


def score(time_us: Ints, attacked: Flags, alarmed: Flags, gamma: float = GAMMA) -> Scores:
    """Scores of *alarmed* against *attacked*, rows at *time_us* in order, all shape (n,).

    Raises ``ValueError`` where there is no attack, or nothing but attacks: then there is nothing to tell apart.
    """
    if not len(time_us) or attacked.all() or not attacked.any():
        raise ValueError("needs rows under attack and rows that are not")
    events = events_of(time_us, attacked, alarmed)
    s_ttd = 1.0 - sum(_share(event) for event in events) / len(events)
    sensitivity, specificity = float(alarmed[attacked].mean()), float((~alarmed[~attacked]).mean())
    s_class = (sensitivity + specificity) / 2.0
    return Scores(
        s=gamma * s_ttd + (1.0 - gamma) * s_class, s_ttd=s_ttd, s_class=s_class, true_positive_rate=sensitivity,
        true_negative_rate=specificity,
        precision=float(attacked[alarmed].mean()) if alarmed.any() else None, f1=_f1(attacked, alarmed),
        f1_point_adjusted=_f1(attacked, _adjusted(attacked, alarmed)), base_rate=float(attacked.mean()), events=events,
    )  # fmt: skip


def events_of(time_us: Ints, attacked: Flags, alarmed: Flags) -> tuple[Event, ...]:
    """Every run of attacked rows, to the first row after it, with the time to its first alarm."""
    events = []
    for first, end in _runs(attacked):
        seen = np.flatnonzero(alarmed[first:end])
        from_us = int(time_us[first])
        to_us = int(time_us[end]) if end < len(time_us) else 2 * int(time_us[-1]) - int(time_us[-2])
        events.append(Event(from_us, to_us, int(time_us[first + seen[0]]) - from_us if len(seen) else None))
    return tuple(events)


def held(alarms: Flags, rows: int) -> Flags:
    """*alarms* (n,), each kept up for *rows* rows from its own on: what an operator sees who must acknowledge it."""
    last = np.maximum.accumulate(np.where(alarms, np.arange(len(alarms)), -rows))
    kept: Flags = np.arange(len(alarms)) - last < rows
    return kept


def alarms_at(time_us: Ints, alerts_us: Sequence[Us]) -> Flags:
    """Which rows are the first at or after an alert, shape (n,); alerts after the last row are of none."""
    rows = np.searchsorted(time_us, np.array(alerts_us, dtype=np.int64))
    alarms = np.zeros(len(time_us), dtype=np.bool_)
    alarms[rows[rows < len(time_us)]] = True
    return alarms


def null_detectors(rows: int, seed: int = 0) -> Mapping[str, Flags]:
    """Alarms of three that know nothing: always, never, and a coin for each row."""
    coin = Streams.of(seed, ["null"], "coin").uniform(np.zeros(rows, dtype=np.int64), np.arange(rows)) < 1.0 / 2.0
    return {"always": np.ones(rows, dtype=np.bool_), "never": np.zeros(rows, dtype=np.bool_), "random": coin}


def _share(event: Event) -> float:
    """Time to detect over duration, 1 where it was not."""
    return 1.0 if event.delay_us is None else event.delay_us / (event.to_us - event.from_us)


def _f1(attacked: Flags, alarmed: Flags) -> float:
    """Harmonic mean of precision and recall, 0 where no attacked row has an alarm."""
    return 2.0 * float((attacked & alarmed).sum()) / float(attacked.sum() + alarmed.sum())


def _adjusted(attacked: Flags, alarmed: Flags) -> Flags:
    """*alarmed*, and the whole of each attack of which one row is."""
    adjusted = alarmed.copy()
    for first, end in _runs(attacked):
        adjusted[first:end] |= alarmed[first:end].any()
    return adjusted


def _runs(attacked: Flags) -> list[tuple[int, int]]:
    """First row and end of each run of attacked rows."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], attacked, [False]]).astype(np.int64)))
    return [(int(first), int(end)) for first, end in edges.reshape(-1, 2)]
