"""The gateway: it reads sensors over a serial bus and publishes what it read, translated from Modbus to MQTT over TLS.

A gateway is not a router. Nothing passes through it that it did not understand and say again in its own words, and so
whoever holds it decides what the hub believes: it can stay silent, repeat the last value, or add to every value. The
bus itself is unharmed, which is what a second listener on the bus would notice.

Sources: Modbus Application Protocol V1.1b3; OASIS MQTT 5.0; modes of tampering after ATT&CK for ICS T1691.002 (block
reporting message) and T1692.002 (unauthorized reporting message).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from twin.core.chance import Streams
from twin.core.cohort import Beat, Due
from twin.core.elementary import Floats
from twin.core.units import Us
from twin.devices.base import NAME_LOOKUP, TIME_SYNC, Device
from twin.devices.world import World
from twin.net.inventory import Demand, Need
from twin.net.message import Message, Reply
from twin.net.traffic import Channels, Mask
from twin.plant.sensors import CURRENT, DOOR, TEMPERATURE

MODES = ("normal", "drop", "freeze", "offset")
AMPERE_A_KW = 1.8
"""Current of a three-phase compressor motor at 400 V and a power factor of 0.8, ampere a kilowatt."""
SAMPLE_S = 10.0
"""Sampling period of a sensor where the site does not say (judgement)."""


class Gateway(Device):
    """A Modbus to MQTT gateway."""

    function = "cold_chain"
    purdue_level = 1
    switch = "sw-cold"
    vendor = "fieldlink"
    services = ("modbus", "ssh", "http")
    needs = (
        NAME_LOOKUP,
        TIME_SYNC,
        Need("broker-ot", "mqtt", "readings of its sensors", bytes_out=160, bytes_in=60, verbs=("PUBLISH",)),
    )
    traits = {"default_credentials": True, "physical_port": True}

    def start(self, world: World) -> None:
        """Begin to poll and to publish."""
        super().start(world)
        sensors = [a for a in world.inventory.of_kind("sensor") if str(a.traits.get("gateway", "")) in self.number]
        self.sensors = tuple(sensors)
        self._last = np.full(len(sensors), np.nan)
        self._codes = world.log.names.codes(s.name for s in sensors)
        self._rooms = world.log.names.codes(s.area for s in sensors)
        self._quantities = world.log.names.codes(str(s.traits["measures"]) for s in sensors)
        self._gateway_of = [str(s.traits["gateway"]) for s in sensors]
        quantity = np.array([str(s.traits["measures"]) for s in sensors])
        self._warm, self._doors = quantity == TEMPERATURE, quantity == DOOR
        self._currents = quantity == CURRENT
        self._tampering = np.zeros(len(sensors), dtype=np.int64)
        self._offset = np.zeros(len(sensors))
        self.belief_c = np.full(len(sensors), np.nan)
        self.heard_us = np.full(len(sensors), -1, dtype=np.int64)
        self.channels = self._publishing(world)
        if sensors:
            world.traffic.add(self.channels)

    def handle(self, message: Message) -> Reply:
        """A session holder may set the mode of translation."""
        if message.verb != "write_config":
            return super().handle(message)
        if (message.src, message.dst) not in self.sessions:
            return Reply("delivered", "401")
        return self.touch(message.dst, "tamper", message.payload)

    def touch(self, asset: str, verb: str, payload: object = None) -> Reply:
        """``tamper`` with (mode, offset) changes what the gateway says from now on."""
        if verb != "tamper" or not isinstance(payload, tuple):
            return super().touch(asset, verb, payload)
        mode, offset = payload
        self.world.change(lambda: self._set_mode(asset, str(mode), float(offset)))
        return Reply("delivered", "ok")

    def recover(self, asset: str) -> None:
        """It translates honestly again."""
        super().recover(asset)
        self._set_mode(asset, "normal", 0.0)

    def flush(self, until_us: Us) -> None:
        """Publish everything due before *until_us*."""
        self.world.traffic.flush_one(self.channels, until_us)

    def _set_mode(self, asset: str, mode: str, offset: float) -> None:
        mine = np.array([gateway == asset for gateway in self._gateway_of], dtype=bool)
        self._tampering[mine], self._offset[mine] = MODES.index(mode), offset

    def _publishing(self, world: World) -> Channels:
        """One member a sensor, each a flow from its gateway to the broker."""
        need = self.needs[-1]
        numbers = {
            d.src: n for n, d in enumerate(world.inventory.demands) if d.src in self.number and d.need.to == need.to
        }
        demands = [
            (
                numbers[gateway],
                Demand(
                    gateway, need.to, replace(need, every_s=float(s.traits["every_s"]), object=_topic(s.area, s.name))
                ),
            )
            for s, gateway in zip(self.sensors, self._gateway_of, strict=True)
        ]
        channels = world.traffic.channels_of("readings", demands, jitter=0.2)
        channels.beat = Beat(
            channels.beat.period_us,
            channels.beat.phase_us,
            Streams.of(world.seed, [s.name for s in self.sensors], "reading"),
            0.2,
        )
        channels.values, channels.arrived = self._translate, self._arrive
        return channels

    def _translate(self, due: Due) -> Floats:
        """What the gateway says: what the sensors say, unless somebody told it otherwise; NaN is not said at all."""
        read = self._read(due)
        mode = self._tampering[due.member]
        said = read + np.where(mode == MODES.index("offset"), self._offset[due.member], 0.0)
        said[mode == MODES.index("drop")] = np.nan
        frozen = mode == MODES.index("freeze")
        said[frozen] = self._last[due.member[frozen]]
        spoken = ~frozen & ~np.isnan(said)
        self._last[due.member[spoken]] = said[spoken]
        return said

    def _read(self, due: Due) -> Floats:
        """Poll the bus: the sensors' own values, whatever is said about them later."""
        return self.world.plant.sensors.values(due.member, due.occurrence, due.time_us, self._truth(due))

    def _truth(self, due: Due) -> Floats:
        """What there is to measure: the room's state, or the hall's where a sensor stands in no room."""
        plant, looks_at = self.world.plant, self.world.plant.sensors.rooms[due.member]
        inside = looks_at >= 0
        truth = np.where(self._warm[due.member], plant.spec.ambient_c, 0.0)
        if inside.any():
            room, when, member = looks_at[inside], due.time_us[inside], due.member[inside]
            power_kw = plant.rooms.electric_kw_at(room, when)
            measured = np.where(self._warm[member], plant.rooms.air_at(room, when), power_kw)
            measured = np.where(self._doors[member], plant.rooms.door_open_at(room, when), measured)
            truth[inside] = np.where(self._currents[member], power_kw * AMPERE_A_KW, measured)
        return truth

    def _arrive(self, due: Due, values: Floats, allowed: Mask) -> None:
        """What reached the broker goes to the historian and to the controllers that are linked."""
        member, time_us, said = due.member[allowed], due.time_us[allowed], values[allowed]
        self.belief_c[member], self.heard_us[member] = said, time_us
        if not self._historian_linked():
            return
        self.world.log.block(
            "reading",
            time=time_us,
            sensor=self._codes[member],
            room=self._rooms[member],
            quantity=self._quantities[member],
            value=said,
            sequence=due.occurrence[allowed],
        )

    def _historian_linked(self) -> bool:
        network = self.world.network
        return any(
            network.verdict_of(Message(asset.name, "broker-ot", "mqtt"))[1] == "delivered"
            for asset in self.world.inventory.of_kind("historian")
        )


def _topic(room: str, sensor: str) -> str:
    return f"site/{room or 'hall'}/{sensor}"
