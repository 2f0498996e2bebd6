"""The message broker: everybody opens a session to it, and it hands on what was published.

A message reaches a subscriber only if the publisher's flow to the broker **and** the subscriber's own session are
allowed: :meth:`Broker.session` says so for one pair, and devices derive from it whether they are heard.

Sources: OASIS MQTT 3.1.1 and 5.0 (sessions are opened by clients; PUBLISH, SUBSCRIBE, PINGREQ).
"""

from __future__ import annotations

from twin.devices.base import NAME_LOOKUP, TIME_SYNC, Device
from twin.net.message import Fate, Message


class Broker(Device):
    """An MQTT broker over TLS."""

    function = "fleet"
    purdue_level = 3
    switch = "sw-server"
    vendor = "plantsoft"
    services = ("mqtt",)
    needs = (NAME_LOOKUP, TIME_SYNC)
    traits = {"default_credentials": False, "physical_port": False}

    def session(self, client: str, broker: str) -> Fate:
        """What becomes of *client*'s session to *broker* under the rules as they stand."""
        return self.world.network.verdict_of(Message(client, broker, "mqtt"))[1]
