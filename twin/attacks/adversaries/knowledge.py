"""What an adversary knows: nothing at first, and then what the answers to its own intents told it.

``learn`` and ``look`` are the only ways in. One is given an intent and what the attacker saw of it, which is less than
what happened: a filter, a response and an empty address are the same silence. The other is given what stands inside a
device to be read by whoever is in it. So two worlds that answer alike leave the same
knowledge, and an adversary that reads nothing else decides alike in both.

Sources: Russell and Norvig, Artificial Intelligence, 4th ed., section 4.4 (belief states of an agent that acts in
what it cannot see); ATT&CK for ICS tactic TA0102 (Discovery).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from twin.attacks.base import Intent, Say, Seen, Sweep, Take, Touch
from twin.net.message import Reply

Pair = tuple[str, str]


@dataclass(frozen=True)
class Surroundings:
    """What whoever is inside an asset reads there: what it says it is, and whom it knows.

    ``peers`` are its connections as (opener, receiver, service); ``addresses`` those that it hears and those of the
    ranges that its peers stand in, which are no more than numbers that one may knock on.
    """

    kind: str
    peers: tuple[tuple[str, str, str], ...] = ()
    addresses: tuple[str, ...] = ()


@dataclass
class Knowledge:
    """What one adversary has found out. Every mapping keeps the order in which things were learnt."""

    hour: float = 0.0
    """Hour of the day, which everybody knows."""
    held: dict[str, None] = field(default_factory=dict)
    """Assets it can act from."""
    lost: dict[str, None] = field(default_factory=dict)
    """Assets that were taken back from it."""
    kinds: dict[str, str] = field(default_factory=dict)
    """What each asset it was in says it is."""
    addresses: dict[str, None] = field(default_factory=dict)
    """Addresses that it may knock on."""
    services: dict[str, dict[int, None]] = field(default_factory=dict)
    """Ports that answered, by host."""
    knocked: dict[Pair, None] = field(default_factory=dict)
    """From where each address has been knocked on."""
    silent: dict[Pair, int] = field(default_factory=dict)
    """How often in a row nothing came back, by source and destination."""
    refused: dict[tuple[str, str, str], None] = field(default_factory=dict)
    """Where a password was turned down: source, destination, service."""
    sessions: dict[Pair, None] = field(default_factory=dict)
    """Where a password opened."""
    permitted: dict[tuple[str, str, str], None] = field(default_factory=dict)
    """Connections that somebody else's work needs: opener, receiver, service."""

    def learn(self, intent: Intent, seen: Seen) -> None:
        """Take in what the attacker saw of *intent*."""
        match intent, seen:
            case Say(), Reply():
                self._heard(intent, seen)
            case Touch(verb="open"), Reply() if seen.ok:
                self._open(intent.asset)
            case Sweep(), tuple():
                self._swept(intent, seen)
            case Take(), _:
                self._take(intent.asset)
            case _:
                return

    def look(self, src: str, seen: Surroundings) -> None:
        """Take in what stands inside *src*, which is held."""
        self.kinds[src] = seen.kind
        self.permitted.update(dict.fromkeys(seen.peers))
        self.addresses.update(dict.fromkeys(seen.addresses))

    def lose(self, asset: str) -> None:
        """The session in *asset* has ended."""
        self.held.pop(asset, None)
        self.lost[asset] = None
        self.sessions = {pair: None for pair in self.sessions if asset not in pair}

    def is_silent(self, src: str, dst: str) -> bool:
        """Whether *dst* has been asked from *src*, and the last answer was none."""
        return self.silent.get((src, dst), 0) > 0

    def _heard(self, intent: Say, seen: Reply) -> None:
        said = intent.message
        pair = (said.src, said.dst)
        if seen.fate == "unanswered":
            self.silent[pair] = self.silent.get(pair, 0) + 1
            return
        self.silent.pop(pair, None)
        if said.verb == "login" and seen.ok:
            self.sessions[pair] = None
        elif said.verb == "login":
            self.refused[*pair, said.service] = None

    def _open(self, asset: str) -> None:
        self.sessions["", asset] = None

    def _take(self, asset: str) -> None:
        """Whoever opened it, or was let in with a password, is in."""
        if any(dst == asset for _, dst in self.sessions):
            self.held[asset] = None
            self.lost.pop(asset, None)
            self.addresses[asset] = None

    def _swept(self, intent: Sweep, seen: tuple[tuple[str, int], ...]) -> None:
        answered = dict.fromkeys(target for target, _ in seen)
        for target in intent.targets:
            self.knocked[intent.src, target] = None
            if target not in answered:
                self.silent[intent.src, target] = self.silent.get((intent.src, target), 0) + 1
        for target, port in seen:
            self.silent.pop((intent.src, target), None)
            self.services.setdefault(target, {})[port] = None
