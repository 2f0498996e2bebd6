"""A performance: one step of the story being done once, what it met on its way, and what became of it.

The attacker knows only whether they got what they wanted; everything that drops a packet is one silence to them. The
engine sees the line that decided over each message and each probe, so it alone can say whose silence it was:

- ``stopped``: a response ended it. It took the foothold back, or closed the way out while the step was under way,
  whatever the step had got by then; or it kept most targets out of reach.
- ``blocked``: it got nothing, and the policy refused most of its targets.
- ``failed``: it got nothing, and most targets said no, or nobody was there.
- ``success``: it got what it wanted.

Sources: NIST SP 800-61 r2, section 3.3 (containment is told apart from prevention); NIST SP 800-41 r1 (the line of an
enforcement point that decides is what one can account for).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from twin.attacks.base import Beacon, Flood, Foothold, Intent, MirrorOff, Result, Say, Sweep
from twin.lab.scenario import Step
from twin.net.flood import Flood as FloodCohort
from twin.net.message import Fate
from twin.net.network import Network

Outcome = Literal["success", "blocked", "failed", "stopped"]
_SILENCED: Mapping[Fate, Outcome] = {"contained": "stopped", "denied": "blocked"}


@dataclass(eq=False)
class Performance:
    """One step, done once.

    ``target`` is what the truth book calls what it is done to; ``src`` the asset that it stands on, empty as long as it
    is done by hand; ``lost`` says that a response took that asset back, ``benign`` that it only looks like an attack.
    """

    step: Step
    foothold: Foothold
    target: str
    src: str
    benign: bool = False
    lost: bool = False
    result: Result = "failed"
    """What the attacker knows of its end."""
    met: dict[str, Fate] = field(default_factory=dict)
    """What became of the first message to each destination; of the first that no response refused, where there is."""
    last: Fate = "unanswered"
    services: dict[int, None] = field(default_factory=dict)
    flood: FloodCohort | None = None
    """What it pours, if it does."""

    def says(self, src: str, services: tuple[int, ...]) -> None:
        """It uses the network now, from *src*."""
        self.src = src
        self.services |= dict.fromkeys(services)

    def pours(self, flood: FloodCohort) -> None:
        """It floods somebody from now on."""
        self.flood = flood
        self.says(flood.src, (flood.service,))

    def hears(self, met: Mapping[str, Fate], last: Fate) -> None:
        """What became of what it said, by destination, and of the last of it."""
        for dst, fate in met.items():
            if self.met.get(dst, "contained") == "contained":
                self.met[dst] = fate
        self.last = last

    def outcome(self, result: Result, network: Network) -> Outcome:
        """What became of it, under the rules as they stand at its end."""
        if self.lost:
            return "stopped"
        closed = self.last == "contained" and self._closed(network)
        if result == "success":
            return "stopped" if closed else "success"
        most = self._most()
        return "stopped" if closed and most == "failed" else most

    def broken_off(self, network: Network) -> Outcome:
        """What became of it where its flood, which goes on, arrives no more."""
        if self.flood is not None:
            self.hears({self.flood.dst: self.flood.last}, self.flood.last)
        return self.outcome("success" if self.flood is not None and self.flood.arrived else "failed", network)

    def _most(self) -> Outcome:
        """What most destinations met; of equals a response counts before the policy, and the policy before the rest."""
        met = Counter(_SILENCED.get(fate, "failed") for fate in self.met.values())
        order: tuple[Outcome, ...] = ("stopped", "blocked", "failed")
        return max(order, key=lambda outcome: met[outcome]) if met else "failed"

    def _closed(self, network: Network) -> bool:
        """Whether nothing that it says reaches any of its targets any more, and a response is the reason."""
        index = network.inventory.index
        wanted = dict.fromkeys(name for name in (*self.foothold.targets, *self.met) if name != self.src)
        ends = [(index[self.src], index[dst], service) for dst in wanted if dst in index for service in self.services]
        src, dst, service = np.array(ends, dtype=np.int64).reshape(-1, 3).T
        lines = network.decide(src, dst, service)
        return bool(network.contained(lines).any() and not network.allowed(lines).any())


def said_from(intent: Intent) -> str:
    """The asset that an intent is said from, empty where it says nothing."""
    if isinstance(intent, Say | Beacon):
        return intent.message.src
    return intent.src if isinstance(intent, Sweep | Flood | MirrorOff) else ""
