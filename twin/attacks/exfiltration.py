"""Carry data out of the hub, to an address that nobody here knows.

Anything that holds data, or reaches somebody who does, will do: a thermometer has little to say for itself, and so a
gigabyte from one is telling. Over HTTPS it looks like anybody's traffic but for where it goes and how much it is; over
HTTP whoever inspects can read it; in names that somebody outside resolves it is slow and passes where only names pass.
What the policy lets out to named destinations only does not get out at all, and the attacker gives up after a while.

Sources: ATT&CK Enterprise T1041 (Exfiltration Over C2 Channel), T1048.003 (Exfiltration Over Unencrypted Non-C2
Protocol), T1030 (Data Transfer Size Limits), for ICS T0882 (Theft of Operational Information), T0811 (Data from
Information Repositories); RFC 1035, section 2.3.4 (names of at most 255 bytes).
"""

from __future__ import annotations

from collections.abc import Generator
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from twin.attacks.base import Attack, Beacon, Effect, Foothold, Intent, Say, Seen, Steps, Wait
from twin.net.message import Message, Reply

PART_BYTES = {"https": 2_000_000, "http": 2_000_000, "dns": 180}
"""What one message carries: a part of a file, or three labels of a name."""
VERBS = {"https": "POST", "http": "POST", "dns": "TXT"}
ANSWER_S = 0.1
"""What an answer takes."""
MOST_MESSAGES = 50_000
ROUND_S = 60.0
"""How long it sends before it looks how much arrived."""


class Exfiltration(Attack):
    """Send data from held devices to an address outside."""

    technique: ClassVar[str] = "T1041"
    also: ClassVar[tuple[str, ...]] = ("T0882", "T0811", "T1048.003", "T1030")
    each: ClassVar[bool] = True

    to: str = Field("unlisted-host", description="asset that the data are sent to")
    service: Literal["https", "http", "dns"] = Field("https", description="what they are sent over")
    megabytes: float = Field(1_000, gt=0, le=100_000, description="how much is sent, MB")
    mbps: float = Field(4, gt=0, le=1_000, description="how fast at most, Mbit/s")
    retry_min: float = Field(1, gt=0, le=600, description="minutes between two tries where nobody answers")
    tries: int = Field(5, ge=1, le=1_000, description="tries until it gives up")

    @model_validator(mode="after")
    def _sendable(self) -> Self:
        if self.messages > MOST_MESSAGES:
            raise ValueError(f"{self.messages} messages are too many for {self.service}: at most {MOST_MESSAGES}")
        return self

    @property
    def messages(self) -> int:
        """How many messages it takes."""
        return int(-(-1_000_000 * self.megabytes // PART_BYTES[self.service]))

    def least_s(self, targets: int) -> float:
        """Every message but the first, which nothing holds back, at the full rate."""
        del targets
        return 8 * (self.messages - 1) * PART_BYTES[self.service] / (1_000_000 * self.mbps)

    def steps(self, foothold: Foothold) -> Steps:
        """Try whether it gets out, then send until everything is out or nothing arrives any more."""
        source = foothold.targets[0]
        if not (yield from self._gets_out(source)):
            return "failed"
        yield Effect(source, "effect_start")
        left = self.messages - 1
        while left > 0:
            arrived = yield from self._send(source, left)
            if not arrived:
                break
            left -= arrived
        yield Effect(source, "effect_end")
        return "failed" if left > 0 else "success"

    def _gets_out(self, source: str) -> Generator[Intent, Seen, bool]:
        """The first message, again and again until somebody answers."""
        for number in range(self.tries):
            reply = yield Say(self._part(source))
            if isinstance(reply, Reply) and reply.fate == "delivered":
                return True
            if number + 1 < self.tries:
                yield Wait(60 * self.retry_min)
        return False

    def _send(self, source: str, left: int) -> Generator[Intent, Seen, int]:
        """Send for a while; how many messages arrived."""
        every_s = max(ANSWER_S, 8 * PART_BYTES[self.service] / (1_000_000 * self.mbps))
        count = min(left, max(1, int(ROUND_S / every_s)))
        arrived = yield Beacon(self._part(source), max(0.001, every_s - ANSWER_S), 0.0, count * every_s - ANSWER_S)
        return arrived if isinstance(arrived, int) else 0

    def _part(self, source: str) -> Message:
        size, verb = PART_BYTES[self.service], VERBS[self.service]
        about = "part.sync.example" if self.service == "dns" else "/upload"
        return Message(source, self.to, self.service, verb, about, bytes_out=size, bytes_in=300)
