"""Make a gateway say what it should not: nothing, always the same, an old stretch again, or other numbers.

Whoever looks at the broker sees what the gateway says. The bus behind it is unharmed, and so are the sensors.

Sources: ATT&CK for ICS T1691.002 (Block OT Message: Reporting Message), T1692.002 (Unauthorized Message: Reporting
Message), T0829 (Loss of View), T0832 (Manipulation of View).
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from twin.attacks.base import Attack, Effect, Foothold, Result, Say, Steps, Touch
from twin.net.message import Message, Reply
from twin.net.translation import Tampering


class GatewayBlinding(Attack):
    """Change what a held gateway publishes."""

    technique: ClassVar[str] = "T1691.002"
    also: ClassVar[tuple[str, ...]] = ("T0815", "T0829", "T0832", "T1692.002")
    suits: ClassVar[tuple[str, ...]] = ("gateway",)

    mode: Literal["drop", "freeze", "replay", "alter"] = Field(
        "freeze", description="publish nothing, the last value, what was read before, or value * scale + offset"
    )
    offset: float = Field(0.0, ge=-50, le=50, description="added to every value in mode alter")
    scale: float = Field(1.0, ge=-10, le=10, description="every value times this in mode alter")
    minutes: float = Field(10.0, gt=0, le=60, description="length of the stretch that mode replay says again")

    def steps(self, foothold: Foothold) -> Steps:
        """By hand in the gateway one stands in, over its interface from elsewhere."""
        result: Result = "failed"
        said = Tampering(self.mode, self.offset, self.scale, self.minutes)
        for target in foothold.targets:
            if target == foothold.at:
                reply = yield Touch(target, "tamper", payload=said)
            else:
                reply = yield Say(
                    Message(foothold.at, target, "ssh", "write_config", "translation", payload=said, user="admin")
                )
            if isinstance(reply, Reply) and reply.ok:
                yield Effect(target, "effect_start")
                result = "success"
        return result
