"""OCSF: events in the Open Cybersecurity Schema Framework, one JSON object a line.

Conversations are Network Activity (4001), name look-ups DNS Activity (4003), alerts Detection Finding (2004).

Sources: OCSF schema 1.5.0, classes 4001, 4003 and 2004 (activity, severity, disposition and type identifiers).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from twin.lab.exporters.base import Exporter
from twin.lab.exporters.parts.conversation import PROTOCOL_NUMBER, Conversation
from twin.lab.exporters.parts.json_lines import Event, known, write_events
from twin.lab.exporters.parts.labels import write_labels
from twin.lab.exporters.parts.notices import Notice
from twin.lab.recording import Recording
from twin.net.inventory import Asset

VERSION = "1.5.0"
_PRODUCT = {"name": "twin", "vendor_name": "twin"}
_SEVERITY: Mapping[str, tuple[int, str]] = {
    "low": (2, "Low"), "medium": (3, "Medium"), "high": (4, "High"), "critical": (5, "Critical"),
}  # fmt: skip
_OPEN, _REFUSE, _FAIL, _TRAFFIC = 1, 5, 4, 6
_RULE = 1
"""Kind of analytic."""
_RCODE = {"NOERROR": 0, "FORMERR": 1, "SERVFAIL": 2, "NXDOMAIN": 3, "REFUSED": 5}


class Ocsf(Exporter):
    """Open Cybersecurity Schema Framework: ``observed/ocsf.ndjson``."""

    def write(self, recording: Recording, folder: Path) -> list[Path]:
        """Write one line an event."""
        path = folder / "observed" / "ocsf.ndjson"
        return [write_events(recording, path, _of_conversation, _of_alert), write_labels(recording, folder)]


def _head(class_uid: int, activity: int, epoch_us: int, uid: str) -> Event:
    return {
        "class_uid": class_uid, "category_uid": class_uid // 1000, "activity_id": activity,
        "type_uid": class_uid * 100 + activity, "time": epoch_us // 1000, "severity_id": 1, "severity": "Informational",
        "metadata": {"version": VERSION, "product": _PRODUCT, "uid": uid},
    }  # fmt: skip


def _end(asset: Asset, port: int) -> Event:
    return {"ip": asset.address, "mac": asset.mac.upper(), "port": port, "hostname": asset.name}


def _of_conversation(c: Conversation) -> list[Event]:
    asked = c.service == "dns" and c.spoken
    activity = {"REJ": _REFUSE, "S0": _FAIL}.get(c.state, _TRAFFIC)
    event = _head(4003 if asked else 4001, (2 if c.answered else 1) if asked else activity, c.epoch_us, c.uid)
    event |= {
        "start_time": c.epoch_us // 1000, "end_time": (c.epoch_us + c.duration_us) // 1000,
        "src_endpoint": _end(c.src, c.src_port), "dst_endpoint": _end(c.dst, c.dst_port),
        "connection_info": {
            "protocol_num": PROTOCOL_NUMBER[c.transport], "protocol_name": c.transport, "protocol_ver_id": 4,
            "direction_id": _direction(c), "uid": c.community_id,
        },
        "traffic": {
            "bytes_out": c.bytes_out, "bytes_in": c.bytes_in, "packets_out": c.packets_out, "packets_in": c.packets_in,
        },
        "disposition_id": 2 if c.action == "deny" else 1,
    }  # fmt: skip
    return [event | (_dns(c) if asked else known({"app_name": c.service}))]


def _direction(c: Conversation) -> int:
    """1 inbound, 2 outbound, 3 lateral."""
    outside = c.src.function == "internet", c.dst.function == "internet"
    return 1 if outside[0] else 2 if outside[1] else 3


def _dns(c: Conversation) -> Event:
    code = "NOERROR" if c.status == "ok" else c.status
    query = {"hostname": c.object, "type": c.verb, "class": "IN", "packet_uid": c.flow & 0xFFFF}
    return known({"query": query, "rcode": code, "rcode_id": _RCODE.get(code)})


def _of_alert(n: Notice) -> Event:
    severity_id, severity = _SEVERITY[n.level]
    uid = f"{n.epoch_us}-{n.detector}-{n.entity}"
    finding: Event = {"uid": uid, "title": n.title, "types": [n.detector], "created_time": n.epoch_us // 1000}
    if n.technique:
        finding["attacks"] = [{"version": "19", "technique": {"uid": n.technique, "name": n.technique}}]
    if n.rule:
        finding["analytic"] = {"type_id": _RULE, "type": "Rule", "uid": n.rule, "name": n.title, "category": n.detector}
    event = _head(2004, 1, n.epoch_us, uid)
    if n.tags:
        event["metadata"] = {**event["metadata"], "labels": list(n.tags)}
    return event | {
        "severity_id": severity_id, "severity": severity, "status_id": 1, "message": n.title,
        "finding_info": finding,
        "resources": [{"name": n.entity, "uid": n.entity, "type": "host"}],
    }  # fmt: skip
