"""Files that tests write, and the faults that reading them brings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from twin.core.errors import BadInput, Fault

SITE = """\
format: 1
title: A tiny hub
plant:
  fleet: {count: 3}
  rooms:
    - {name: chill-1}
devices:
  - {kind: amr}
  - {kind: broker, name: broker-robots, numbered: false}
  - {kind: broker, name: broker-ot, numbered: false, function: cold_chain}
  - {kind: dns_resolver, name: dns}
  - {kind: gateway}
  - {kind: sensor, name: temp, count: 2, room: chill-1, gateway: gateway-01, measures: temperature_c}
"""

POSTURE = """\
format: 1
title: Zones
policy: {kind: zones}
ruleset:
  - {kind: scan, cadence_s: 5}
response:
  analysts: 2
  playbooks:
    - {name: isolate, levels: [high], response: {kind: isolate_device}, approval_min: 5}
"""

STORY = """\
format: 1
title: A story
starts: 2026-03-02T08:30
hours: 1
site: small
steps:
  - {id: foothold, kind: service_port, on: amr-007, at: "00:08"}
  - {id: tamper, kind: tampered_navigation, on: amr-007, after: foothold, delay: 2 min, shift_m: [3.0, -1.5]}
"""


def write(folder: Path, name: str, text: str) -> Path:
    """*text* in a file of *folder*, folders on the way made."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def faults_of(read: Callable[[], object]) -> tuple[Fault, ...]:
    """The faults that *read* raises; none if it succeeds."""
    try:
        read()
    except BadInput as error:
        return error.faults
    return ()


def only(read: Callable[[], object]) -> Fault:
    """The one fault that *read* raises."""
    faults = faults_of(read)
    assert len(faults) == 1, [str(fault) for fault in faults]
    return faults[0]


def at(fault: Fault) -> tuple[int, int]:
    """Line and column of a fault."""
    return fault.place.line, fault.place.column


def inside(text: str, part: str, word: str) -> tuple[int, int]:
    """Line and column of the first *word* in *text* from the first *part* on."""
    start = text.index(word, text.index(part))
    before = text[:start]
    return before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1


def position(text: str, needle: str) -> tuple[int, int]:
    """Line and column of the first *needle* in *text*, both from 1."""
    return inside(text, needle, needle)
