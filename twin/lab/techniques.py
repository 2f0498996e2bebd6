"""Techniques: the names, tactics and domains of the ATT&CK ids that stories and rules use.

Sources: MITRE ATT&CK (ICS and Enterprise), the lists under ``scenarios/attack`` with their notice.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from twin.lab.resources import scenario_root

DOMAINS: Mapping[str, str] = {"ics-attack": "attack-ics.csv", "enterprise-attack": "attack-enterprise.csv"}
"""ATT&CK domain to its list."""


@dataclass(frozen=True)
class Technique:
    """One technique in one domain, with its tactics (one, or several)."""

    id: str
    name: str
    domain: str
    tactics: tuple[str, ...]


@cache
def techniques() -> Mapping[str, Technique]:
    """Every technique of the lists, by id; an id is in one domain."""
    found: dict[str, Technique] = {}
    for domain, file in DOMAINS.items():
        with (scenario_root() / "attack" / file).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                found[row["id"]] = Technique(row["id"], row["name"], domain, tuple(row["tactic"].split(";")))
    return found
