"""What an adversary is: a generator of moves, chosen by what earlier moves brought to light.

An attack knows how to do one thing; an adversary decides which thing is done next, from where, and on what. It yields a
:class:`Move` (a kind of the attacks shelf), a :class:`Look` around inside what it holds, or a :class:`Pause`; the
engine performs it like any step of a story, lets the adversary's :class:`~twin.attacks.adversaries.knowledge.Knowledge`
see each intent with its answer, and sends back what became of it as the attacker sees it. Nothing else comes in: the
truth, the policy, the register and the detectors are out of reach by construction. A story's own list of steps is the
scripted adversary, which chooses nothing.

Every adversary ends: by its goal, for want of anything left to try, or after ``actions`` moves.

Sources: ATT&CK for ICS (tactics as the order of a campaign); Applebaum et al., Intelligent, automated red team
emulation, ACSAC 2016 (choosing techniques under uncertainty by what has been observed).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from twin.attacks.adversaries.knowledge import Knowledge
from twin.attacks.base import Result
from twin.core.chance import Stream

Told = Literal["success", "failed", "lost"]
"""What becomes of a move as the attacker sees it; ``lost``: the asset it was made from is no longer theirs."""

Way = Literal["port", "phishing", "held"]
MOST_ACTIONS = 1_000


@dataclass(frozen=True)
class Move:
    """Perform an attack of *kind* from the held asset *src* (empty: by hand at its target) on *targets*."""

    kind: str
    src: str
    targets: tuple[str, ...]
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Look:
    """Look around inside the held asset *src*."""

    src: str


@dataclass(frozen=True)
class Pause:
    """Do nothing for a while."""

    seconds: float


Choice: TypeAlias = Move | Look | Pause
Mind: TypeAlias = Generator[Choice, Told, Result]


@dataclass(frozen=True)
class Campaign:
    """What an adversary has when it begins: where it gets in, what it knows, and its own chance."""

    entries: tuple[str, ...]
    knowledge: Knowledge
    stream: Stream


class Adversary(BaseModel, ABC):
    """A kind on the adversaries shelf; its fields are its parameters."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    technique: ClassVar[str]
    """ATT&CK id that the campaign as a whole stands for; each move has its own."""
    also: ClassVar[tuple[str, ...]] = ()

    way: Way = Field("port", description="how it gets in: by hand at the port, through a user, or held already")
    actions: int = Field(60, ge=1, le=MOST_ACTIONS, description="stop after so many moves")

    @abstractmethod
    def moves(self, campaign: Campaign) -> Mind:
        """Move after move; the return value is whether the adversary got what it wanted."""

    def settled(self, campaign: Campaign) -> Result:
        """Whether it has got what it wanted, where it is cut off before it ends by itself."""
        del campaign
        return "failed"

    def enters(self, campaign: Campaign) -> Mind:
        """Get into the first of the entries that lets anybody in."""
        for entry in campaign.entries:
            if entry in campaign.knowledge.held:
                return "success"
            if self.way != "held":
                yield Move("service_port", "", (entry,), {"way": self.way})
            if entry in campaign.knowledge.held:
                return "success"
        return "failed"
