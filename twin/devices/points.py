"""Points: what a controller of the building lets others read and write, over BACnet or its web page.

A controller shows its room as a few numbered objects. Classic BACnet/IP asks nobody who they are, so whoever reaches
port 47808 may write; the web page wants a session. Where each device has a key of its own (as in BACnet/SC), a write
without one is refused. A written value stays until somebody writes another, gives the object back with NaN, or cleans
the device.

===================  ==============================================================================================
object               what it is
===================  ==============================================================================================
analog-input,1       a reading; whoever takes it out of service may write what it reads
analog-value,1       setpoint, degC
analog-value,2       distance from the setpoint at which there is an alarm, K
analog-value,3       0: raises no alarms any more (event enable)
binary-output,1      command: compressor, cooling or door drive; NaN gives it back to the controller
===================  ==============================================================================================

The next room of the same controller has the same objects with numbers ten higher.

Sources: ANSI/ASHRAE Standard 135 (WriteProperty, ReinitializeDevice; Out_Of_Service, clause 12.2; priority arrays and
their release, clause 19.2; BACnet/SC, Annex AB). The numbers of the objects, and two minutes of a restart, are
judgements.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from twin.core.units import MINUTE_US, Us
from twin.devices.base import Device
from twin.devices.world import World
from twin.net.inventory import Asset
from twin.net.message import Message, Reply

INPUT, SETPOINT, ALARM_LIMIT, EVENTS = "analog-input,1", "analog-value,1", "analog-value,2", "analog-value,3"
COMMAND = "binary-output,1"
ROOMS_APART = 10
RESTART_US: Us = 2 * MINUTE_US
WRITES = ("write_property", "PUT")


class Write(NamedTuple):
    """One value for one object."""

    object: str
    value: float


class Place(NamedTuple):
    """An object of one of a controller's rooms: which room (0 is the first), and the object as the first has it."""

    room: int
    object: str


def place_of(written: str) -> Place | None:
    """Room and object that *written* names; None where it is no object."""
    kind, _, number = written.partition(",")
    if not (number.isascii() and number.isdecimal()) or int(number) < 1:
        return None
    room, first = divmod(int(number), ROOMS_APART)
    return Place(room, f"{kind},{first}")


def object_in(room: int, first: str) -> str:
    """What the object *first* is called in the controller's room number *room* (0 is the first)."""
    kind, _, number = first.partition(",")
    return f"{kind},{int(number) + ROOMS_APART * room}"


class PointDevice(Device):
    """A device with points; a kind says what writing each of them does."""

    def __init__(self, members: tuple[Asset, ...]) -> None:
        super().__init__(members)
        self._up_us: dict[str, Us] = {}
        self._off: Counter[str] = Counter()
        self._hands: Counter[str] = Counter()
        self._tended: Counter[str] = Counter()

    @abstractmethod
    def write(self, asset: str, place: Place, value: float) -> bool:
        """Write *value* to an object of *asset*; False where it has no such object, or none that can be written."""

    def start(self, world: World) -> None:
        """Everything is up."""
        super().start(world)
        self._up_us.clear()

    def down(self, asset: str) -> bool:
        """Whether *asset* is off or restarts now, and does nothing meanwhile."""
        if self._off[asset]:
            return True
        return self._up_us.get(asset, 0) > self.world.clock.now_us and not self._tended[asset]

    def by_hand(self, asset: str) -> bool:
        """Whether somebody stands at *asset* and works it, instead of whoever may write to it."""
        return bool(self._hands[asset])

    def take_over(self, asset: str) -> Callable[[], None]:
        """Somebody works *asset* at its panel, and nobody writes to it from afar; the result gives it back."""
        self._hands[asset] += 1
        self.taken(asset)

        def give_back() -> None:
            self._hands[asset] -= 1
            self.taken(asset)

        return give_back

    def taken(self, asset: str) -> None:
        """*asset* has been taken over or given back: a kind does what that changes at once."""

    def lead(self, asset: str) -> Callable[[], None]:
        """Somebody stands by *asset* and starts it again whenever it restarts; the result lets them go."""
        self._tended[asset] += 1

        def leave() -> None:
            self._tended[asset] -= 1

        return leave

    def why_not_restart(self, asset: str) -> str:
        """Why somebody who walks to it could not bring it back; empty where nothing hinders."""
        return "" if self.down(asset) and not self._off[asset] else f"{asset} is up, or switched off on purpose"

    def power(self, asset: str, on: bool) -> None:
        """Without power it controls nothing."""
        self._off[asset] += -1 if on else 1

    def handle(self, message: Message) -> Reply:
        """Writes and restarts from whoever may; everything else as any device."""
        if self.down(message.dst):
            return Reply("delivered", "timeout")
        if message.verb not in (*WRITES, "reinitialize_device"):
            return super().handle(message)
        if self.by_hand(message.dst) or not self._may(message):
            return Reply("delivered", "401")
        if message.verb == "reinitialize_device":
            return self.touch(message.dst, "restart")
        return self.touch(message.dst, "write", Write(message.object, message.value))

    def touch(self, asset: str, verb: str, payload: object = None) -> Reply:
        """``write`` with a :class:`Write`, or ``restart``: at its panel, or by whoever holds it."""
        if verb == "restart":
            self.restart(asset)
            return Reply("delivered", "ok")
        if verb != "write" or not isinstance(payload, Write):
            return super().touch(asset, verb, payload)
        place = place_of(payload.object)
        done = place is not None and self.write(asset, place, payload.value)
        return Reply("delivered", "ok" if done else "unknown-object")

    def restart(self, asset: str) -> None:
        """It does nothing for the next two minutes."""
        self._up_us[asset] = self.world.clock.now_us + RESTART_US

    def recover(self, asset: str) -> None:
        """It is up again."""
        super().recover(asset)
        self._up_us.pop(asset, None)

    def _may(self, message: Message) -> bool:
        if message.service == "bacnet":
            return not self.world.network.segmentation.identity
        return (message.src, message.dst) in self.sessions
