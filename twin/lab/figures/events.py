"""What pictures need from a log about an attack: its intervals, who fell, what was reached, blocked and contained."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from twin.core.log import Log
from twin.core.units import Us

PHASES = ("start", "effect_start", "effect_end", "end")


@dataclass(frozen=True)
class StepSpan:
    """One step of the story in time, all its targets together (us); the effect is None where there was none.

    ``hit`` are the assets that a physical effect came over; ``outcome`` counts what became of it: ``success``, or
    ``2 success, 3 blocked`` for several targets.
    """

    step: str
    technique: str
    start: Us
    end: Us
    effect_start: Us | None
    effect_end: Us | None
    hit: tuple[str, ...]
    outcome: str


def step_spans(log: Log, span_us: Us) -> list[StepSpan]:
    """Steps in order of start; what never ended lasts to the end of the run."""
    steps: dict[str, list[dict[str, Any]]] = {}
    for row in log.records("attack"):
        steps.setdefault(row["step"], []).append(row)
    return sorted(
        (_span(step, rows, span_us) for step, rows in steps.items()), key=lambda span: (span.start, span.step)
    )


def _span(step: str, rows: list[dict[str, Any]], span_us: Us) -> StepSpan:
    times = {phase: [row["time"] for row in rows if row["phase"] == phase] for phase in PHASES}
    open_ended = len(times["end"]) < len(times["start"])
    effects, over = times["effect_start"], times["effect_end"]
    effect_end = (max(over) if len(over) >= len(effects) else span_us) if effects else None
    outcomes = Counter(row["outcome"] for row in rows if row["phase"] == "end")
    words = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
    return StepSpan(
        step=step,
        technique=rows[0]["technique"],
        start=min(row["time"] for row in rows),
        end=span_us if open_ended else max(times["end"], default=span_us),
        effect_start=min(effects) if effects else None,
        effect_end=effect_end,
        hit=tuple(sorted({row["target"] for row in rows if row["phase"] == "effect_start"})),
        outcome=words.removeprefix("1 ") if sum(outcomes.values()) == 1 else words or "under way",
    )


@dataclass(frozen=True)
class FaultSpan:
    """One sensor that was faulty for a while (us), and how."""

    sensor: str
    fault: str
    start: Us
    end: Us


def fault_spans(log: Log, span_us: Us) -> list[FaultSpan]:
    """Faults of sensors in order of onset; no attack, and drawn apart from any."""
    return [
        FaultSpan(row["sensor"], row["fault"], row["time"], min(row["end"], span_us))
        for row in log.records("sensor_fault")
    ]


def attack_interval(spans: list[StepSpan]) -> tuple[Us, Us] | None:
    """From the first start to the last end, effects included; None on a quiet day."""
    if not spans:
        return None
    return min(span.start for span in spans), max(max(span.end, span.effect_end or 0) for span in spans)


def fallen(log: Log) -> dict[str, Us]:
    """Assets that were compromised at any time, with the time of the first."""
    found: dict[str, Us] = {}
    for row in log.records("compromise"):
        if row["state"] == "compromised":
            found.setdefault(row["asset"], row["time"])
    return found


def reached_pairs(log: Log) -> set[tuple[str, str]]:
    """(from, to) where an attacker was answered."""
    return set(zip(log.texts("reached", "src"), log.texts("reached", "dst"), strict=True))


def blocked_pairs(log: Log) -> set[tuple[str, str]]:
    """(from, to) of an attack's flows that the network refused; pairs that were reached otherwise are left out."""
    labels, flows = log.since("label"), log.since("flow")
    lost = np.isin(flows["flow"], labels["flow"][~labels["delivered"]])
    pairs = np.unique(np.stack([flows["src"][lost], flows["dst"][lost]], axis=1), axis=0)
    texts = log.names.texts
    return {(texts[src], texts[dst]) for src, dst in pairs.tolist()} - reached_pairs(log)


def contained(log: Log) -> dict[str, Us]:
    """Targets of responses that were applied, with the time of the first."""
    found: dict[str, Us] = {}
    for row in log.records("decision"):
        if row["phase"] == "applied":
            found.setdefault(row["target"], row["time"])
    return found
