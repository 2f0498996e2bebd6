"""Tell robots what to do at once, as if one were the fleet manager.

Robots and their manager meet at a broker, and VDA 5050 messages carry no signature: a robot does what arrives on its
topic. Any client that the broker lets publish there can cancel orders, pause robots or send all of them to charge. A
robot may be such a client: it has a session to that very broker, so the flow is one that every allow-list knows. What
gives it away is the topic, which only an inspected session shows, and the header counter, which jumps or repeats.

Sources: ATT&CK for ICS T0848 (Rogue Master), T1692.001 (Unauthorized Message: Command Message), T0813 (Denial of
Control), T0831 (Manipulation of Control), T0828 (Loss of Productivity and Revenue), Enterprise T1071.005
(Publish/Subscribe Protocols), T1565.002 (Transmitted Data Manipulation); VDA 5050 version 3.0.0 (instantActions,
header). The number from which a forger counts is a judgement.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import ClassVar, Literal

from pydantic import Field

from twin.attacks.base import Attack, Effect, Foothold, Intent, Say, Seen, Steps, Wait
from twin.net.instant import Command, Instant
from twin.net.message import Message, Reply

FAR = 100_000
"""Where a counter goes on that jumps."""
SETTLES_S = 60.0
"""How long after the last command an effect is told to go on: robots drive where they were sent (judgement)."""


class SpoofedOrders(Attack):
    """Publish instant actions to robots in their manager's place."""

    technique: ClassVar[str] = "T0848"
    also: ClassVar[tuple[str, ...]] = ("T1692.001", "T0813", "T0831", "T0828", "T1071.005", "T1565.002")
    suits: ClassVar[tuple[str, ...]] = ("amr",)

    command: Command = Field("cancelOrder", description="what robots are told")
    broker: str = Field("broker-robots", description="asset that hands it on")
    prefix: str = Field("vda5050/v3/robofleet", description="how the robots' topics begin")
    every_s: float = Field(60, gt=0, le=3_600, description="seconds between two rounds")
    minutes: float = Field(20, ge=0, le=1_000, description="how long it goes on; 0 is one round")
    headers: Literal["jump", "repeat"] = Field("jump", description="header counters go on far ahead, or stay the same")

    def steps(self, foothold: Foothold) -> Steps:
        """Round after round to each robot, until the time is over or nobody lets it publish."""
        begun: dict[str, None] = {}
        rounds = 1 + int(60 * self.minutes / self.every_s)
        for number in range(rounds):
            accepted = 0
            for target in foothold.targets:
                accepted += yield from self._tell(foothold.at, target, number, begun)
            if not accepted:
                break
            if number + 1 < rounds:
                yield Wait(self.every_s)
        yield Wait(SETTLES_S)
        for target in begun:
            yield Effect(target, "effect_end")
        return "success" if begun else "failed"

    def _tell(self, at: str, target: str, number: int, begun: dict[str, None]) -> Generator[Intent, Seen, int]:
        """One command to one robot; 1 if it was let through. What the robot did shows in its next state."""
        header = float(FAR + number if self.headers == "jump" else 0)
        reply = yield Say(
            Message(
                at, self.broker, "mqtt", "PUBLISH", f"{self.prefix}/{target}/instantActions", header,
                payload=Instant(self.command), relay=target, bytes_out=320, bytes_in=40,
            )
        )  # fmt: skip
        if not isinstance(reply, Reply) or not reply.ok:
            return 0
        if reply.payload and target not in begun:
            begun[target] = None
            yield Effect(target, "effect_start")
        return 1
