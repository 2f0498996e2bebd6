"""A hub with one SimPy process for each thing that repeats: no cohorts, no windows, no arrays.

Every process sleeps until its next action, draws its own keyed numbers, asks the slow network and writes single rows.
It is what the lab's cohorts must be equal to, row by row.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import simpy

from tests.reference.draws import Draws
from tests.reference.rules import SlowNetwork
from twin.core.clock import Clock
from twin.core.elementary import exp
from twin.core.log import Log
from twin.lab.scenario import Site
from twin.net.inventory import Asset, Demand, Inventory
from twin.net.protocols import PROTOCOLS
from twin.net.segmentation import Segmentation
from twin.plant.rooms import Rooms

SECOND_US = 1_000_000
Process = Generator[simpy.Event, Any, None]


@dataclass
class Sender:
    """One thing that says the same again and again; what it carries is asked of ``reads``."""

    src: str
    dst: str
    service: str
    verb: str
    about: str
    bytes_out: int
    bytes_in: int
    period_us: int
    phase_us: int
    jitter: float
    draws: Draws
    reads: SlowSensor | None = None
    numbered: bool = False
    """Its messages carry their own number."""


@dataclass
class Unsent:
    """A reading that nobody acknowledged."""

    sender: Sender
    number: int
    taken_us: int
    value: float


class SlowSensor:
    """One sensor with its lag, error, noise and steps, sample by sample."""

    def __init__(self, site: Site, asset: Asset, seed: int) -> None:
        self.asset, self._spec, self._site = asset, site.plant.sensor, site
        self.measures = str(asset.traits["measures"])
        self._noise, calibration = Draws(seed, asset.name, "noise"), Draws(seed, asset.name, "calibration")
        warm, contact = self.measures == "temperature_c", self.measures == "door_open"
        spread = self._spec.gain_sd if warm else self._spec.meter_gain_sd
        self._gain = 1.0 if contact else 1.0 + spread * calibration.normal(0)
        self._bias = 0.0 + self._spec.bias_sd_k * calibration.normal(1) if warm else 0.0
        self._drift = self._spec.drift_k_year * calibration.normal(2) if warm else 0.0
        self._age = self._spec.age_years * calibration.uniform(3)
        self._seen_us, self._was, self._lagged = -1, 0.0, 0.0

    def sample(self, number: int, now_us: int, rooms: Rooms) -> float:
        """What it says at *now_us*."""
        truth, noise = self._truth(now_us, rooms), self._noise.normal(number)
        spec = self._spec
        years = self._age + now_us / (365 * 86_400 * SECOND_US)
        signal = self._gain * truth + self._bias + self._drift * years
        if self.measures == "door_open":
            return signal
        if self.measures == "temperature_c":
            warm = self._late(signal, now_us) + spec.sd_k * noise
            return round(min(max(warm, spec.low_c), spec.high_c) / spec.lsb_k) * spec.lsb_k
        power = self.measures == "power_kw"
        step, most = (spec.power_lsb_kw, spec.power_max_kw) if power else (spec.current_lsb_a, spec.current_max_a)
        return round(min(max(signal + spec.power_noise * signal * noise, 0.0), most) / step) * step

    def _truth(self, now_us: int, rooms: Rooms) -> float:
        room, when = np.array([rooms.names.index(self.asset.area)]), np.array([now_us])
        power_kw = float(rooms.electric_kw_at(room, when)[0])
        here = {"power_kw": power_kw, "compressor_current_a": power_kw * 1.8}
        here["temperature_c"] = float(rooms.air_at(room, when)[0])
        here["door_open"] = float(rooms.door_open_at(room, when)[0])
        return here[self.measures]

    def _late(self, goal: float, now_us: int) -> float:
        lagged = goal
        if self._seen_us >= 0 and now_us > self._seen_us:
            lags = (now_us - self._seen_us) / (SECOND_US * self._spec.lag_s)
            behind = (goal - self._was) / lags
            kept = float(exp(np.array([-lags]))[0])
            lagged = goal - behind + (behind - self._was) * kept + kept * self._lagged
        self._seen_us, self._was, self._lagged = now_us, goal, lagged
        return lagged


class SlowHub:
    """A site whose traffic runs one process a sender; ``cut`` and ``give_back`` change the rules at a time."""

    def __init__(self, site: Site, inventory: Inventory, made: Segmentation, seed: int) -> None:
        self.log, self.network = Log(), SlowNetwork(inventory, made)
        self._site, self._inventory, self._seed = site, inventory, seed
        self._environment, self._clock = simpy.Environment(initial_time=0), Clock()
        self._rooms = Rooms(site.plant, seed, self._clock, Log())
        self._rooms.start()
        for asset in inventory.assets:
            self.log.code(asset.name)  # rows of one time are in order of their sensors' codes
        self.fared: dict[tuple[str, str, str], list[int]] = {}
        self._unsent: dict[str, list[Unsent]] = {}
        self._singles: dict[str, int] = {}

    def run(self, end_us: int, *changes: tuple[int, str, bool]) -> None:
        """Run to *end_us* with *changes*: (when, asset, whether it is cut off or given back)."""
        for change in changes:
            self._environment.process(self._change(*change))
        for sender in self._senders():
            self._environment.process(self._send_all(sender, end_us))
        self._environment.process(self._send_again(end_us))
        self._environment.run(until=end_us)
        self.log.seal(end_us)

    def _change(self, when_us: int, asset: str, cut: bool) -> Process:
        yield self._environment.timeout(when_us)
        (self.network.quarantined.append if cut else self.network.quarantined.remove)(asset)

    def _senders(self) -> Sequence[Sender]:
        senders = [self._of_demand(demand) for demand in self._inventory.demands if demand.need.every_s > 0]
        senders += [self._of_sensor(sensor) for sensor in self._inventory.of_kind("sensor")]
        senders += [self._of_gateway(gateway.name) for gateway in self._inventory.of_kind("gateway")]
        return senders + [self._of_robot(robot.name) for robot in self._inventory.of_kind("amr")]

    def _of_demand(self, demand: Demand) -> Sender:
        need, label = demand.need, f"{demand.src}>{demand.dst}/{demand.need.service}/{demand.need.object}"
        period = round(need.every_s * SECOND_US)
        return Sender(
            demand.src, demand.dst, need.service, need.verbs[0] if need.verbs else "", need.object, need.bytes_out,
            need.bytes_in, period, self._phase(label, "phase", period), 0.5, Draws(self._seed, label, "flow"),
        )  # fmt: skip

    def _of_sensor(self, sensor: Asset) -> Sender:
        gateway, about = str(sensor.traits["gateway"]), f"site/{sensor.area}/{sensor.name}"
        period = round(float(sensor.traits["every_s"]) * SECOND_US)
        phase = self._phase(f"{gateway}>broker-ot/mqtt/{about}", "phase", period)
        return Sender(
            gateway, "broker-ot", "mqtt", "PUBLISH", about, 160, 60, period, phase, 0.2,
            Draws(self._seed, sensor.name, "reading"), SlowSensor(self._site, sensor, self._seed),
        )  # fmt: skip

    def _of_gateway(self, gateway: str) -> Sender:
        about, period = f"site/{gateway}/status", 60 * SECOND_US
        label = f"{gateway}>broker-ot/mqtt/{about}"
        return Sender(
            gateway, "broker-ot", "mqtt", "PUBLISH", about, 160, 60, period, self._phase(label, "phase", period), 0.0,
            Draws(self._seed, label, "flow"),
        )  # fmt: skip

    def _of_robot(self, robot: str) -> Sender:
        phase = self._phase(robot, "state-phase", 2 * SECOND_US)
        return Sender(
            robot, "broker-robots", "mqtt", "PUBLISH", f"vda5050/v3/robofleet/{robot}/state", 1_100, 40,
            2 * SECOND_US, phase, 0.0, Draws(self._seed, robot, "state"), numbered=True,
        )  # fmt: skip

    def _phase(self, label: str, purpose: str, period_us: int) -> int:
        return int(Draws(self._seed, label, purpose).uniform(0) * period_us)

    def _send_all(self, sender: Sender, end_us: int) -> Process:
        number = 0
        while sender.phase_us + number * sender.period_us < end_us:
            late_us = int(sender.draws.uniform(number) * int(sender.jitter * sender.period_us))
            due_us = sender.phase_us + number * sender.period_us + late_us
            yield self._environment.timeout(due_us - self._environment.now)
            self._send(sender, number, due_us)
            number += 1

    def _send(self, sender: Sender, number: int, now_us: int) -> None:
        self._clock.run_until(now_us + 1)
        value = float(number) if sender.numbered else float("nan")
        value = sender.reads.sample(number, now_us, self._rooms) if sender.reads else value
        arrived = self._count(sender)
        self._write_flow(sender, sender.draws.bits(number), now_us, value)
        if sender.reads and arrived:
            self._write_reading(sender, number, now_us, now_us, value)
        elif sender.reads:
            self._unsent.setdefault(sender.src, []).append(Unsent(sender, number, now_us, value))

    def _count(self, sender: Sender) -> bool:
        """Count one message; whether it arrives."""
        verdict = self.network.verdict(sender.src, sender.dst, sender.service)
        fared = self.fared.setdefault((sender.src, sender.dst, sender.service), [0, 0, 0])
        fared[0] += 1
        fared[1] += not verdict.allowed and not verdict.contained
        fared[2] += verdict.contained
        return verdict.allowed

    def _send_again(self, end_us: int) -> Process:
        """Every ten seconds up to a hundred readings a gateway, until one does not arrive."""
        while self._environment.now + 10 * SECOND_US < end_us:
            yield self._environment.timeout(10 * SECOND_US)
            for waiting in self._unsent.values():
                for _ in range(min(len(waiting), 100)):
                    if not self._repeat(waiting[0], int(self._environment.now)):
                        break
                    del waiting[0]

    def _repeat(self, unsent: Unsent, now_us: int) -> bool:
        sender = replace(unsent.sender, verb="PUBLISH_DUP")
        label = f"{sender.src}>{sender.dst}/{sender.service}"
        number = self._singles[label] = self._singles.get(label, -1) + 1
        arrived = self._count(sender)
        self._write_flow(sender, Draws(self._seed, label, "send").bits(number), now_us, unsent.value, single=True)
        if arrived:
            self._write_reading(sender, unsent.number, unsent.taken_us, now_us, unsent.value)
        return arrived

    def _write_reading(self, sender: Sender, number: int, taken_us: int, now_us: int, value: float) -> None:
        if sender.reads and self.network.verdict("historian-01", "broker-ot", "mqtt").allowed:
            asset = sender.reads.asset
            self.log.one(
                "reading", time=now_us, sensor=asset.name, room=asset.area, quantity=sender.reads.measures, value=value,
                sequence=number, sampled=taken_us,
            )  # fmt: skip

    def _write_flow(self, sender: Sender, flow: int, now_us: int, value: float, *, single: bool = False) -> None:
        src, dst = (self._inventory.by_name[name] for name in (sender.src, sender.dst))
        verdict, tap = self.network.verdict(sender.src, sender.dst, sender.service), self.network.tap(src, dst)
        if verdict.allowed and not tap:
            return
        protocol = PROTOCOLS[sender.service]
        if protocol.older and "1.2" in (src.traits.get("tls"), dst.traits.get("tls")):
            protocol = protocol.older
        row = {
            "time": now_us, "flow": flow, "tap": tap or "enforcement", "src": sender.src, "dst": sender.dst,
            "src_port": protocol.source if protocol.source >= 0 else 49_152 + flow % 16_384,
            "dst_port": protocol.port, "service": sender.service,
            "transport": protocol.transport, "rule": verdict.rule, "action": "deny", "state": "S0", "packets_out": 1,
        }  # fmt: skip
        if verdict.allowed:
            share = 1.0 if single else 0.75 + 0.5 * ((flow >> 11) * 2.0**-53)
            least_out, most_out, least_in, most_in = protocol().sizes(sender.verb, sender.about)
            out = max(least_out, min(most_out, int(sender.bytes_out * share)))
            back = max(least_in, min(most_in, int(sender.bytes_in * share)))
            row |= {
                "action": "allow", "state": "SF", "bytes_out": out, "bytes_in": back,
            }  # fmt: skip
            turns = len(protocol.opening)
            trips = 3 + turns if protocol.transport == "tcp" else 1
            row["duration_us"] = trips * 2 * self.network.latency_us(src, dst)
            rest_out, rest_back = out - sum(o for o, _ in protocol.opening), back - sum(i for _, i in protocol.opening)
            data = turns - (-rest_out // 1_400), turns - (-rest_back // 1_400)
            row["packets_out"], row["packets_in"] = _packets(protocol.transport, *data)
            if not protocol.encrypted or tap == "inspection":
                row |= {"verb": sender.verb, "object": sender.about, "status": "ok", "value": value}
        self.log.one("flow", **row)


def _packets(transport: str, data_out: int, data_in: int) -> tuple[int, int]:
    """TCP: SYN, ACK, FIN and last ACK around the data and an acknowledgement of each segment; UDP: the data."""
    if transport == "tcp":
        return 4 + data_out + data_in, 2 + data_in + data_out
    return max(1, data_out), data_in
