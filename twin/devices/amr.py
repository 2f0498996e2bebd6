"""The autonomous mobile robot: lidar, a map, a released base, and a service interface that trusts too much.

Its state goes to the broker every two seconds (VDA 5050 asks for an event or at least every 30 s). Its configuration
can be written over the service interface by whoever has a session, or by hand at the service port. A written
navigation offset changes what the robot **believes**; the floor keeps the truth. The protective field is local to the
robot and needs no network, but its parameters can be written like the rest.

Sources: VDA 5050 version 3.0.0 (topics, header counters); Alias Robotics' advisories on unauthenticated robot
interfaces (CVE-2020-10270, CVE-2020-10271) as the pattern; ISO 3691-4:2023 for the independent protective stop.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Streams
from twin.core.cohort import Beat, Due
from twin.core.elementary import Floats
from twin.core.units import SECOND_US
from twin.devices.base import NAME_LOOKUP, Device
from twin.devices.broker import Broker
from twin.devices.world import World
from twin.net.inventory import Need
from twin.net.message import Message, Reply
from twin.net.traffic import Channels, Mask
from twin.net.verdicts import SERVICE_ID
from twin.plant.protective_field import FieldParameters
from twin.plant.robots import CAUSES, STATES, Cause, Hold

STATE_S = 2.0
"""Period of state messages (reference hub: event and 1 to 2 s)."""


def interface(robot: str) -> str:
    """Topic prefix of one robot (VDA 5050: interface, major version, manufacturer, serial number)."""
    return f"vda5050/v3/robofleet/{robot}"


class Amr(Device):
    """An autonomous mobile robot that speaks VDA 5050 over MQTT."""

    function = "robots"
    purdue_level = 1
    switch = "wlc"
    wireless = True
    vendor = "robofleet"
    services = ("robot_api", "ssh")
    needs = (
        NAME_LOOKUP,
        Need("broker-robots", "mqtt", "states out, orders in", bytes_out=1_100, bytes_in=60, verbs=("PUBLISH",)),
    )
    traits = {"default_credentials": True, "physical_port": True}

    def start(self, world: World) -> None:
        """Report state, and open no door but those that were left open."""
        super().start(world)
        self._names = world.log.names.codes(asset.name for asset in self.members)
        self._states_of = world.log.names.codes(STATES)
        if self.members:
            world.traffic.add(self._states(world))

    def handle(self, message: Message) -> Reply:
        """A session holder may read and write the configuration."""
        if message.verb in ("write_config", "upload_map"):
            if (message.src, message.dst) not in self.sessions and message.src != message.dst:
                return Reply("delivered", "401")
            return self.touch(message.dst, "tamper", message.payload)
        return super().handle(message)

    def touch(self, asset: str, verb: str, payload: object = None) -> Reply:
        """``tamper`` with (dx, dy) in metres shifts where it believes to be; with field parameters, its field."""
        if verb == "tamper" and isinstance(payload, FieldParameters):
            self._set_field(self.number[asset], payload)
            return Reply("delivered", "ok")
        if verb != "tamper" or not isinstance(payload, tuple):
            return super().touch(asset, verb, payload)
        dx_m, dy_m = (float(part) for part in payload)
        self.world.change(lambda: self.world.plant.fleet.tamper(self.number[asset], dx_m, dy_m))
        return Reply("delivered", "ok")

    def _set_field(self, robot: int, to: FieldParameters) -> None:
        fleet = self.world.plant.fleet
        fleet.tamper_field(robot, to.scale, to.speed_share, to.blind)
        fleet.mute_field(robot, to.muted)

    def recover(self, asset: str) -> None:
        """Its map, its pose, its brakes and its protective field are its own again."""
        super().recover(asset)
        self.world.plant.fleet.restore_field(self.number[asset])
        self.release(asset, "attack")
        self.world.plant.fleet.restore(self.number[asset])

    def halt(self, asset: str, cause: str) -> None:
        """Stop it by command, where it stands; ``cause`` is ``attack`` or ``containment``."""
        self.world.plant.fleet.hold(self.number[asset], _hold_of(cause), Cause(CAUSES.index(cause)))

    def release(self, asset: str, cause: str) -> None:
        """End the stop that was commanded for *cause*; another goes on."""
        self.world.plant.fleet.release(self.number[asset], _hold_of(cause))

    def _states(self, world: World) -> Channels:
        """State messages, one member a robot, to the broker."""
        count, index = len(self.members), world.inventory.index
        names = [asset.name for asset in self.members]
        period = np.full(count, round(STATE_S * SECOND_US), dtype=np.int64)
        phase = (Streams.of(world.seed, names, "state-phase").uniform(np.arange(count), 0) * period).astype(np.int64)
        return Channels(
            name="states",
            src=np.array([index[name] for name in names], dtype=np.int64),
            dst=np.full(count, index["broker-robots"], dtype=np.int64),
            service=np.full(count, SERVICE_ID["mqtt"], dtype=np.int64),
            beat=Beat(period, phase, Streams.of(world.seed, names, "state")),
            bytes_out=np.full(count, 1_100, dtype=np.int64),
            bytes_in=np.full(count, 40, dtype=np.int64),
            verb=np.full(count, world.log.code("PUBLISH"), dtype=np.int64),
            object=world.log.names.codes(f"{interface(name)}/state" for name in names),
            count_as=np.array(
                [world.traffic.demand_of[name, "broker-robots", "mqtt"] for name in names], dtype=np.int64
            ),
            arrived=self._report,
        )

    def _report(self, due: Due, _: Floats, allowed: Mask) -> None:
        """What arrived at the fleet manager, if its own session stands: what each robot says about itself."""
        if not self._heard():
            return
        member, time_us = due.member[allowed], due.time_us[allowed]
        fleet = self.world.plant.fleet
        pose, robots, floor = fleet.pose_at(member, time_us), fleet.robots, fleet.floor
        goal = np.maximum(pose.goal, 0)
        self.world.log.block(
            "robot_state",
            time=time_us,
            robot=self._names[member],
            x_m=pose.x_m + robots.shift_x[member],
            y_m=pose.y_m + robots.shift_y[member],
            speed_mps=pose.speed_mps,
            battery=pose.battery,
            state=self._states_of[pose.state],
            goal_x_m=np.where(pose.goal >= 0, floor.x_m[goal], np.nan),
            goal_y_m=np.where(pose.goal >= 0, floor.y_m[goal], np.nan),
            header_id=due.occurrence[allowed],
        )

    def _heard(self) -> bool:
        broker = self.world.devices["broker"]
        listeners = self.world.inventory.of_kind("fleet_manager")
        return isinstance(broker, Broker) and any(
            broker.session(listener.name, "broker-robots") == "delivered" for listener in listeners
        )


def _hold_of(cause: str) -> Hold:
    return Hold.CONTAINED if cause == "containment" else Hold.COMMANDED
