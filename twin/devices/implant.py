"""The implant: a small computer that somebody left where nobody looks, with one leg on a switch and one on a bus.

Until it is plugged in it is nothing. Then it has whatever its two places give it: the network of the port it is in,
where the policy decides whether a stranger gets in at all; and the serial bus it is clamped to (trait ``bus``: the
gateway whose bus that is), where nobody asks, and where it changes what sensors say before their gateway reads it.

Sources: MITRE EMB3D TID-115 and TID-116 (access to ports of the hardware); ATT&CK Enterprise T1200 (Hardware
Additions). That it has two legs is a judgement, after single-board computers found in such places.
"""

from __future__ import annotations

from twin.devices.base import Device
from twin.devices.parts.characteristics import ELSEWHERE
from twin.devices.sensor import Spoof, spoof
from twin.devices.world import World
from twin.net.message import Reply
from twin.net.translation import Tampering


class Implant(Device):
    """Somebody else's small computer, on a switch and on a serial bus, in no register."""

    function = "cold_chain"
    purdue_level = 1
    switch = "sw-cold"
    vendor = "various"
    characteristics = ELSEWHERE
    traits = {"default_credentials": False, "physical_port": True, "bus": ""}

    def start(self, world: World) -> None:
        """It changes nothing."""
        super().start(world)
        self._spoofed: dict[str, list[str]] = {asset.name: [] for asset in self.members}

    def touch(self, asset: str, verb: str, payload: object = None) -> Reply:
        """``spoof`` with a :class:`~twin.devices.sensor.Spoof` changes what a sensor on its bus says."""
        if verb != "spoof" or not isinstance(payload, Spoof):
            return super().touch(asset, verb, payload)
        sensor = self.world.inventory.by_name.get(payload.sensor)
        bus = self.members[self.number[asset]].traits.get("bus")
        if sensor is None or not bus or sensor.traits.get("gateway") != bus:
            return Reply("delivered", "not-on-bus")
        done = spoof(self.world, payload)
        if done:
            self._spoofed[asset].append(payload.sensor)
        return Reply("delivered", "ok" if done else "unread")

    def recover(self, asset: str) -> None:
        """Somebody finds it and takes it away: the sensors on its bus are heard as they are."""
        super().recover(asset)
        for sensor in self._spoofed[asset]:
            spoof(self.world, Spoof(sensor, Tampering("normal")))
        self._spoofed[asset].clear()
