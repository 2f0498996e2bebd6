"""Use a broker's trust: hear everything, or leave a command for whoever comes back.

A broker that does not keep topics apart lets any client subscribe to ``#``: one flow that every allow-list knows brings
all orders, states and readings of the site. It also keeps what is published with RETAIN, and tells it to everybody who
subscribes later. So a command that was said once is obeyed again after each reconnect, long after whoever said it was
taken off the network; only cleaning the broker ends that.

Sources: ATT&CK for ICS T0842 (Network Sniffing), T0861 (Point & Tag Identification), T0830 (Adversary-in-the-Middle),
T1692.001 (Unauthorized Message: Command Message), Enterprise T1040, T1557, T1071.005; OASIS MQTT 5.0, sections 3.3.1.3
(RETAIN) and 4.7.1 (wildcards).
"""

from __future__ import annotations

from collections.abc import Generator
from typing import ClassVar, Literal

from pydantic import Field

from twin.attacks.base import Attack, Effect, Foothold, Intent, Result, Say, Seen, Steps, Wait
from twin.net.instant import Command, Instant
from twin.net.message import Message, Reply

EVERYTHING = "#"


class BrokerAbuse(Attack):
    """Listen to every topic of a broker, or poison topics with retained commands."""

    technique: ClassVar[str] = "T0842"
    also: ClassVar[tuple[str, ...]] = ("T0861", "T0830", "T1692.001", "T1040", "T1557", "T1071.005")

    mode: Literal["listen", "retain"] = Field("listen", description="subscribe to everything, or leave commands")
    broker: str = Field("broker-robots", description="asset whose topics they are")
    minutes: float = Field(10, gt=0, le=1_000, description="how long it listens")
    command: Command = Field("startPause", description="command that is left on each robot's topic")
    prefix: str = Field("vda5050/v3/robofleet", description="how the robots' topics begin")

    def least_s(self, targets: int) -> float:
        """As long as it listens."""
        del targets
        return 60 * self.minutes if self.mode == "listen" else 0.0

    def steps(self, foothold: Foothold) -> Steps:
        """Hear everything for a while, or one retained message on each target's topic."""
        if self.mode == "listen":
            return (yield from self._listen(foothold.at))
        result: Result = "failed"
        for target in foothold.targets:
            if (yield from self._leave(foothold.at, target)):
                result = "success"
        return result

    def _listen(self, at: str) -> Steps:
        """A subscription, and each minute what came in since."""
        reply = yield Say(Message(at, self.broker, "mqtt", "SUBSCRIBE", EVERYTHING, bytes_out=90, bytes_in=40))
        if not isinstance(reply, Reply) or not reply.ok:
            return "failed"
        comes = 60 * int(reply.payload) if isinstance(reply.payload, float) else 0
        for _ in range(max(1, int(self.minutes))):
            yield Wait(60)
            kept = yield Say(Message(at, self.broker, "mqtt", "PINGREQ", bytes_out=60, bytes_in=40 + comes))
            if not isinstance(kept, Reply) or not kept.ok:
                return "failed"
        return "success"

    def _leave(self, at: str, target: str) -> Generator[Intent, Seen, bool]:
        """Leave the command for one robot; it is told at once to whoever is there, and kept."""
        reply = yield Say(
            Message(
                at, self.broker, "mqtt", "PUBLISH", f"{self.prefix}/{target}/instantActions", 0.0,
                payload=Instant(self.command, retained=True), relay=target, bytes_out=320, bytes_in=40,
            )
        )  # fmt: skip
        if not isinstance(reply, Reply) or not reply.ok:
            return False
        yield Effect(target, "effect_start")
        return True
