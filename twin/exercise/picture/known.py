"""What a picture may name: everything, or what defenders know of.

A register is never complete. An asset that nobody registered is no part of what players see until a tap has written
down a flow from it or to it; a zone that holds nothing else is not drawn before that either, for its name would tell.
Facilitators see everything.

Sources: NIST SP 800-82 r3, section 6.1 (asset inventory, and what passive listening adds to it).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from twin.core.chance import Ints
from twin.lab.build import Built
from twin.net.inventory import Inventory
from twin.net.segmentation import Segmentation


class Known:
    """The part of a hub that is known: ``asset``, ``zone`` and ``robot`` renumber the whole hub's, -1 for unknown.

    ``robots`` are the numbers of known robots in the fleet's order.
    """

    def __init__(self, built: Built, unseen: Iterable[str] = ()) -> None:
        hidden = set(unseen)
        whole, made = built.inventory, built.segmentation
        self.inventory = Inventory(tuple(asset for asset in whole.assets if asset.name not in hidden), ())
        zones = [replace(zone, members=tuple(m for m in zone.members if m not in hidden)) for zone in made.zones]
        shown = [zone.name for zone in zones if zone.members]
        self.segmentation = _without(made, hidden, set(shown))
        self.asset = _numbers([asset.name for asset in whole.assets], list(self.inventory.index))
        self.zone = _numbers([zone.name for zone in made.zones], shown)
        fleet = built.world.plant.fleet.robots.names
        self.fleet = [name for name in fleet if name not in hidden]
        self.robots = np.array([n for n, name in enumerate(fleet) if name not in hidden], dtype=np.int64)


def _without(made: Segmentation, hidden: set[str], shown: set[str]) -> Segmentation:
    """*made* with neither hidden members nor zones that are not *shown*, nor lines that name either."""
    zones = tuple(
        replace(zone, members=tuple(m for m in zone.members if m not in hidden))
        for zone in made.zones
        if zone.name in shown
    )
    away = hidden | ({zone.name for zone in made.zones} - shown)
    return replace(
        made,
        zones=zones,
        conduits=tuple(one for one in made.conduits if not {one.src, one.dst} & away),
        rules=tuple(rule for rule in made.rules if not {rule.src, rule.dst} & away),
    )


def _numbers(names: list[str], kept: list[str]) -> Ints:
    place = {name: number for number, name in enumerate(kept)}
    return np.array([place.get(name, -1) for name in names], dtype=np.int64)
