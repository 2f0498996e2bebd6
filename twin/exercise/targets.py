"""Targets: what each response can act on, as far as people at the table know of it.

They know the register, the zones, rooms and taps of the drawings, and whatever an alert has accused. An asset that is
in no register and that nobody has seen is not offered, and a guess at its name is refused as any wrong name is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from twin.core.units import Us
from twin.devices.parts.accounts import SIGNED_IN
from twin.devices.world import World
from twin.exercise.facts import LiveFacts
from twin.net.segmentation import ANY
from twin.responses import RESPONSES
from twin.responses.block_flow import parse_flow
from twin.responses.local_thermostat import rooms_of
from twin.responses.parts.fleet import FLEET
from twin.responses.revoke_credential import NOT_OWNED, parse_account


class Table(Protocol):
    """Where it is asked."""

    facts: LiveFacts
    targets: Targets

    @property
    def now_us(self) -> Us:
        """Until when alerts count."""


class Targets:
    """What the responses that *may* be ordered act on in *world*, as it stands when the exercise begins."""

    def __init__(self, world: World, may: Iterable[str]) -> None:
        self._world = world
        self.registered = frozenset(asset.name for asset in world.inventory.assets if asset.registered)
        self._hidden = frozenset(world.inventory.by_name) - self.registered
        self._signers = _signers(world)
        self._all = {kind: [each for each in self._named(kind) if self._takes(kind, each)] for kind in may}

    def of(self, kind: str, seen: frozenset[str]) -> list[str]:
        """What *kind* acts on, without what is in no register and has not been *seen*."""
        return [each for each in self._all[kind] if not self._shows(kind, each, seen)]

    def fits(self, kind: str, target: str, seen: frozenset[str]) -> bool:
        """Whether *kind* acts on a *target* that is written freely: a flow, or an account at an asset."""
        freely = RESPONSES[kind].target_is in ("flow", "account")
        return freely and not self._shows(kind, target, seen) and self._never(kind, target) is None

    def _shows(self, kind: str, target: str, seen: frozenset[str]) -> bool:
        """Whether *target* names an asset that is hidden and has not been *seen*."""
        named = {"flow": parse_flow, "account": parse_account}.get(RESPONSES[kind].target_is, _alone)(target)
        return not (self._hidden - seen).isdisjoint(named)

    def _takes(self, kind: str, target: str) -> bool:
        """Whether *kind* acts on *target*; an account that signs in somewhere can be closed without asking further."""
        signs_in = RESPONSES[kind].target_is == "account" and target in self._signers
        return signs_in or self._never(kind, target) is None

    def _never(self, kind: str, target: str) -> str | None:
        return RESPONSES[kind]().never(self._world, target)

    def _named(self, kind: str) -> Iterable[str]:
        """Every name that could be a target of *kind*, in order."""
        return _NAMES.get(RESPONSES[kind].target_is, _assets)(self._world)


def _assets(world: World) -> list[str]:
    return [FLEET, *(asset.name for asset in world.inventory.assets)]


def _rooms(world: World) -> list[str]:
    """The cold rooms, and what they depend on."""
    depended_on = (asset.name for asset in world.inventory.assets if rooms_of(world, asset.name))
    return [*world.plant.rooms.names, *depended_on]


def _keys(world: World) -> list[str]:
    return [*_assets(world), *sorted({asset.vendor for asset in world.inventory.assets} - {""})]


def _signers(world: World) -> dict[str, None]:
    """The assets that sign in to something of the hub with an account of their own, in order."""
    inventory = world.inventory
    return dict.fromkeys(
        demand.src
        for demand in inventory.demands
        if demand.need.service in SIGNED_IN and inventory.by_name[demand.dst].function != "internet"
    )


_NAMES: Mapping[str, Callable[[World], Iterable[str]]] = {
    "account": lambda world: [*NOT_OWNED, *_signers(world)],
    "flow": lambda world: [f"{asset.name}>{ANY}" for asset in world.inventory.assets],
    "key": _keys,
    "room": _rooms,
    "tap": lambda world: [tap.at for tap in world.network.paths.taps.all],
    "zone": lambda world: [zone.name for zone in world.network.segmentation.zones],
}
"""What could be meant, by what a response's target is; assets and the fleet otherwise."""


def _alone(target: str) -> tuple[str, ...]:
    return (target,)


def targets_of(table: Table, kind: str) -> list[str]:
    """What *kind* can act on, as the table knows it now."""
    return table.targets.of(kind, accused(table))


def accused(table: Table) -> frozenset[str]:
    """What alerts have accused up to now."""
    return frozenset(row["entity"] for row in table.facts.rows("alert") if row["time"] < table.now_us)
