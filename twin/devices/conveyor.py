"""The conveyor's controller: what carries totes to and from one pick face, and a program that anybody may change.

It runs by itself and asks nobody, so cutting it off stops nothing. Its logic is written over Modbus, which has no
identity: whoever reaches the port may write, unless the key on its front stands on "run" (trait ``key_in_run``). A key
that stays on "remote", because somebody will need it again tomorrow, is the usual case.

Sources: Modbus Application Protocol Specification V1.1b3 (function 16, exceptions); the US agencies' advisory on
TRITON (AA22-083A: a controller whose key was left in "program"), as the pattern; the register and what it means are a
judgement. What a face loses is the plant's: :mod:`twin.plant.conveyors`.
"""

from __future__ import annotations

from typing import NamedTuple

from twin.devices.base import NAME_LOOKUP, TIME_SYNC, Device
from twin.devices.parts.characteristics import CONTROLLER
from twin.net.inventory import Need
from twin.net.message import Message, Reply

LOGIC_REGISTER = 400
"""First register of the program's parameters."""


class Logic(NamedTuple):
    """What the program does: service at the face takes ``pace`` times as long; 0 lets the conveyor stand."""

    pace: float = 1.0


class Conveyor(Device):
    """The controller of one pick face's conveyor; the first member drives the first face."""

    function = "fleet"
    purdue_level = 1
    switch = "sw-floor"
    vendor = "fieldlink"
    services = ("modbus",)
    needs = (
        NAME_LOOKUP,
        TIME_SYNC,
        Need("fleet_manager", "https", "totes that have passed", every_s=60, bytes_out=700, bytes_in=300,
             verbs=("POST",), object="totes"),
    )  # fmt: skip
    characteristics = CONTROLLER
    traits = {"default_credentials": False, "physical_port": True, "key_in_run": False}

    def handle(self, message: Message) -> Reply:
        """Its program is read and written over Modbus; a write is obeyed unless the key forbids it."""
        if message.verb != "write_multiple_registers" or not isinstance(message.payload, Logic):
            return super().handle(message)
        if self.trait(message.dst, "key_in_run"):
            return Reply("delivered", "illegal_function")
        return self.touch(message.dst, "tamper", message.payload)

    def touch(self, asset: str, verb: str, payload: object = None) -> Reply:
        """``tamper`` with a :class:`Logic` changes its program; one that would serve faster than people is refused."""
        if verb != "tamper" or not isinstance(payload, Logic):
            return super().touch(asset, verb, payload)
        face, fleet = self.number[asset], self.world.plant.fleet
        if face >= len(fleet.floor.slots) or 0.0 < payload.pace < 1.0 or payload.pace < 0.0:
            return Reply("delivered", "illegal_data_value")
        self._run(face, payload)
        return Reply("delivered", "ok")

    def recover(self, asset: str) -> None:
        """It runs its own program again."""
        super().recover(asset)
        if self.number[asset] < len(self.world.plant.fleet.floor.slots):
            self._run(self.number[asset], Logic())

    def _run(self, face: int, logic: Logic) -> None:
        conveyors = self.world.plant.fleet.visits.conveyors
        if logic.pace == 0.0:
            conveyors.stop(face)
            return
        conveyors.pace(face, logic.pace)
        conveyors.resume(face)
