"""Syslog: what firewalls, detectors and the fleet's devices tell a log server, one line a message.

Enforcement points report what they refused and detectors their alerts, as structured data; process alarms come from the
controller that raised them. Facilities: 4 (security) for refusals and alerts, 16 (local use 0) for process alarms.

Sources: RFC 5424 (header, structured data, escaping, severities). The structured data's name uses the number 32473,
which RFC 5612 keeps for documentation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from heapq import merge
from pathlib import Path

from twin.lab.exporters.base import Exporter
from twin.lab.exporters.parts.conversation import conversations
from twin.lab.exporters.parts.json_lines import date_of
from twin.lab.exporters.parts.labels import write_labels
from twin.lab.exporters.parts.notices import notices
from twin.lab.recording import Recording

_SECURITY, _LOCAL = 4, 16
_SEVERITY: Mapping[str, int] = {"critical": 2, "high": 3, "medium": 4, "low": 5}
_NOTICE = 5
_SD = "twin@32473"

Line = tuple[int, str]


class Syslog(Exporter):
    """Syslog of RFC 5424: ``observed/syslog.log``."""

    def write(self, recording: Recording, folder: Path) -> list[Path]:
        """Write refusals, alerts and process alarms in order of time."""
        path = folder / "observed" / "syslog.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        sources = (_refusals(recording), _alerts(recording), _alarms(recording))
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(line for _, line in merge(*sources, key=lambda pair: pair[0]))
        return [part.replace(path), write_labels(recording, folder)]


def _refusals(recording: Recording) -> Iterator[Line]:
    for c in conversations(recording):
        if c.action == "deny":
            fields = {
                "src": c.src.address, "spt": str(c.src_port), "dst": c.dst.address, "dpt": str(c.dst_port),
                "proto": c.transport, "rule": c.rule,
            }  # fmt: skip
            yield _line(c.epoch_us, (_SECURITY, _NOTICE), (c.tap, "firewall", "DENY"), fields, f"denied by {c.rule}")


def _alerts(recording: Recording) -> Iterator[Line]:
    for n in notices(recording):
        fields = {
            "entity": n.entity, "technique": n.technique, "level": n.level, "rule": n.rule, "author": n.author,
            "tags": ",".join(n.tags),
        }  # fmt: skip
        yield _line(n.epoch_us, (_SECURITY, _SEVERITY[n.level]), ("detector", n.detector, "ALERT"), fields, n.title)


def _alarms(recording: Recording) -> Iterator[Line]:
    offset_us = recording.epoch_us(0)
    for row in recording.rows("alarm"):
        level = _SEVERITY.get(row["priority"], _NOTICE)
        fields = {"alarm": row["alarm"], "priority": row["priority"], "value": repr(row["value"])}
        yield _line(offset_us + row["time"], (_LOCAL, level), (row["source"], "process", "ALARM"), fields, row["alarm"])


def _line(
    epoch_us: int, level: tuple[int, int], who: tuple[str, str, str], fields: Mapping[str, str], words: str
) -> Line:
    """One message: *level* is facility and severity, *who* is host, application and kind of message."""
    host, application, kind = (part or "-" for part in who)
    data = " ".join(f'{name}="{_escaped(value)}"' for name, value in fields.items() if value)
    date = f"{date_of(epoch_us):%Y-%m-%dT%H:%M:%S.%f}Z"
    head = f"<{8 * level[0] + level[1]}>1 {date} {host} {application} - {kind} [{_SD} {data}]"
    return epoch_us, f"{head} {words}\n".replace("\r", " ")


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("]", "\\]")
