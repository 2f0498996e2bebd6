"""What an attack is: a generator of intents, and the world decides what becomes of each.

An attack never touches the model. It yields an :class:`Intent` ("say this message from the asset I hold"), the engine
performs it through the same network and the same devices as everybody else's traffic, and sends back what the attacker
would see: a reply, or silence. An attack succeeds because a device accepted a command, never because of a dice roll.

Whoever drops a packet says nothing: a filter of the policy, a response, an overfull link and an empty address are all
the same silence (``unanswered``) to the one who sent it. So ``steps`` returns only what an attacker can know, whether
they got what they wanted, and goes on to the next target where one is silent. What stopped them is for the engine to
tell, which sees the lines that decided.

Sources: MITRE ATT&CK for ICS v19 and Enterprise (technique ids); mitmproxy's command-and-event style of doing IO
outside of behaviour was the example for intents.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from twin.core.chance import Stream
from twin.net.message import Message, Reply

Result = Literal["success", "failed"]
"""What an attacker knows at the end: they got what they wanted, or did not."""


@dataclass(frozen=True)
class Say:
    """Send one message from an asset that the attacker holds; answered with a :class:`Reply`."""

    message: Message


@dataclass(frozen=True)
class Touch:
    """Act on an asset by hand, at its port or its panel, without the network; answered with a :class:`Reply`."""

    asset: str
    verb: str
    payload: Any = None


@dataclass(frozen=True)
class Sweep:
    """Knock on ports of ``targets`` at ``rate_per_s``; answered with the (target, port) pairs that answered."""

    src: str
    targets: tuple[str, ...]
    ports: tuple[int, ...]
    rate_per_s: float


@dataclass(frozen=True)
class Beacon:
    """Say one message again and again for a while; answered with how many arrived."""

    message: Message
    every_s: float
    jitter: float
    lasts_s: float


@dataclass(frozen=True)
class Flood:
    """Send ``mbps`` to a port of ``dst`` for a while; answered with the seconds in which it arrived.

    Its effect lasts as long as it arrives, which no attacker sees from here: the engine notes it.
    """

    src: str
    dst: str
    port: int
    mbps: float
    lasts_s: float


@dataclass(frozen=True)
class MirrorOff:
    """Turn the mirror port at a place off from a station that manages switches; answered with a :class:`Reply`."""

    src: str
    at: str
    lasts_s: float


@dataclass(frozen=True)
class Take:
    """Claim an asset as held from now on (the engine refuses if nothing opened it)."""

    asset: str


@dataclass(frozen=True)
class Wait:
    """Do nothing for a while."""

    seconds: float


@dataclass(frozen=True)
class Effect:
    """Say that the effect on ``target`` begins or ends now."""

    target: str
    phase: Literal["effect_start", "effect_end"]


Intent: TypeAlias = Say | Touch | Sweep | Beacon | Flood | MirrorOff | Take | Wait | Effect
Seen: TypeAlias = Reply | tuple[tuple[str, int], ...] | int | None
Steps: TypeAlias = Generator[Intent, Seen, Result]


@dataclass(frozen=True)
class Foothold:
    """What the attacker has when a step begins: where they act from, what they aim at, and their own chance."""

    at: str
    targets: tuple[str, ...]
    stream: Stream


class Attack(BaseModel, ABC):
    """A kind on the attacks shelf; its fields are its parameters."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    technique: ClassVar[str]
    """ATT&CK for ICS id (v19), or an Enterprise id where ICS has none."""
    also: ClassVar[tuple[str, ...]] = ()
    """Further ids, ICS and Enterprise."""
    each: ClassVar[bool] = False
    """Act on every target at once, one generator a target, instead of on one after the other."""
    by_hand: ClassVar[bool] = False
    """Begins at its target itself, without a foothold; so it acts from nowhere else."""
    takes: ClassVar[bool] = False
    """Its targets can be held afterwards, so that later steps can act from them."""

    suits: ClassVar[tuple[str, ...]] = ()
    """Kinds of devices that it can do anything to; empty where that is not a matter of the kind."""

    @property
    def benign(self) -> bool:
        """Whether it only looks like an attack: nobody is behind it, and the truth book has nothing to say about it."""
        return False

    def least_s(self, targets: int) -> float:
        """The shortest time (s) from the beginning to the first taking, or to a success, on *targets* assets."""
        del targets
        return 0.0

    @abstractmethod
    def steps(self, foothold: Foothold) -> Steps:
        """Intents, one after the other; the return value is the result."""
