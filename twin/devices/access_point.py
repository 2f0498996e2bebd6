"""The access point: the last metre of every robot's network, and a small computer on a ceiling.

Its radio cell is part of the wireless controller's link (``cell:wlc``), and so is its tunnel to the controller, which
ends in the switch: robots' flows are counted there and not a second time here. What is left is a device that somebody
must name, patch and watch, and air that anybody can fill. Noise takes the air from everybody; a forged "leave the
network" works only where management frames are not protected (trait ``protected_management``, 802.11w). A restart looks
the same from a robot, but an access point that restarts asks for its lease again. Causes in one cell add up, each until
it is over itself: whoever cleans the device ends its restart, not what comes from outside through the air.

It also hears the tags that people wear, and so knows where they are (trait ``secure_ranging``: ranges are encrypted).
Robots' navigation takes that for the truth, because it sees round corners.

Sources: RFC 5415 (CAPWAP, lightweight access points); IEEE 802.11 for the cell, 802.11w-2009 for protected management
frames; IEEE 802.15.4z-2020 (scrambled timestamps against forged ranges) and Nozomi Networks Labs, UWB real time
locating systems (2022), for tags; what it offers (a web page, a shell, SNMP) is the usual management of such devices,
a judgement.
"""

from __future__ import annotations

from twin.devices.base import LEASE, NAME_LOOKUP, TIME_SYNC, Device
from twin.devices.parts.characteristics import THING
from twin.devices.world import World
from twin.net.inventory import Asset
from twin.net.message import Message, Reply
from twin.net.paths import on_air
from twin.net.radio import Disturbance, combined, lost_share, taken_bps
from twin.plant.tags import TagShift


class AccessPoint(Device):
    """A wireless access point on the building's network, steered by the wireless controller."""

    function = "building"
    purdue_level = 2
    switch = "sw-floor"
    vendor = "cellwright"
    services = ("https", "ssh", "snmp")
    needs = (LEASE, NAME_LOOKUP, TIME_SYNC)
    characteristics = THING
    traits = {
        "default_credentials": False, "physical_port": True, "protected_management": False, "secure_ranging": False,
    }  # fmt: skip

    def __init__(self, members: tuple[Asset, ...]) -> None:
        super().__init__(members)
        self._disturbed: list[dict[int, Disturbance]] = [{} for _ in members]
        self._tokens = 0
        self.shifts: list[TagShift | None] = [None] * len(members)
        self._loads: list[int] = []

    def start(self, world: World) -> None:
        """Its cells are those of every controller that robots hang on."""
        super().start(world)
        hung_on = sorted({asset.switch for asset in world.inventory.assets if on_air(asset)})
        self._cells = tuple(f"cell:{switch}" for switch in hung_on)

    def touch(self, asset: str, verb: str, payload: object = None) -> Reply:
        """``disturb`` with a :class:`Disturbance` fills its air; ``misrange`` with a :class:`TagShift` moves tags.

        The answer to a disturbance that begins carries the token that ends it.
        """
        if verb == "disturb" and isinstance(payload, Disturbance):
            return self._disturb(asset, payload)
        if verb == "misrange" and (payload is None or isinstance(payload, TagShift)):
            return self._misrange(asset, payload)
        return super().touch(asset, verb, payload)

    def recover(self, asset: str) -> None:
        """It does not restart any more; what comes from outside through the air goes on."""
        super().recover(asset)
        mine = self._disturbed[self.number[asset]]
        for token in [token for token, by in mine.items() if by.way == "reboot"]:
            del mine[token]
        self._fill()

    def _disturb(self, asset: str, by: Disturbance) -> Reply:
        if by.way == "deauth" and self.trait(asset, "protected_management"):
            return Reply("delivered", "ignored")
        mine = self._disturbed[self.number[asset]]
        if by.lost > 0.0:
            self._tokens += 1
            mine[self._tokens] = by
            self.world.change(self._fill)
            return Reply("delivered", "ok", self._tokens)
        ended = mine.pop(by.token, None)
        self.world.change(self._fill)
        if ended is not None and ended.way == "reboot":
            self._ask_for_lease(asset)
        return Reply("delivered", "ok")

    def _fill(self) -> None:
        """Let what is destroyed in all cells together be lost from now on."""
        capacity = self.world.traffic.capacity
        while self._loads:
            capacity.remove(self._loads.pop())
        share = lost_share([combined(by.lost for by in cell.values()) for cell in self._disturbed])
        for cell in self._cells if share else ():
            self._loads.append(capacity.add_load(cell, taken_bps(share, capacity.capacity_bps(cell))))

    def _misrange(self, asset: str, shift: TagShift | None) -> Reply:
        if shift is not None and self.trait(asset, "secure_ranging"):
            return Reply("delivered", "ignored")
        self.world.change(lambda: self._move(asset, shift))
        return Reply("delivered", "ok")

    def _move(self, asset: str, shift: TagShift | None) -> None:
        """Tags are where the first access point that is led astray says."""
        self.shifts[self.number[asset]] = shift
        self.world.plant.fleet.safety.tags.shift = next((each for each in self.shifts if each is not None), None)

    def _ask_for_lease(self, asset: str) -> None:
        """It has restarted, and has no address."""
        for demand in self.world.inventory.demands:
            if demand.src == asset and demand.need.service == "dhcp":
                self.world.send(Message(asset, demand.dst, "dhcp", "REQUEST", bytes_out=400, bytes_in=320))
