"""Make a gateway say what it should not: nothing, always the same, or more than there is.

Sources: ATT&CK for ICS T1691.002 (Block OT Message: Reporting Message), T1692.002 (Unauthorized Message: Reporting
Message), T0829 (Loss of View), T0832 (Manipulation of View).
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from twin.attacks.base import Attack, Effect, Foothold, Result, Say, Steps, Touch
from twin.net.message import Message, Reply


class GatewayBlinding(Attack):
    """Change what a held gateway publishes."""

    technique: ClassVar[str] = "T1691.002"
    also: ClassVar[tuple[str, ...]] = ("T0815", "T0829", "T0832", "T1692.002")

    mode: Literal["drop", "freeze", "offset"] = Field(
        "freeze", description="publish nothing, the last value, or value + offset"
    )
    offset: float = Field(0.0, ge=-50, le=50, description="added to every value in mode offset")

    def steps(self, foothold: Foothold) -> Steps:
        """By hand in the gateway one stands in, over its interface from elsewhere."""
        result: Result = "failed"
        for target in foothold.targets:
            said = (self.mode, self.offset)
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
