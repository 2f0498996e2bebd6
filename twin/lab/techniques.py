"""Techniques: the names, tactics and domains of the ATT&CK ids that stories and rules use.

Sources: MITRE ATT&CK (ICS and Enterprise), the lists under ``scenarios/attack`` with their notice.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from twin.core.errors import Fault, nearest_word
from twin.lab.resources import scenario_root
from twin.lab.written import Written, show

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


RENAMED: Mapping[str, str] = {
    "T0803": "T1691.001",
    "T0804": "T1691.002",
    "T0805": "T1695.001",
    "T0812": "T1694.001",
    "T0839": "T1693.002",
    "T0855": "T1692.001",
    "T0856": "T1692.002",
    "T0857": "T1693.001",
    "T0891": "T1694.002",
    "T1562": "T1685",
    "T1562.004": "T1686",
}
"""Ids of ATT&CK v18 that v19 knows by another number."""


def current(technique: str) -> str:
    """The v19 id of *technique*, which may be one of v18."""
    return RENAMED.get(technique, technique)


def check_technique(wanted: Written, faults: list[Fault]) -> bool:
    """Whether *wanted* is the id of a technique, of v19 or v18; if it is text and none, a fault names the nearest."""
    known = techniques()
    if current(wanted.text) in known:
        return True
    if wanted.text:
        nearest = nearest_word(wanted.text, [*known, *RENAMED])
        remedy = "write an id of ATT&CK v19 or v18, such as T0836; twin explain T0836 tells what it is"
        if nearest is not None:
            remedy = f"did you mean {nearest} ({known[current(nearest)].name})?"
        faults.append(wanted.fault("unknown-technique", f"{show(wanted)} is no technique of ATT&CK", remedy))
    return False
