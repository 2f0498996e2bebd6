"""The hub's own name server, which also tells the time and leases addresses.

Whoever holds it can set its clock. It says what it believes, so whoever asks it for the time follows at their next
question (:class:`Shift`); nobody in the hub has a second clock to compare with.

Sources: RFC 1035 (DNS; NXDOMAIN is response code 3), RFC 5905 (NTP), RFC 2131 (DHCP).
"""

from __future__ import annotations

from typing import NamedTuple

from twin.core.units import Us, us
from twin.devices.base import Device
from twin.devices.parts.characteristics import SERVER
from twin.devices.world import World
from twin.net.message import Message, Reply


class Shift(NamedTuple):
    """How far its clock is to be ahead, seconds; behind where negative."""

    seconds: float


class DnsResolver(Device):
    """The internal resolver, time server and address server."""

    function = "identity"
    purdue_level = 3
    switch = "sw-server"
    vendor = "deskline"
    services = ("dhcp", "dns", "ntp")
    characteristics = SERVER
    traits = {"default_credentials": False, "physical_port": False}

    def start(self, world: World) -> None:
        """Its clock is right."""
        super().start(world)
        self._ahead_us: dict[str, Us] = {}

    def ahead_us(self, asset: str) -> Us:
        """How far the clock of *asset* is ahead."""
        return self._ahead_us.get(asset, 0)

    def touch(self, asset: str, verb: str, payload: object = None) -> Reply:
        """``tamper`` with a :class:`Shift` sets its clock."""
        if verb != "tamper" or not isinstance(payload, Shift):
            return super().touch(asset, verb, payload)
        self._ahead_us[asset] = us(payload.seconds)
        return Reply("delivered", "ok")

    def recover(self, asset: str) -> None:
        """Its clock is right again."""
        super().recover(asset)
        self._ahead_us.pop(asset, None)

    def handle(self, message: Message) -> Reply:
        """Names that end in ``.invalid`` do not exist (RFC 6761); all others do."""
        return Reply("delivered", "NXDOMAIN" if message.object.endswith(".invalid") else "ok")
