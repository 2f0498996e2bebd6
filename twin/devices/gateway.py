"""The gateway: it reads sensors over a serial bus and publishes what it read, translated from Modbus to MQTT.

A gateway is not a router. Nothing passes through it that it did not understand and say again in its own words, and so
whoever holds it decides what the hub believes (:mod:`twin.net.translation` has the ways). The bus itself is unharmed,
which is what a second listener on the bus notices: a tap at ``bus`` writes what the sensors say themselves.

It stamps what it reads with its own clock, and sets that by a time server at every synchronisation. Subscribers believe
the newest stamp, so a clock that is put ahead and right again makes everything that is read meanwhile look old.

Readings go with QoS 1: what nobody acknowledged waits in a bounded outbox and is sent again every ten seconds, with the
time at which it was taken. Every minute the gateway says that it is there. It has registers of its own, which hold what
it said last; there is none that writes to the bus. An old gateway (trait ``mqtt_plain: true``) publishes in the open.

Sources: Modbus Application Protocol V1.1b3; OASIS MQTT 5.0 (4.3.2, 4.4); the room for a thousand samples, and the
periods of sending again and of the status, are judgements.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from twin.core.chance import Ints, Streams
from twin.core.cohort import Beat, Due
from twin.core.elementary import Floats
from twin.core.units import SECOND_US, Us, us
from twin.devices.base import LEASE, NAME_LOOKUP, TIME_SYNC, Device
from twin.devices.broker import session
from twin.devices.dns_resolver import DnsResolver
from twin.devices.historian import Historian
from twin.devices.parts.characteristics import CONTROLLER
from twin.devices.world import World
from twin.net.firmware import Firmware
from twin.net.inventory import Asset, Demand, Need
from twin.net.message import Message, Reply
from twin.net.outbox import Outbox, Unsent
from twin.net.protocols.modbus_rtu import FIRST_REGISTER, READ
from twin.net.taps import BUS
from twin.net.traffic import Channels, Mask
from twin.net.translation import Tampering, Translation
from twin.plant.sensors import CURRENT, DOOR, TEMPERATURE

AMPERE_A_KW = 1.8
"""Current of a three-phase compressor motor at 400 V and a power factor of 0.8, ampere a kilowatt."""
SAMPLE_S = 10.0
"""Sampling period of a sensor where the site does not say (judgement)."""
BROKER = "broker-ot"
ROOM, RETRY_US, AT_ONCE = 1_000, 10 * SECOND_US, 100
"""Samples that a gateway can keep, how often it sends them again, and how many at once."""
STATUS_S = 60.0
OVERFLOW_REGISTER = 40_001
"""Holding register that counts the samples for which there was no room."""
READING = Need(
    BROKER, "mqtt", "readings of its sensors", bytes_out=160, bytes_in=60, verbs=("PUBLISH", "PUBLISH_DUP")
)  # fmt: skip
Hearing = Callable[[Ints, Ints], None]


class Gateway(Device):
    """A Modbus to MQTT gateway."""

    function = "cold_chain"
    purdue_level = 1
    switch = "sw-cold"
    vendor = "fieldlink"
    services = ("modbus", "ssh", "http")
    needs = (LEASE, NAME_LOOKUP, TIME_SYNC, READING)
    shares_key = True
    characteristics = CONTROLLER
    traits = {"default_credentials": True, "physical_port": True, "mqtt_plain": False}

    @classmethod
    def needs_of(cls, traits: Mapping[str, float | str | bool]) -> tuple[Need, ...]:
        """An old gateway cannot do TLS."""
        plain = bool(traits.get("mqtt_plain"))
        return tuple(replace(n, service="mqtt_plain") if plain and n.service == "mqtt" else n for n in cls.needs)

    def start(self, world: World) -> None:
        """Begin to poll and to publish."""
        super().start(world)
        sensors = [a for a in world.inventory.of_kind("sensor") if str(a.traits.get("gateway", "")) in self.number]
        self.sensors = tuple(sensors)
        self._gateway_of = np.array([self.number[str(s.traits["gateway"])] for s in sensors], dtype=np.int64)
        self._units = _units(self._gateway_of)
        self._code(world)
        quantity = np.array([str(s.traits["measures"]) for s in sensors])
        self._warm, self._doors = quantity == TEMPERATURE, quantity == DOOR
        self._currents = quantity == CURRENT
        self.belief_c = np.full(len(sensors), np.nan)
        self.heard_us = np.full(len(sensors), -1, dtype=np.int64)
        self._taken_us = np.full(len(sensors), -1, dtype=np.int64)
        self.on_heard: Hearing = _nobody_hears
        self._outboxes = [Outbox(ROOM) for _ in self.members]
        self._ahead_us = np.zeros(len(self.members), dtype=np.int64)
        self._away_us = np.full((2, len(self.members)), -1, dtype=np.int64)
        self._off = np.zeros(len(self.members), dtype=np.int64)
        self._services = [n.service for each in self.members for n in self.needs_of(each.traits) if n.to == BROKER]
        self.channels, self.status = self._publishing(world), self._statuses(world)
        self.translation = Translation(self.channels.beat.period_us)
        self._bus = Translation(self.channels.beat.period_us)
        if sensors:
            world.traffic.add(self.channels)
            world.traffic.add(self.status)
            world.on_change.append(self._relink)
            self._relink()
            world.clock.every(RETRY_US, "gateway/outbox", self._send_again)
            world.clock.every(us(TIME_SYNC.every_s), "gateway/time", self._set_clocks)

    def handle(self, message: Message) -> Reply:
        """A session holder may set how values are translated; anybody may read the gateway's own registers."""
        if message.service == "modbus":
            return self._register(message)
        if message.verb != "write_config" or isinstance(message.payload, Firmware):
            return super().handle(message)
        if (message.src, message.dst) not in self.sessions:
            return Reply("delivered", "401")
        return self.touch(message.dst, "tamper", message.payload)

    def touch(self, asset: str, verb: str, payload: object = None) -> Reply:
        """``tamper`` with a :class:`Tampering` changes what the gateway says from now on."""
        if verb != "tamper" or not isinstance(payload, Tampering):
            return super().touch(asset, verb, payload)
        self.world.change(lambda: self.translation.change(self._mine(asset), payload))
        return Reply("delivered", "ok")

    def recover(self, asset: str) -> None:
        """It is there, and translates honestly again."""
        super().recover(asset)
        self._away_us[:, self.number[asset]] = -1
        self.translation.change(self._mine(asset), Tampering("normal"))

    def spoof(self, sensor: str, to: Tampering) -> bool:
        """Let *sensor* say on its bus what is not so, from now on; False where no gateway reads it."""
        found = np.array([n for n, each in enumerate(self.sensors) if each.name == sensor], dtype=np.int64)
        if len(found):
            self.world.change(lambda: self._bus.change(found, to))
        return bool(len(found))

    def reboot(self, asset: str, lasts_s: float, cause: str) -> bool:
        """It reads and publishes nothing, and then translates as it was made to."""
        del cause
        gateway, now_us = self.number[asset], self.world.clock.now_us

        def fall_silent() -> None:
            self._away_us[:, gateway] = now_us, max(now_us + us(lasts_s), int(self._away_us[1, gateway]))

        self.world.change(fall_silent)
        return True

    def power(self, asset: str, on: bool) -> None:
        """Without power it reads and keeps nothing."""
        self._off[self.number[asset]] += -1 if on else 1

    def _away(self, gateway: Ints, time_us: Ints) -> Mask:
        """Which gateways restart at each time; shape (n,) all."""
        begins_us, ends_us = self._away_us[:, gateway]
        away: Mask = (time_us >= begins_us) & (time_us < ends_us)
        return away

    def flush(self, until_us: Us) -> None:
        """Publish everything due before *until_us*."""
        self.world.traffic.flush_one(self.channels, until_us)

    def flush_all(self, until_us: Us) -> None:
        """The same, and say up to then that each gateway is there."""
        self.flush(until_us)
        self.world.traffic.flush_one(self.status, until_us)

    def service_of(self, gateway: str) -> str:
        """The service over which a gateway publishes."""
        return self._services[self.number[gateway]]

    def _mine(self, asset: str) -> Ints:
        return np.flatnonzero(self._gateway_of == self.number[asset])

    def _code(self, world: World) -> None:
        """Code the names that blocks of rows use."""
        names = world.log.names
        self._codes = names.codes(s.name for s in self.sensors)
        self._rooms = names.codes(s.area for s in self.sensors)
        self._quantities = names.codes(str(s.traits["measures"]) for s in self.sensors)
        self._masters = names.codes(str(s.traits["gateway"]) for s in self.sensors)
        self._registers = names.codes(str(FIRST_REGISTER) for _ in self.sensors)
        self._verb = names.code(READ)

    def _register(self, message: Message) -> Reply:
        """Registers are read only: one pair for each sensor's last value, one that counts what was lost."""
        if not message.verb.startswith("read_"):
            return Reply("delivered", "illegal_function")
        if message.object == str(OVERFLOW_REGISTER):
            return Reply("delivered", "ok", float(self._outboxes[self.number[message.dst]].overflowed))
        for place, sensor in enumerate(self._mine(message.dst).tolist()):
            if message.object == str(FIRST_REGISTER + 2 * place):
                return Reply("delivered", "ok", self.translation.last(sensor))
        return Reply("delivered", "illegal_data_address")

    def _publishing(self, world: World) -> Channels:
        """One member a sensor, each a flow from its gateway to the broker."""
        demands = [
            self._demand(world, str(s.traits["gateway"]), _topic(s), float(s.traits["every_s"])) for s in self.sensors
        ]
        channels = world.traffic.channels_of("readings", demands, jitter=0.2)
        own = Streams.of(world.seed, [s.name for s in self.sensors], "reading")
        channels.beat = Beat(channels.beat.period_us, channels.beat.phase_us, own, 0.2)
        channels.values, channels.arrived = self._translate, self._arrive
        return channels

    def _statuses(self, world: World) -> Channels:
        """One member a gateway: it is there, whatever it does with the values of its sensors."""
        demands = [self._demand(world, each.name, f"site/{each.name}/status", STATUS_S) for each in self.members]
        channels = world.traffic.channels_of("gateway status", demands, jitter=0.0)
        channels.silent = lambda due: self._away(due.member, due.time_us)
        channels.arrived = lambda due, _, arrived: self.on_heard(due.member[arrived], due.time_us[arrived])
        return channels

    def _demand(self, world: World, gateway: str, topic: str, every_s: float) -> tuple[int, Demand]:
        """What *gateway* publishes to *topic*, as a part of its declared need."""
        service = self.service_of(gateway)
        need = replace(READING, service=service, every_s=every_s, object=topic)
        return world.traffic.demand_of[gateway, BROKER, service], Demand(gateway, BROKER, need)

    def _translate(self, due: Due) -> Floats:
        """What the gateway says: what the sensors say, unless somebody told it otherwise; NaN is not said at all.

        One that restarts neither reads nor says anything.
        """
        said = self.world.plant.sensors.values(due.member, due.occurrence, due.time_us, self._truth(due))
        read = self._bus.said(due.member, due.occurrence, said)
        gateway = self._gateway_of[due.member]
        away, off = self._away(gateway, due.time_us), self._off[gateway] > 0
        read = np.where(away | off, np.nan, read)
        if self.world.network.paths.taps.listens(BUS):
            self._overhear(due, read)
        said = self.translation.said(due.member, due.occurrence, read)
        return np.where(away, np.nan, np.where(off, 0.0, said))  # the network itself mutes who is switched off

    def _overhear(self, due: Due, read: Floats) -> None:
        """What somebody else on the bus reads: each sensor's own word, where it said one."""
        told = ~np.isnan(read)
        member = due.member[told]
        self.world.log.block(
            "bus", time=due.time_us[told], master=self._masters[member], unit=self._units[member],
            sensor=self._codes[member], verb=self._verb, object=self._registers[member], value=read[told],
            sequence=due.occurrence[told],
        )  # fmt: skip

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

    def _arrive(self, due: Due, values: Floats, arrived: Mask) -> None:
        """What reached the broker goes on to its subscribers; the rest waits until it is acknowledged."""
        if not arrived.all():
            self._keep(due, values, ~arrived)
        member, time_us = due.member[arrived], due.time_us[arrived]
        self.on_heard(self._gateway_of[member], time_us)
        stamped_us = time_us + self._ahead_us[self._gateway_of[member]]
        self._tell(member, due.occurrence[arrived], stamped_us, time_us, values[arrived])

    def _tell(self, member: Ints, sample: Ints, taken_us: Ints, time_us: Ints, said: Floats) -> None:
        """Subscribers hear of samples: controllers believe the newest one, the historian writes down each."""
        newer = taken_us > self._taken_us[member]
        fresh = member[newer]
        self.belief_c[fresh], self.heard_us[fresh], self._taken_us[fresh] = said[newer], time_us[newer], taken_us[newer]
        if self._historian_linked():
            self.world.log.block(
                "reading", time=time_us, sensor=self._codes[member], room=self._rooms[member],
                quantity=self._quantities[member], value=said, sequence=sample, sampled=taken_us,
            )  # fmt: skip

    def _keep(self, due: Due, values: Floats, missing: Mask) -> None:
        """Samples that nobody acknowledged wait at their gateways, in the order in which they were taken."""
        rows = np.flatnonzero(missing & (self._off[self._gateway_of[due.member]] == 0))
        for row in rows[np.lexsort((due.member[rows], due.time_us[rows]))].tolist():
            sensor = int(due.member[row])
            gateway = self._gateway_of[sensor]
            stamped_us = int(due.time_us[row] + self._ahead_us[gateway])
            self._outboxes[gateway].keep([Unsent(sensor, int(due.occurrence[row]), stamped_us, float(values[row]))])

    def _set_clocks(self) -> None:
        """Each gateway follows its time server, where it hears it."""
        servers = self.world.devices.get("dns_resolver")
        if not isinstance(servers, DnsResolver):
            return
        asked = {d.src: d.dst for d in self.world.inventory.demands if d.need.service == TIME_SYNC.service}
        ahead_us = self._ahead_us.copy()
        for number, gateway in enumerate(self.members):
            server = asked.get(gateway.name, "")
            if server and self.world.network.verdict_of(Message(gateway.name, server, "ntp"))[1] == "delivered":
                ahead_us[number] = servers.ahead_us(server)
        if (ahead_us != self._ahead_us).any():
            self.flush(self.world.clock.now_us)
            self._ahead_us = ahead_us

    def _relink(self) -> None:
        """Whether every gateway reaches the broker under the rules as they stand."""
        fates = (session(self.world, each.name, BROKER, self.service_of(each.name)) for each in self.members)
        self._linked = all(fate == "delivered" for fate in fates)

    def _send_again(self) -> None:
        """Send what waits, the oldest first; the first that does not arrive ends the attempt.

        Where all gateways are linked and no link loses anything, what has not been emitted yet will arrive, so there is
        nothing to bring up to now.
        """
        traffic = self.world.traffic
        if traffic.capacity.lossy or traffic.limits.exceed or not self._linked:
            self.flush(self.world.clock.now_us)
        now_us = self.world.clock.now_us
        away = ((self._away_us[0] <= now_us) & (now_us < self._away_us[1])) | (self._off > 0)
        for gateway, outbox, restarts in zip(self.members, self._outboxes, away.tolist(), strict=True):
            for _ in range(0 if restarts else min(len(outbox), AT_ONCE)):
                if not self._repeat(gateway.name, outbox.first):
                    break
                outbox.done()

    def _repeat(self, gateway: str, unsent: Unsent) -> bool:
        """Publish one sample again; whether it arrived."""
        message = Message(
            gateway, BROKER, self.service_of(gateway), "PUBLISH_DUP", _topic(self.sensors[unsent.sensor]), unsent.value,
            bytes_out=READING.bytes_out, bytes_in=READING.bytes_in,
        )  # fmt: skip
        if not self.world.send(message).ok:
            return False
        now = np.array([self.world.clock.now_us], dtype=np.int64)
        sensor, sample, taken_us, _ = np.array([unsent], dtype=np.int64).T
        self.on_heard(self._gateway_of[sensor], now)
        self._tell(sensor, sample, taken_us, now, np.array([unsent.value]))
        return True

    def _historian_linked(self) -> bool:
        historian = self.world.devices.get("historian")
        return isinstance(historian, Historian) and any(
            historian.writes(each.name) and session(self.world, each.name, BROKER) == "delivered"
            for each in historian.members
        )


def _topic(sensor: Asset) -> str:
    return f"site/{sensor.area or 'hall'}/{sensor.name}"


def _units(gateway_of: Ints) -> Ints:
    """Unit number of each sensor: its place on its gateway's bus, from 1."""
    return np.array(
        [int((gateway_of[: n + 1] == gateway).sum()) for n, gateway in enumerate(gateway_of)], dtype=np.int64
    )


def _nobody_hears(_gateways: Ints, _times_us: Ints) -> None:
    """No broker watches."""
