"""STIX 2.1: the attack as threat intelligence would tell it, for tools that read nothing else.

A campaign uses attack patterns (with their ATT&CK ids); each performance is a sighting of its pattern with the observed
data behind it: the network traffic that the attack made, between the addresses it was made from and to. What it did to
robots and rooms stands in an extension, since STIX has no word for it. Identifiers are UUIDs of version 5 over what
they stand for, so that two exports of one run are equal, and dates are those of the story.

Sources: OASIS STIX 2.1 (objects, sightings, observed data, extensions); RFC 9562 (UUID version 5).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from twin.core.units import Us
from twin.lab.exporters.base import Exporter
from twin.lab.exporters.parts.conversation import Conversation, conversations
from twin.lab.exporters.parts.performances import Performance, performances
from twin.lab.recording import Recording
from twin.lab.techniques import Technique, techniques

FLOWS_A_STEP = 50
"""Network traffic objects that one performance is illustrated with; its observed data counts them all."""
_OURS = uuid5(NAMESPACE_URL, "urn:twin-range")
_SCO = UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
"""Namespace that STIX 2.1 gives for identifiers of observables (section 2.9)."""
_IMPACT = f"extension-definition--{uuid5(_OURS, 'physical-impact')}"
_KILL_CHAIN = {"ics-attack": "mitre-ics-attack", "enterprise-attack": "mitre-attack"}
_SOURCE = "mitre-attack"

Object = dict[str, Any]


class Stix(Exporter):
    """STIX 2.1 bundle of the ground truth: ``truth/attack.stix.json``."""

    def write(self, recording: Recording, folder: Path) -> list[Path]:
        """Write one bundle."""
        objects = _Bundle(recording).objects()
        bundle = {"type": "bundle", "id": f"bundle--{uuid5(_OURS, json.dumps(objects))}", "objects": objects}
        path = folder / "truth" / "attack.stix.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps(bundle, indent=1) + "\n", encoding="utf-8")
        return [part.replace(path)]


class _Bundle:
    """The objects of one recording."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._now = self._date(0)
        self._maker = f"identity--{uuid5(_OURS, 'maker')}"
        self._incidents = list(recording.rows("incident"))

    def objects(self) -> list[Object]:
        """Everything, each object once."""
        done = list(performances(self._recording))
        found = {each["id"]: each for each in self._head()}
        traffic = self._traffic(done)
        for number, performance in enumerate(done):
            for each in self._performance(number, performance, traffic.get(performance.step, [])):
                found.setdefault(each["id"], each)
        return list(found.values())

    def _date(self, time_us: Us) -> str:
        return f"{self._recording.when(time_us):%Y-%m-%dT%H:%M:%S.%f}Z"

    def _object(self, kind: str, key: str, /, **fields: Any) -> Object:
        identity = {"type": kind, "spec_version": "2.1", "id": f"{kind}--{uuid5(_OURS, f'{kind}/{key}')}"}
        return identity | {"created": self._now, "modified": self._now} | fields

    def _head(self) -> Iterator[Object]:
        maker = self._object("identity", "maker", name="twin", identity_class="system")
        yield maker | {"id": self._maker}
        yield self._object(
            "extension-definition", "physical-impact", name="Physical impact", version="1.0.0",
            created_by_ref=self._maker, extension_types=["property-extension"],
            schema="Properties: incidents, an object of counts by kind of incident on the floor.",
            description="What an attack did to robots, people and rooms.",
        ) | {"id": _IMPACT}  # fmt: skip

    def _traffic(self, done: list[Performance]) -> dict[str, list[Conversation]]:
        step_of = {flow: performance.step for performance in done for flow in performance.flows}
        found: dict[str, list[Conversation]] = {}
        for seen in conversations(self._recording) if step_of else ():
            if seen.flow in step_of:
                found.setdefault(step_of[seen.flow], []).append(seen)
        return found

    def _performance(self, number: int, done: Performance, traffic: list[Conversation]) -> Iterator[Object]:
        known = techniques().get(done.technique)
        if known is None:
            return
        pattern = self._pattern(known)
        campaign = self._object("campaign", "attack", name="The story's attack", created_by_ref=self._maker)
        yield pattern
        yield campaign
        yield self._object(
            "relationship", f"uses/{known.id}", relationship_type="uses", source_ref=campaign["id"],
            target_ref=pattern["id"], created_by_ref=self._maker,
        )  # fmt: skip
        last_us = done.end_us or done.start_us
        dates = {"first_observed": self._date(done.start_us), "last_observed": self._date(last_us)}
        refs: list[str] = []
        for seen in islice(traffic, FLOWS_A_STEP):
            observables = list(self._observables(seen))
            yield from observables
            refs += [each["id"] for each in observables]
        data = self._object(
            "observed-data", f"{number}/{done.step}", **dates, number_observed=max(1, len(traffic)),
            object_refs=list(dict.fromkeys(refs)), created_by_ref=self._maker,
        )  # fmt: skip
        sighting = self._object(
            "sighting", f"{number}/{done.step}", first_seen=dates["first_observed"], last_seen=dates["last_observed"],
            count=1, sighting_of_ref=pattern["id"], created_by_ref=self._maker,
            description=f"step {done.step}: {done.attack} from {done.actor or 'outside'}, {done.outcome}",
            extensions={_IMPACT: self._impact(done)},
        )  # fmt: skip
        if refs:
            yield data
            sighting["observed_data_refs"] = [data["id"]]
        yield sighting

    def _pattern(self, technique: Technique) -> Object:
        phases = [
            {"kill_chain_name": _KILL_CHAIN[technique.domain], "phase_name": tactic.lower().replace(" ", "-")}
            for tactic in technique.tactics
        ]
        reference = {"source_name": _SOURCE, "external_id": technique.id}
        return self._object(
            "attack-pattern", technique.id, name=technique.name, external_references=[reference],
            kill_chain_phases=phases, created_by_ref=self._maker,
        )  # fmt: skip

    def _impact(self, done: Performance) -> Object:
        """Incidents on the floor while the step ran that its cause explains."""
        last_us = done.end_us if done.end_us is not None else self._recording.to_us
        counts: dict[str, int] = {}
        for row in self._incidents:
            if done.start_us <= row["time"] <= last_us and row["cause"] == "attack":
                counts[row["incident"]] = counts.get(row["incident"], 0) + 1
        return {"extension_type": "property-extension", "incidents": counts}

    def _observables(self, seen: Conversation) -> Iterator[Object]:
        ends = [_observable("ipv4-addr", {"value": asset.address}) for asset in (seen.src, seen.dst)]
        yield from ends
        protocols = ["ipv4", seen.transport] if seen.over_ip else [seen.transport]
        ports = {"src_port": seen.src_port, "dst_port": seen.dst_port, "protocols": protocols}
        start = {"start": self._date(seen.time_us)}
        parts = {"src_ref": ends[0]["id"], "dst_ref": ends[1]["id"], **ports, **start}
        sizes = {"src_byte_count": seen.bytes_out, "dst_byte_count": seen.bytes_in, "src_packets": seen.packets_out}
        yield _observable("network-traffic", parts) | sizes


def _observable(kind: str, contributing: Object) -> Object:
    """An observable whose identity is that of its contributing properties."""
    canonical = json.dumps(contributing, sort_keys=True, separators=(",", ":"))
    return {"type": kind, "spec_version": "2.1", "id": f"{kind}--{uuid5(_SCO, canonical)}", **contributing}
