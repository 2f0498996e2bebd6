"""Rules, and a few rows that they look at, made by hand: what explanations are tried on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from twin.lab.detection.explain_rows import Sight
from twin.lab.detection.rules import NamedRule, rules_in
from twin.lab.detection.sequences import known_from

SINGLE = """title: Write from an office
id: 11111111-1111-4111-8111-111111111111
logsource: {service: modbus}
detection:
  write:
    func: [write_single_register, write_multiple_registers]
  office:
    src|startswith: ws-
  backup:
    dst: plc-09
  condition: write and office and not backup
"""
BASE = """title: A name that is not there
name: nothing_there
logsource: {service: dns}
detection:
  s: {status: nxdomain}
  condition: s
"""
COUNT = (
    BASE
    + """---
title: Many names
correlation:
  type: value_count
  rules: [nothing_there]
  group-by: [src]
  timespan: 1m
  condition: {gte: 4, field: query}
"""
)
CYCLE = """title: Ring one
name: one
correlation: {rules: [two], type: event_count, group-by: [src], timespan: 1m, condition: {gte: 2}}
---
title: Ring two
name: two
correlation: {rules: [one], type: event_count, group-by: [src], timespan: 1m, condition: {gte: 2}}
"""
UNABLE = """title: Of another field
logsource: {service: dns}
detection:
  s: {no_such_field: x}
  condition: s
"""


def write_rule(folder: Path, text: str, name: str = "rule.yml") -> tuple[Path, tuple[NamedRule, ...]]:
    """A rule file in *folder*, and the rules in it."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path, rules_in([path])


def modbus(time_s: float, verb: str, src: str = "ws-01", dst: str = "plc-01") -> dict[str, Any]:
    """One Modbus flow."""
    return {"time_s": time_s, "service": "modbus", "verb": verb, "src": src, "dst": dst, "flow": int(1000 * time_s)}


def lookup(time_s: float, name: str, src: str = "coffee-01") -> dict[str, Any]:
    """One look-up of a name that is not there."""
    return {"time_s": time_s, "service": "dns", "status": "nxdomain", "object": name, "src": src, "dst": "dns-01"}


def sight(events: Sequence[Mapping[str, Any]], steps: Mapping[int, str] | None = None) -> Sight:
    """A run of these rows at the small site."""
    known, readers, to_us = known_from(events, "small")
    tables = {table: reader.rows(0, reader.loaded) for table, reader in readers.items()}
    return Sight("by hand", tables, known, to_us, datetime(2026, 3, 3), steps or {})  # noqa: DTZ001
