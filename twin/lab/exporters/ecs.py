"""ECS: events in Elastic Common Schema, one JSON object a line.

Each conversation is a ``network`` event with source, destination and, where the tap could read it, the protocol's own
fields; each alert of a detector is an ``alert`` with rule and technique.

Sources: Elastic Common Schema 8.17 field reference (event, source, destination, network, dns, http, tls, rule, threat).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from twin.lab.exporters.base import Exporter
from twin.lab.exporters.parts.conversation import Conversation
from twin.lab.exporters.parts.ends import host_of
from twin.lab.exporters.parts.handshakes import handshake_of
from twin.lab.exporters.parts.json_lines import Event, date_of, known, write_events
from twin.lab.exporters.parts.labels import write_labels
from twin.lab.exporters.parts.notices import Notice
from twin.lab.recording import Recording
from twin.net.inventory import Asset

VERSION = "8.17.0"
_RISK: Mapping[str, int] = {"low": 21, "medium": 47, "high": 73, "critical": 99}
"""Scores that Elastic's own rules give to the four levels."""


class Ecs(Exporter):
    """Elastic Common Schema: ``observed/ecs.ndjson``."""

    def write(self, recording: Recording, folder: Path) -> list[Path]:
        """Write one line an event."""
        path = folder / "observed" / "ecs.ndjson"
        return [write_events(recording, path, _of_conversation, _of_alert), write_labels(recording, folder)]


def _date(epoch_us: int) -> str:
    return f"{date_of(epoch_us):%Y-%m-%dT%H:%M:%S.%f}Z"


def _end(asset: Asset, port: int, size: int, packets: int) -> Event:
    return {
        "ip": asset.address, "mac": asset.mac.upper().replace(":", "-"), "port": port, "bytes": size,
        "packets": packets, "domain": asset.name,
    }  # fmt: skip


def _of_conversation(c: Conversation) -> list[Event]:
    outcome = {"SF": "success", "RSTO": "success"}.get(c.state, "failure")
    event: Event = {
        "@timestamp": _date(c.epoch_us),
        "ecs": {"version": VERSION},
        "event": {
            "kind": "event", "category": ["network"], "type": ["denied" if c.action == "deny" else "connection"],
            "action": "network_flow", "outcome": outcome, "duration": c.duration_us * 1_000, "id": c.uid,
            "start": _date(c.epoch_us), "end": _date(c.epoch_us + c.duration_us), "dataset": "twin.flow",
        },
        "source": _end(c.src, c.src_port, c.bytes_out, c.packets_out),
        "destination": _end(c.dst, c.dst_port, c.bytes_in, c.packets_in),
        "network": known({
            "transport": c.transport, "protocol": c.service, "community_id": c.community_id, "type": "ipv4",
            "bytes": c.bytes_out + c.bytes_in, "packets": c.packets_out + c.packets_in,
        }),
        "observer": {"name": c.tap, "type": "sensor"},
        "rule": {"name": c.rule},
    }  # fmt: skip
    if c.user:
        event["user"] = {"name": c.user}
    return [event | _said(c) | _tls(c)]


def _tls(c: Conversation) -> Event:
    """The session's own fields; ECS has no word for JA4 in this version, so it stands as a client's hash of ours."""
    seen = handshake_of(c)
    if seen is None:
        return {}
    fields: Event = {
        "version": seen.version, "version_protocol": "tls", "cipher": seen.cipher, "resumed": seen.resumed,
        "established": True, "client": {"server_name": seen.host, "ja4": seen.ja4},
    }  # fmt: skip
    if seen.certificate is not None:
        shown = seen.certificate
        fields["server"] = {
            "subject": f"CN={shown.subject[1]},O={shown.subject[0]}",
            "issuer": f"CN={shown.issuer[1]},O={shown.issuer[0]}",
            "not_before": f"{shown.begins:%Y-%m-%dT%H:%M:%S}Z", "not_after": f"{shown.ends:%Y-%m-%dT%H:%M:%S}Z",
            "hash": {"sha256": shown.digest("sha256").upper()},
        }  # fmt: skip
    return {"tls": fields}


def _said(c: Conversation) -> Event:
    """The protocol's own fields; those that ECS has no word for stand under the lab's name."""
    if not c.spoken:
        return {}
    if c.service == "dns":
        code = "NOERROR" if c.status == "ok" else c.status
        question = {"name": c.object, "type": c.verb}
        return {"dns": known({"question": question, "response_code": code, "id": str(c.flow & 0xFFFF)})}
    if c.service in ("http", "https", "robot_api"):
        status = 200 if c.status == "ok" else int(c.status) if c.status.isdigit() else None
        return {
            "http": {"request": {"method": c.verb}, "response": known({"status_code": status})},
            "url": {"path": c.object, "domain": host_of(c.dst)},
        }
    record = {"verb": c.verb, "object": c.object, "status": c.status, "value": c.value}
    return {"twin": {c.service: known(record)}}


def _of_alert(n: Notice) -> Event:
    event: Event = {
        "@timestamp": _date(n.epoch_us),
        "ecs": {"version": VERSION},
        "event": {
            "kind": "alert", "category": ["intrusion_detection"], "type": ["info"], "risk_score": _RISK[n.level],
            "dataset": "twin.alert",
        },
        "message": n.title,
        "rule": known({
            "name": n.title, "ruleset": n.detector, "id": n.rule or None, "author": [n.author] if n.author else None,
        }),
        "host": {"name": n.entity},
    }  # fmt: skip
    if n.technique:
        event["threat"] = {"framework": "MITRE ATT&CK", "technique": {"id": [n.technique]}}
    if n.address:
        event["source"] = {"ip": n.address}
    if n.tags:
        event["tags"] = list(n.tags)
    return event
