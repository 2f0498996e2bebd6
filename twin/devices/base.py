"""What a device kind is: one object for all devices of a kind, where cyber and physical meet.

Class attributes are its data sheet: what it is for, what it offers, what it needs (RFC 8520 as data), and the traits
that open or close doors. ``start`` puts its behaviour on the clock or into the traffic; ``handle`` answers one
message.

Traits every kind states: ``default_credentials`` (the factory password still works), ``physical_port`` (a port that
anybody who stands before it can use).

Sources: RFC 8520; NIST IR 8259A (device cybersecurity capability core baseline) for the traits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from twin.net.inventory import Asset, Need
from twin.net.message import Message, Reply

if TYPE_CHECKING:
    from twin.devices.world import World

NAME_LOOKUP = Need(
    "dns_resolver",
    "dns",
    "names of its peers",
    every_s=300,
    bytes_out=60,
    bytes_in=140,
    verbs=("A",),
    object="hub.example",
)
TIME_SYNC = Need("dns_resolver", "ntp", "the time of day", every_s=1024, bytes_out=48, bytes_in=48)
"""What nearly every device with an address needs (intervals: usual client defaults, a judgement)."""

FACTORY_SECRET = "factory"  # noqa: S105 - the word that stands for any vendor's documented default


class Device:
    """A device kind on the shelf; an instance is the group of all its members in one run."""

    function: ClassVar[str]
    purdue_level: ClassVar[int]
    switch: ClassVar[str]
    vendor: ClassVar[str] = "generic"
    wireless: ClassVar[bool] = False
    outside: ClassVar[bool] = False
    """It stands on the internet."""
    on_bus: ClassVar[bool] = False
    """Reached over a serial bus only: it has no address and no flows of its own."""
    services: ClassVar[tuple[str, ...]] = ()
    needs: ClassVar[tuple[Need, ...]] = ()
    traits: ClassVar[Mapping[str, float | str | bool]] = {}
    at_most: ClassVar[int | None] = None
    """How many of the kind a hub can use; None for as many as there are."""

    world: World

    def __init__(self, members: tuple[Asset, ...]) -> None:
        self.members = members
        self.number = {asset.name: n for n, asset in enumerate(members)}
        self.sessions: set[tuple[str, str]] = set()

    def start(self, world: World) -> None:
        """Begin to behave; the clock stands at 0."""
        self.world = world

    def handle(self, message: Message) -> Reply:
        """Answer one message that arrived."""
        if message.verb == "login":
            return self._login(message)
        return Reply("delivered", "ok")

    def touch(self, asset: str, verb: str, payload: object = None) -> Reply:
        """Somebody with the asset in hand, or already inside it, does *verb* to it.

        ``open`` with the payload ``port`` wants a port that anybody can use; in any other way a person lets them in.
        """
        if verb != "open":
            return Reply("delivered", "unsupported", payload)
        closed = payload == "port" and not self.members[self.number[asset]].traits.get("physical_port")
        return Reply("delivered", "no-port" if closed else "ok", payload)

    def recover(self, asset: str) -> None:
        """The asset is cleaned: whatever an attacker changed in it is undone."""
        self.sessions = {pair for pair in self.sessions if pair[1] != asset}

    def _login(self, message: Message) -> Reply:
        asset = self.members[self.number[message.dst]]
        opens = message.secret == FACTORY_SECRET and bool(asset.traits.get("default_credentials"))
        if opens and not self.world.network.segmentation.identity:
            self.sessions.add((message.src, message.dst))
            return Reply("delivered", "ok")
        return Reply("delivered", "401")
