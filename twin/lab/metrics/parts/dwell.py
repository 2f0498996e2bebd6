"""Dwell: how long the attacker had the use of the assets that he held.

An asset is held from its fall until it is taken back, or to the end of the run. While a measure cuts it off the
attacker has no use of it, so that time does not count.

Source: dwell time as incident reports use the word (Mandiant M-Trends); that containment ends it is ours.
"""

from __future__ import annotations

from collections.abc import Iterable

from twin.core.units import Us
from twin.lab.metrics.base import Evidence
from twin.lab.metrics.parts.containment import measures_that_cut_off

Stretch = tuple[Us, Us]


def dwell_us(evidence: Evidence) -> Us:
    """Time for which assets were held and not cut off, summed over assets (microseconds)."""
    return sum(_in_use_us(evidence, asset, stretches) for asset, stretches in _held(evidence).items())


def _held(evidence: Evidence) -> dict[str, list[Stretch]]:
    """For each asset that fell, from when until when it was held."""
    since: dict[str, Us] = {}
    held: dict[str, list[Stretch]] = {}
    for row in evidence.log.records("compromise"):
        if row["state"] == "compromised":
            since.setdefault(row["asset"], row["time"])
        elif row["asset"] in since:
            held.setdefault(row["asset"], []).append((since.pop(row["asset"]), row["time"]))
    for asset, time_us in since.items():
        held.setdefault(asset, []).append((time_us, evidence.span_us))
    return held


def _in_use_us(evidence: Evidence, asset: str, held: Iterable[Stretch]) -> Us:
    """Length of *held* less what measures on *asset* cover of it; measures may overlap."""
    measures = measures_that_cut_off(evidence, asset)
    shut = [(each.from_us, evidence.span_us if each.until_us is None else each.until_us) for each in measures]
    total = 0
    for begin, end in held:
        at = begin
        for shut_from, shut_until in sorted(shut):
            total += max(0, min(shut_from, end) - at)
            at = max(at, shut_until)
        total += max(0, end - at)
    return total
