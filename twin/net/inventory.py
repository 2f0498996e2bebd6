"""The inventory: what is on the network, and which flows each thing needs.

A :class:`Need` is one entry of a manufacturer usage description (RFC 8520) written as data on the device kind: to whom,
which service, how often, how much, with which application verbs. Resolved against a site it becomes a :class:`Demand`:
this asset to that asset. The one list of demands drives the benign traffic, the allow-list detector and the
least-privilege policies.

Purdue levels: 0 process, 1 basic control, 2 area supervisory, 3 site operations, 4 site business, 5 enterprise and
internet (ISA-95 / IEC 62264). An AMR is 0 to 2 in one box; it is listed as 1.

Sources: RFC 8520 (Manufacturer Usage Description); IEC 62443-1-1 (asset); NIST SP 800-82 r3 (inventory).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

FUNCTIONS = (
    "robots", "fleet", "cold_chain", "building", "video", "amenity", "office", "engineering", "business", "identity",
    "internet",
)  # fmt: skip
"""What an asset is for; policies group by it. ``internet`` is everything outside the hub."""


@dataclass(frozen=True, slots=True)
class Need:
    """A flow that a device must have to do its work.

    ``to`` is an asset name (``dc-01``), a device kind (``nvr``: one of them, members spread evenly where several
    exist), ``kind:hvac_controller`` for every one of the kind, or ``function:robots`` for every asset with that
    function. ``every_s`` 0 means on demand.
    Sizes are means (bytes). ``verbs`` are the application verbs the need covers; empty means any.
    ``excessive`` marks a demand that asks for more than its purpose wants (a vendor who insists on port 80).
    """

    to: str
    service: str
    purpose: str
    every_s: float = 0.0
    bytes_out: int = 200
    bytes_in: int = 200
    verbs: tuple[str, ...] = ()
    object: str = ""
    excessive: bool = False


@dataclass(frozen=True, slots=True)
class Asset:
    """One thing with an interface, as the register knows it.

    ``switch`` is where it is plugged in, or its wireless controller; ``services`` are those it offers;
    ``traits`` are facts that open or close doors (``default_credentials``, ``physical_port``). What is not
    ``registered`` is there, and whoever keeps the register does not know of it.
    """

    name: str
    kind: str
    function: str
    purdue_level: int
    address: str
    mac: str
    switch: str
    area: str = ""
    vendor: str = ""
    wireless: bool = False
    services: tuple[str, ...] = ()
    traits: Mapping[str, float | str | bool] = field(default_factory=dict)
    registered: bool = True


@dataclass(frozen=True, slots=True)
class Demand:
    """A need resolved: this asset to that asset."""

    src: str
    dst: str
    need: Need


@dataclass(frozen=True)
class Inventory:
    """Every asset in order of name, and every demand."""

    assets: tuple[Asset, ...]
    demands: tuple[Demand, ...]

    @cached_property
    def by_name(self) -> Mapping[str, Asset]:
        """Assets by name."""
        return {asset.name: asset for asset in self.assets}

    @cached_property
    def register(self) -> Inventory:
        """What defenders know of: registered assets, and the demands between them."""
        known = tuple(asset for asset in self.assets if asset.registered)
        if len(known) == len(self.assets):
            return self
        names = {asset.name for asset in known}
        return Inventory(known, tuple(d for d in self.demands if d.src in names and d.dst in names))

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Number of each asset, 0 to n - 1, as the network's tables use it."""
        return {asset.name: number for number, asset in enumerate(self.assets)}

    def of_kind(self, kind: str) -> tuple[Asset, ...]:
        """Assets of one kind."""
        return self._of_kind.get(kind, ())

    def of_function(self, function: str) -> tuple[Asset, ...]:
        """Assets of one function."""
        return self._of_function.get(function, ())

    @cached_property
    def _of_kind(self) -> Mapping[str, tuple[Asset, ...]]:
        return _grouped((asset.kind, asset) for asset in self.assets)

    @cached_property
    def _of_function(self) -> Mapping[str, tuple[Asset, ...]]:
        return _grouped((asset.function, asset) for asset in self.assets)


def _grouped(pairs: Iterable[tuple[str, Asset]]) -> Mapping[str, tuple[Asset, ...]]:
    """Assets by word, in their order: looked up for every need of every asset, so gone through once only."""
    groups: dict[str, list[Asset]] = {}
    for word, asset in pairs:
        groups.setdefault(word, []).append(asset)
    return {word: tuple(group) for word, group in groups.items()}
