"""The warehouse management system: orders come in here and go to the fleet manager, and so do pods to restock.

If the message does not get through, it is sent again every half minute; the order's clock runs on. Where a response
refused it, the half minute is put down to containment; where somebody encrypted the system's data, or keeps the order
back by what they wrote into it, to the attack. Robots and their manager go on with what they were given before.

Its database is written by whoever has an account with the right to, and by whoever is logged in: one who writes the
stock down to nothing makes orders wait for goods that are there, one who cancels the orders takes back every visit that
has no robot yet. After half an hour somebody has counted the shelves, and has entered again what was cancelled. Over
its web pages every user of an office computer may cancel, for that is their work.

Sources: ISA-95 level 3 and 4 split; IEC 62443-3-3 SR 2.1 (authorization enforcement); the retry, and how long people
need to put things right, are judgements.
"""

from __future__ import annotations

from twin.core.units import MINUTE_US, SECOND_US, Us
from twin.devices.base import NAME_LOOKUP, TIME_SYNC, Device
from twin.devices.parts.characteristics import SERVER
from twin.devices.world import World
from twin.net.inventory import Need
from twin.net.message import Message, Reply
from twin.plant.orders import Arrival
from twin.plant.robots import Cause
from twin.plant.visit import Visit

RETRY_US = 30 * SECOND_US
PUT_RIGHT_US: Us = 30 * MINUTE_US
"""How long it takes people to correct what somebody wrote."""
CANCEL, COUNT = ("DELETE", "orders"), ("UPDATE", "stock")
"""What can be written: orders are cancelled, or the stock of a share of the pods is set to nothing."""
WRITES = (CANCEL, COUNT)
REFUSED = {"sql": "42501", "https": "403"}
"""What somebody without the right is told (SQLSTATE, HTTP)."""


class Wms(Device):
    """The system that says which order is to be picked."""

    function = "business"
    purdue_level = 3
    switch = "sw-server"
    vendor = "stockwise"
    services = ("https", "sql", "smb")
    needs = (
        NAME_LOOKUP,
        TIME_SYNC,
        Need(
            "fleet-manager", "https", "orders to pick", bytes_out=900, bytes_in=200, verbs=("POST", "DELETE"),
            object="orders",
        ),
        Need("domain_controller", "kerberos", "tickets", every_s=900, bytes_out=1_500, bytes_in=1_600, verbs=("TGS",)),
    )  # fmt: skip
    at_most = 1
    in_domain = True
    characteristics = SERVER
    traits = {"default_credentials": False, "physical_port": False}

    def start(self, world: World) -> None:
        """Put the arrivals of the day on the clock."""
        super().start(world)
        self._empty_share, self._counted_us = 0.0, 0
        self._cancelled: dict[int, Us] = {}
        world.plant.orders.start(world.clock, self._pass_on)

    def handle(self, message: Message) -> Reply:
        """Reads are for everybody; a write needs the right to it."""
        if (message.verb, message.object) not in WRITES or message.service not in REFUSED:
            return super().handle(message)
        if not self._may_write(message):
            return Reply("delivered", REFUSED[message.service])
        if (message.verb, message.object) == CANCEL:
            self._cancel()
        else:
            self._empty_share = message.payload if isinstance(message.payload, float) else 1.0
            self._counted_us = self.world.clock.now_us + PUT_RIGHT_US
        return Reply("delivered", "ok")

    def recover(self, asset: str) -> None:
        """Its data are those of the backup again: what was cancelled is there, and so is the stock."""
        super().recover(asset)
        self._empty_share, self._counted_us = 0.0, 0
        self._cancelled.clear()

    def _may_write(self, message: Message) -> bool:
        """Whoever is logged in; an account of the database with the right; over the web, people of the office."""
        if (message.src, message.dst) in self.sessions:
            return True
        if message.service == "https":
            return self.world.inventory.by_name[message.src].kind == "workstation"
        has_account = (message.src, message.dst, message.service) in self.world.traffic.demand_of
        return has_account and bool(self.world.device_of(message.src).trait(message.src, "over_privileged"))

    def _cancel(self) -> None:
        """Take back every visit that waits for a robot; its order is entered again when somebody has noticed."""
        taken = Message(self.members[0].name, "fleet-manager", "https", "DELETE", "orders", bytes_out=400, bytes_in=200)
        reply = self.world.send(taken)
        now_us = self.world.clock.now_us
        for visit in reply.payload if reply.ok and isinstance(reply.payload, tuple) else ():
            self._cancelled[visit.number] = now_us + PUT_RIGHT_US
            self._try_later(_again(visit), Cause.ATTACK)

    def _pass_on(self, arrival: Arrival) -> None:
        if self._keeps_back(arrival):
            self._try_later(arrival, Cause.ATTACK)
            return
        message = Message(
            self.members[0].name,
            "fleet-manager",
            "https",
            "POST",
            "orders",
            payload=arrival,
            bytes_out=900,
            bytes_in=200,
        )
        reply = self.world.send(message)
        if not reply.ok:
            self._try_later(arrival, Cause.CONTAINMENT if reply.fate == "contained" else Cause.NONE)

    def _keeps_back(self, arrival: Arrival) -> bool:
        """Whether the system cannot say, or believes that it must not."""
        now_us = self.world.clock.now_us
        if self.members[0].name in self.encrypted:
            return True
        if any(self._cancelled.get(visit.number, 0) > now_us for visit in arrival.visits):
            return True
        missing = now_us < self._counted_us and not arrival.visits[0].restocks
        return missing and any(visit.bays[0] % 100 < 100 * self._empty_share for visit in arrival.visits)

    def _try_later(self, arrival: Arrival, cause: Cause) -> None:
        self.world.clock.after(RETRY_US, f"wms/retry/{arrival.key}", lambda: self._try_again(arrival, cause))

    def _try_again(self, arrival: Arrival, cause: Cause) -> None:
        arrival.hold_up(cause, RETRY_US)
        self._pass_on(arrival)


def _again(visit: Visit) -> Arrival:
    """A visit on its own, as it is entered again."""
    return Arrival(visit.order, visit.asked_us, visit.due_us, visit.lines, (visit,))
