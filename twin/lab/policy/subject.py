"""The subject of a question about policies: one policy over one site, compiled, with nothing running.

A policy is named by a posture (``zero-trust``, or a posture's file, whose options count) or by its kind
(``zero_trust``, with every option as it is by default).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from twin.core.errors import BadInput, Fault, Place, remedy_for
from twin.core.names import Names
from twin.lab.asked import faults_of
from twin.lab.build import register
from twin.lab.find import scenario_names
from twin.lab.loader import load_posture, load_site
from twin.lab.recording import RUN_FILE, Recording
from twin.lab.scenario import Choice
from twin.net.inventory import Inventory
from twin.net.network import Network
from twin.net.sanity import check_inventory
from twin.net.segmentation import Segmentation
from twin.policies import POLICIES
from twin.policies.base import Policy

SITE = "small"
"""The site of a question that names none."""


@dataclass(frozen=True)
class Subject:
    """One policy over one site: what it was called, the site's name, the policy's options, and what it compiles."""

    name: str
    site: str
    policy: Policy
    inventory: Inventory
    made: Segmentation

    @cached_property
    def names(self) -> Names:
        """The table of names that the network codes with."""
        return Names()

    @cached_property
    def network(self) -> Network:
        """What decides, without any response."""
        return Network(self.inventory, self.made, self.names)

    def group(self, end: str) -> str:
        """What a reader calls an end of a rule: an asset's kind (its name where it is the only one), else itself."""
        asset = self.inventory.by_name.get(end)
        if asset is None:
            return end
        return end if len(self.inventory.of_kind(asset.kind)) == 1 else asset.kind


def subjects(policies: tuple[str, ...], site: str | Path) -> tuple[Subject, ...]:
    """Each of *policies* over *site*; raises :class:`BadInput` with the faults of all of them."""
    faults = faults_of(partial(load_site, site), *(partial(_choice, name) for name in policies))
    if faults:
        raise BadInput(faults)
    stage = load_site(site)
    inventory = register(stage)
    check_inventory(inventory)
    found = []
    for name in policies:
        choice = _choice(name)
        policy = POLICIES[choice.kind](**choice.parameters)
        found.append(Subject(Path(name).stem, stage.name, policy, inventory, policy.compile(inventory)))
    return tuple(found)


def hits_of(folder: Path, subject: Subject) -> dict[str, int]:
    """How often each line decided in the run in *folder*.

    Raises :class:`BadInput` where the folder holds no run, or one of another policy or site.
    """
    Recording.read(folder)
    document: dict[str, Any] = json.loads((folder / RUN_FILE).read_text(encoding="utf-8"))
    told = document.get("policy", {})
    if (told.get("kind"), document.get("site")) != (subject.made.policy, subject.site):
        problem = f"holds a run of policy {told.get('kind')} on {document.get('site')}, not of {subject.made.policy} on"
        remedy = f"run it first: twin run quiet-day --site {subject.site} --posture {subject.name} --out DIR"
        raise BadInput([Fault(Place(str(folder)), "does-not-fit", f"{problem} {subject.site}.", remedy)])
    return {**dict.fromkeys(told.get("unused", ()), 0), **told.get("hits", {})}


def _choice(name: str) -> Choice:
    """The policy that *name* stands for: a posture's, or a kind without options."""
    postures = scenario_names("posture")
    if name in postures or "/" in name or name.endswith((".yaml", ".yml")):
        return load_posture(name).policy
    kind = name.replace("-", "_")
    if kind not in POLICIES.entries:
        problem = f'"{name}" is neither a posture nor a kind of policy.'
        remedy = remedy_for(name, [*postures, *POLICIES.entries])
        raise BadInput([Fault(Place("policy"), "unknown-posture", problem, remedy)])
    return Choice(kind=kind)
