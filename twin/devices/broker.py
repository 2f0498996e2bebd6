"""The message broker: everybody opens a session to it, and it hands on what was published.

A message reaches a subscriber only if the publisher's flow to the broker **and** the subscriber's own session are
allowed: :func:`session` says so for one pair, and devices derive from it whether they are heard.

Where somebody listens to last wills, :class:`Sessions` keeps the broker's book: a client that is not heard for one and
a half times its keep-alive loses its session at that very microsecond, and gets it back with what arrives later. Before
a story begins, every client that the rules let through has its session.

The open port stays for old clients that cannot do TLS; a rule decides who may use it.

Whoever has a session may publish on any topic and subscribe to all of them, unless the broker keeps topics apart:
where each device has an identity of its own, or where the site says so (trait ``topic_acl``). Then only a fleet manager
directs robots, and nobody hears everything. A retained command is told to its robot whenever that comes back.

Sources: OASIS MQTT 3.1.1 and 5.0 (sessions are opened by clients; PUBLISH, SUBSCRIBE, PINGREQ; 3.1.2.10 keep alive;
3.3.1.3 RETAIN; 5.4.2 authorisation of clients by the server); EMB3D, missing access control on a message bus. The
period at which a broker's book is brought up to now while somebody is missing is a judgement.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from twin.core.chance import Ints
from twin.core.clock import EARLY, Timer
from twin.core.units import SECOND_US, Us
from twin.devices.base import NAME_LOOKUP, TIME_SYNC, Device
from twin.devices.parts.characteristics import SERVER
from twin.devices.world import World
from twin.net.channels import Mask
from twin.net.instant import Instant, commands, hears_all
from twin.net.inventory import Asset
from twin.net.keepalive import NEVER_US, KeepAlive
from twin.net.message import Fate, Message, Reply

LOOK_US: Us = 5 * SECOND_US
"""How often the book looks whether a client is back."""


class Broker(Device):
    """An MQTT broker over TLS, with the open port beside it."""

    function = "fleet"
    purdue_level = 3
    switch = "sw-server"
    vendor = "plantsoft"
    services = ("mqtt", "mqtt_plain")
    needs = (NAME_LOOKUP, TIME_SYNC)
    characteristics = SERVER
    traits = {"default_credentials": False, "physical_port": False, "topic_acl": False}

    def __init__(self, members: tuple[Asset, ...]) -> None:
        super().__init__(members)
        self.retained: dict[tuple[str, str], Instant] = {}

    def handle(self, message: Message) -> Reply:
        """Hand on what is published, if the publisher may; tell who hears everything how much there is to hear."""
        if not self._entitled(message):
            return Reply("delivered", "401")
        if message.verb == "SUBSCRIBE" and hears_all(message.object):
            return Reply("delivered", "ok", self._bytes_per_s(message.dst))
        if message.verb == "PUBLISH" and isinstance(message.payload, Instant):
            if message.payload.retained:
                self.retained[message.dst, message.relay] = message.payload
            return Reply("delivered", "ok", self._hand_on(message.dst, message.relay, message.payload))
        return super().handle(message)

    def recover(self, asset: str) -> None:
        """What somebody left on its topics is forgotten."""
        super().recover(asset)
        self.retained = {place: left for place, left in self.retained.items() if place[0] != asset}

    def welcome(self, client: str) -> None:
        """*client* has subscribed anew: it is told what was retained for it."""
        for (broker, robot), action in list(self.retained.items()):
            if robot == client:
                self._hand_on(broker, robot, action)

    def _hand_on(self, broker: str, client: str, action: Instant) -> bool:
        """Whether *client* has a session, and did as told."""
        if client not in self.world.inventory.by_name or self.session(client, broker) != "delivered":
            return False
        return self.world.device_of(client).obey(client, action)

    def _entitled(self, message: Message) -> bool:
        """Where topics are kept apart, only a fleet manager directs robots, and nobody hears everything."""
        apart = self.trait(message.dst, "topic_acl")
        if not (apart or self.world.network.segmentation.identity):
            return True
        if message.verb == "SUBSCRIBE":
            return not hears_all(message.object)
        directs = message.verb == "PUBLISH" and commands(message.object)
        return not directs or self.world.inventory.by_name[message.src].kind == "fleet_manager"

    def _bytes_per_s(self, broker: str) -> float:
        """What is published at *broker* in a second, all cohorts together."""
        number = self.world.inventory.index[broker]
        cohorts = ((each, each.dst == number) for each in self.world.traffic.channels)
        rates = ((each.bytes_out[to] * SECOND_US / each.beat.period_us[to]).sum() for each, to in cohorts)
        return float(sum(rates))

    def session(self, client: str, broker: str) -> Fate:
        """What becomes of *client*'s session to *broker* under the rules as they stand."""
        return session(self.world, client, broker)


def session(world: World, client: str, broker: str, service: str = "mqtt") -> Fate:
    """What becomes of *client*'s session to *broker* over *service* under the rules as they stand."""
    return world.network.verdict_of(Message(client, broker, service))[1]


@dataclass(frozen=True)
class Clients:
    """Who is watched at one broker: names and services, shape (clients,), their keep-alive, and what emits their rows.

    ``on_broken`` is told that a client's last will is published, ``on_back`` that the client is there again.
    """

    broker: str
    names: Sequence[str]
    services: Sequence[str]
    keep_alive_us: Us
    flush: Callable[[Us], None]
    on_broken: Callable[[int], None]
    on_back: Callable[[int], None]


class Sessions:
    """The sessions of some clients at one broker.

    While all is well nothing is looked at: what has not been emitted yet will arrive. Only where a client is cut off or
    a link loses messages does the book look, when the next session may end, and every :data:`LOOK_US` for who is back.
    """

    def __init__(self, world: World, clients: Clients) -> None:
        self._world, self._clients = world, clients
        self._keep = KeepAlive(len(clients.names), clients.keep_alive_us)
        self._linked: Mask = self._links()
        self._keep.open[:] = self._linked
        self._quiet: Mask = np.zeros(len(clients.names), dtype=np.bool_)
        self._timer: Timer | None = None
        world.on_change.append(self._watch)
        world.clock.at(0, f"{clients.broker}/sessions", self._watch, EARLY)

    @property
    def open(self) -> Mask:
        """Which sessions stand, shape (clients,)."""
        return self._keep.open

    def hear(self, client: Ints, time_us: Ints) -> None:
        """Messages of clients have arrived, in any order."""
        self._keep.hear(client, time_us)

    def quiet(self, client: int) -> None:
        """*client* says nothing from now on, though nobody stops it: look when its time is over."""
        self._quiet[client] = True
        self._arm()

    def _links(self) -> Mask:
        mine = self._clients
        fates = (
            session(self._world, name, mine.broker, service)
            for name, service in zip(mine.names, mine.services, strict=True)
        )
        return np.array([fate == "delivered" for fate in fates], dtype=np.bool_)

    def _watch(self) -> None:
        """Rules have changed: look when it matters."""
        self._linked = self._links()
        self._arm()

    def _arm(self) -> None:
        """Set the timer for the next look, if there is anything to look at."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        when_us, now_us = self._next_us(), self._world.clock.now_us
        if when_us < NEVER_US:
            self._timer = self._world.clock.at(
                max(when_us, now_us + 1), f"{self._clients.broker}/sessions", self._look, EARLY
            )  # fmt: skip

    def _next_us(self) -> Us:
        """When a session may end that nobody can be sure of, or somebody may be back."""
        keep, now_us = self._keep, self._world.clock.now_us
        traffic = self._world.traffic
        lossy = traffic.capacity.lossy or traffic.limits.exceed
        unsure = keep.open if lossy else keep.open & (~self._linked | self._quiet)
        ends = int(keep.heard_us[unsure].min()) + keep.patience_us if unsure.any() else NEVER_US
        return min(ends, now_us + LOOK_US) if (~keep.open & self._linked).any() else ends

    def _look(self) -> None:
        """Bring the book up to now, publish wills, and welcome who is back."""
        now_us = self._world.clock.now_us
        self._clients.flush(now_us)
        for client in self._keep.ended(now_us):
            self._write(client, "keep_alive_expired", now_us)
            self._clients.on_broken(client)
        for client, first_us in self._keep.returned():
            self._quiet[client] = False
            self._write(client, "connected", first_us)
            self._clients.on_back(client)
        self._arm()

    def _write(self, client: int, event: str, time_us: Us) -> None:
        self._world.log.one(
            "session", time=time_us, broker=self._clients.broker, client=self._clients.names[client], event=event,
            heard=int(self._keep.heard_us[client]),
        )  # fmt: skip
