"""A world that adversaries cannot see: each fact is drawn when it is first asked for, and remembered as observed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from twin.attacks import ATTACKS
from twin.attacks.adversaries.base import Adversary, Campaign, Choice, Look, Move, Told
from twin.attacks.adversaries.craft import DOORS
from twin.attacks.adversaries.knowledge import Knowledge, Surroundings
from twin.attacks.base import Foothold, Intent, Say, Seen, Sweep, Take, Touch
from twin.core.chance import Stream, stream_key
from twin.devices.base import FACTORY_SECRET
from twin.net.message import Reply

HOSTS = tuple(f"host-{number:02d}" for number in range(12))
KINDS = ("gateway", "amr", "camera", "server")
PORTS = {service: port for port, service in DOORS.items()}
Fact = tuple[str, ...]
Facts = dict[Fact, bool]


@dataclass
class Hidden:
    """Facts by key: those that are ``fixed``, and for all others a draw of ``seed`` (three in ``of`` are true)."""

    seed: int
    fixed: Mapping[Fact, bool] = field(default_factory=dict)
    true_of_eight: int = 4
    observed: dict[Fact, bool] = field(default_factory=dict)

    def fact(self, *key: str) -> bool:
        """Whether it is so; from now on somebody knows."""
        drawn = stream_key(self.seed, "/".join(key), "fact") % 8 < self.true_of_eight
        return self.observed.setdefault(key, self.fixed.get(key, drawn))

    def answer(self, intent: Intent) -> Seen:
        """What an attacker sees of *intent*."""
        match intent:
            case Say():
                return self._said(intent)
            case Touch():
                return Reply("delivered", "ok")
            case Sweep():
                return tuple(
                    (target, port)
                    for target in intent.targets
                    for port in intent.ports
                    if self.fact("reach", intent.src, target) and self.fact("open", target, str(port))
                )
            case _:
                return None

    def look(self, src: str) -> Surroundings:
        """What stands inside *src*."""
        kind = KINDS[2 * self.fact("kind", src, "0") + self.fact("kind", src, "1")]
        peers = tuple((src, other, "https") for other in HOSTS if other != src and self.fact("peer", src, other))
        near = tuple(other for other in HOSTS if other != src and self.fact("near", src, other))
        return Surroundings(kind, peers, near)

    def _said(self, intent: Say) -> Reply:
        said = intent.message
        if not self.fact("reach", said.src, said.dst):
            return Reply("unanswered")
        if said.verb != "login":
            return Reply("delivered", "ok")
        if not self.fact("open", said.dst, str(PORTS[said.service])):
            return Reply("refused")
        opens = said.secret == FACTORY_SECRET and self.fact("factory", said.dst)
        return Reply("delivered", "ok" if opens else "401")


def played(
    adversary: Adversary, world: Hidden, *entries: str, seed: int = 1, most: int = 200
) -> tuple[list[Choice], str, Knowledge]:
    """Every choice of *adversary* in *world*, its result (``cut`` after *most*), and what it knows in the end."""
    campaign = Campaign(entries, Knowledge(hour=9.0), Stream.of(seed, "adversary/test", "choices"))
    mind = adversary.moves(campaign)
    chosen: list[Choice] = []
    try:
        choice = next(mind)
        while len(chosen) < most:
            chosen.append(choice)
            choice = mind.send(performed(choice, world, campaign.knowledge, len(chosen)))
    except StopIteration as end:
        return chosen, str(end.value), campaign.knowledge
    return chosen, "cut", campaign.knowledge


def performed(choice: Choice, world: Hidden, known: Knowledge, number: int) -> Told:
    """What becomes of *choice* in *world*, with everything seen of it learnt."""
    if isinstance(choice, Look):
        known.look(choice.src, world.look(choice.src))
        return "success"
    if not isinstance(choice, Move):
        return "success"
    at = choice.src or choice.targets[0]
    attack = ATTACKS[choice.kind](**choice.parameters)
    steps = attack.steps(Foothold(at, choice.targets, Stream.of(1, "attack/test", str(number))))
    seen: Seen = None
    while True:
        try:
            intent = steps.send(seen)
        except StopIteration as end:
            return "success" if end.value == "success" else "failed"
        seen = world.answer(intent)
        known.learn(intent, seen if not isinstance(intent, Take) else None)
