"""The historian: it keeps every reading of the cold rooms, for people and for auditors.

Whoever is logged in to its database can drop the table that readings are written to: controllers go on by what they
hear themselves, and whoever watches the rooms by the historian's readings watches nothing.

Sources: ISA-95 level 3; rates are judgements.
"""

from __future__ import annotations

from twin.devices.base import NAME_LOOKUP, TIME_SYNC, Device
from twin.devices.parts.characteristics import SERVER
from twin.net.inventory import Asset, Need
from twin.net.message import Message, Reply


class Historian(Device):
    """A store of readings, subscribed to the cold chain's broker."""

    function = "business"
    purdue_level = 3
    switch = "sw-server"
    vendor = "plantsoft"
    services = ("sql", "https", "opcua")
    needs = (
        NAME_LOOKUP,
        TIME_SYNC,
        Need(
            "broker-ot", "mqtt", "subscription to readings", every_s=60, bytes_out=120, bytes_in=300, verbs=("PINGREQ",)
        ),
    )
    in_domain = True
    characteristics = SERVER
    traits = {"default_credentials": False, "physical_port": False}

    def __init__(self, members: tuple[Asset, ...]) -> None:
        super().__init__(members)
        self._dropped: set[str] = set()

    def writes(self, asset: str) -> bool:
        """Whether *asset* still writes readings down."""
        return asset not in self._dropped and asset not in self.encrypted

    def handle(self, message: Message) -> Reply:
        """``DROP readings`` of whoever is logged in is done."""
        if (message.service, message.verb, message.object) != ("sql", "DROP", "readings"):
            return super().handle(message)
        if (message.src, message.dst) not in self.sessions:
            return Reply("delivered", "42501")
        return self.touch(message.dst, "drop")

    def touch(self, asset: str, verb: str, payload: object = None) -> Reply:
        """``drop`` leaves it no table to write readings to."""
        if verb != "drop":
            return super().touch(asset, verb, payload)
        self.world.change(lambda: self._dropped.add(asset))
        return Reply("delivered", "ok")

    def recover(self, asset: str) -> None:
        """Its tables are those of the backup."""
        super().recover(asset)
        self._dropped.discard(asset)
