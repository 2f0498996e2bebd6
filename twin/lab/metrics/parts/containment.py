"""Containment: when a response cut an asset off, as the decisions in the log say.

A measure is in force from its ``applied`` row until its ``undone`` row. Some kinds cut an asset off: its own
isolation, the quarantine of its zone (zones are those of the posture's policy), and a block of every flow from it. One
that is switched off for a new image is cut off as well.

A measure *touches* the assets that it acts on: the one that it names, all of a zone, a room, a fleet or a maker, both
ends of a flow, and whoever has an account and where.
"""

from __future__ import annotations

from typing import NamedTuple

from twin.core.log import Log
from twin.core.units import Us
from twin.lab.metrics.base import Evidence
from twin.responses.block_flow import parse_flow


class InForce(NamedTuple):
    """A measure and when it was in force; ``until_us`` is None where nobody took it back."""

    response: str
    target: str
    by: str
    from_us: Us
    until_us: Us | None

    def at(self, time_us: Us) -> bool:
        """Whether it is in force at *time_us*."""
        return self.from_us <= time_us and (self.until_us is None or time_us < self.until_us)


def measures_in_force(log: Log) -> list[InForce]:
    """Every measure that was applied, in order of time."""
    rows = log.records("decision")
    undone = {row["decision"]: row["time"] for row in rows if row["phase"] == "undone"}
    return [
        InForce(row["response"], row["target"], row["by"], row["time"], undone.get(row["decision"]))
        for row in rows
        if row["phase"] == "applied"
    ]


def cut_off_at(evidence: Evidence, asset: str, since_us: Us) -> Us | None:
    """The first time from *since_us* on at which *asset* is cut off, or None."""
    times = [
        max(since_us, measure.from_us)
        for measure in measures_that_cut_off(evidence, asset)
        if measure.until_us is None or measure.until_us > since_us
    ]
    return min(times, default=None)


def measures_that_cut_off(evidence: Evidence, asset: str) -> list[InForce]:
    """The measures that cut *asset* off while they were in force, in order of time."""
    return [measure for measure in measures_in_force(evidence.log) if _cuts_off(evidence, measure, asset)]


def touched(evidence: Evidence, measure: InForce) -> set[str]:
    """The assets that *measure* acts on."""
    names = set(parse_flow(measure.target)[:2] if ">" in measure.target else measure.target.split("@"))
    return {
        asset.name for asset in evidence.inventory.assets
        if names & {asset.name, evidence.zone_of.get(asset.name, ""), asset.kind, asset.area, asset.vendor}
    }  # fmt: skip


def _cuts_off(evidence: Evidence, measure: InForce, asset: str) -> bool:
    if measure.response in ("isolate_device", "restore_firmware"):
        return measure.target == asset
    if measure.response == "quarantine_zone":
        return measure.target == evidence.zone_of.get(asset)
    if measure.response == "block_flow":
        src, *others = parse_flow(measure.target)
        return others == ["*", "*"] and src in (asset, evidence.zone_of.get(asset))
    return False
