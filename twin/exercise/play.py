"""Playing an exercise without people: a script's moves on a live engine, and what came of them.

Whoever plays looks at every beat, makes what is due, and goes on; a paused clock is started again. Wall time is the
hub's own clock, so two plays of one script are equal to the byte.

Sources: none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from twin.core.errors import BadInput
from twin.core.units import Us
from twin.exercise.commands import Command
from twin.exercise.conditions import holds
from twin.exercise.conditions.tree import Metric
from twin.exercise.engine import BEAT_US, Engine
from twin.exercise.event import Event
from twin.exercise.file import Loaded
from twin.exercise.moments import ready, ref_of
from twin.exercise.moves import Move, Moves
from twin.exercise.rating import Proposed, propose

USUAL_METRICS = ("loss_eur", "assets_compromised", "orders_late", "kelvin_hours", "robot_minutes_lost")
"""Told of every exercise, beside those that it asks for itself."""

Ask = Callable[[Event], Sequence[Move]]
"""Told of every event, says which moves follow."""


def _no_answer(event: Event) -> Sequence[Move]:
    del event
    return ()


@dataclass(frozen=True)
class Refused:
    """A move that was refused, and why."""

    move: Move
    why: str


@dataclass
class Played:
    """An exercise that was played to its end."""

    loaded: Loaded
    engine: Engine
    refused: list[Refused] = field(default_factory=list)
    accepted: list[Move] = field(default_factory=list)
    """Moves that should have been refused and were not."""
    never: list[Move] = field(default_factory=list)
    """Moves whose moment never came."""
    unmet: list[str] = field(default_factory=list)
    """What the script expected and what was not so, in words."""

    @property
    def events(self) -> Sequence[Event]:
        """All events."""
        return self.engine.events

    @property
    def ratings(self) -> Mapping[str, Proposed]:
        """The proposed rating of each objective, by its id."""
        engine = self.engine
        proposed = propose(self.loaded, engine.state, engine.facts, engine.memory)
        return {each.objective.id: each for each in proposed}

    @property
    def metrics(self) -> Mapping[str, float | None]:
        """The metrics that the exercise asks for, and the usual ones."""
        return {name: self.engine.facts.metric(name) for name in metrics_of(self.loaded)}

    @property
    def good(self) -> bool:
        """Whether all went as the script says."""
        return not (self.unmet or self.never or self.accepted or any(not each.move.refused for each in self.refused))


def play(moves: Moves) -> Played:
    """Play the exercise of *moves* with them."""
    played = play_moves(moves.loaded, moves.script.moves)
    ratings, expect = played.ratings, moves.script.expect
    for name, wanted in expect.ratings.items():
        if ratings[name].rating not in wanted:
            played.unmet.append(f"{name} is rated {ratings[name].rating}, expected {' or '.join(wanted)}")
    for words, node in zip(expect.hold, moves.hold, strict=True):
        if not holds(node, played.engine.facts, {}):
            values = ", ".join(f"{name} is {_number(value)}" for name, value in _asked(played, node))
            played.unmet.append(f"{words} does not hold{f' ({values})' if values else ''}")
    return played


def play_moves(
    loaded: Loaded,
    moves: Sequence[Move] = (),
    progress: Callable[[float], None] | None = None,
    ask: Ask = _no_answer,
) -> Played:
    """Play *loaded* to its end with *moves*, and with those that *ask* answers to each event.

    With none of them nobody acts. *progress* is told the share that is done.
    """
    player = _Player(loaded, moves, ask)
    while not player.engine.finished:
        player.go_on()
        if progress:
            progress(player.engine.now_us / player.engine.live.horizon_us)
    return player.done()


def metrics_of(loaded: Loaded) -> list[str]:
    """The metrics that an exercise asks for, and the usual ones, each once."""
    trees = [*loaded.opens.values(), *(node for rates in loaded.rates.values() for node in rates.values())]
    asked = [part.name for tree in trees for part in tree.parts() if isinstance(part, Metric)]
    compared = [name for each in loaded.exercise.counterfactuals for name in each.compare]
    return list(dict.fromkeys([*USUAL_METRICS, *asked, *compared]))


class _Player:
    """Makes each move when its moment has come."""

    def __init__(self, loaded: Loaded, moves: Sequence[Move], ask: Ask) -> None:
        self.engine = Engine(loaded, self._wall_of(loaded, 0))
        self._played = Played(loaded, self.engine)
        self._pending = dict(enumerate(moves))
        """Moves that are still to be made, by their place in the script."""
        self._next_place = len(self._pending)
        self._due: dict[int, Us] = {}
        """When each of them is to be made, as far as that is known."""
        self._ask, self._told = ask, 0
        self._act()

    def go_on(self) -> None:
        """To the next move or beat, whichever is first."""
        moments = [due for due in self._due.values() if due > self.engine.now_us]
        beat = self.engine.now_us - self.engine.now_us % BEAT_US + BEAT_US
        self.engine.advance(min([beat, *moments]), self._wall())
        if not self.engine.finished:
            self._act()

    def done(self) -> Played:
        """What came of it."""
        self._played.never = list(self._pending.values())
        return self._played

    def _act(self) -> None:
        """Make what is due, and start the clock again where it stands."""
        self._make_what_is_due()
        if self.engine.state.status in ("waiting", "paused"):
            self.engine.do(Command("facilitator", "resume"), self._wall())
            self._make_what_is_due()

    def _make_what_is_due(self) -> None:
        """Until nothing is due any more: one move can be what another waits for."""
        self._tell()
        while (place := self._next()) is not None:
            del self._due[place]
            self._make(self._pending.pop(place))
            self._tell()

    def _tell(self) -> None:
        """Let whoever plays answer what has happened since."""
        while self._told < len(self.engine.events):
            self._told += 1
            for move in self._ask(self.engine.events[self._told - 1]):
                self._pending[self._next_place] = move
                self._next_place += 1

    def _next(self) -> int | None:
        """The place of the move that is due first; of several the first in the script."""
        now = self.engine.now_us
        for place, move in self._pending.items():
            if place not in self._due and ready(self.engine, move):
                self._due[place] = now + move.delay_us if move.at_us is None else move.at_us
        return min(((due, place) for place, due in self._due.items() if due <= now), default=(0, None))[1]

    def _make(self, move: Move) -> None:
        try:
            self.engine.do(Command(move.seat, move.kind, ref_of(self.engine, move), dict(move.body)), self._wall())
        except BadInput as error:
            self._played.refused.append(Refused(move, error.faults[0].message))
            return
        if move.refused:
            self._played.accepted.append(move)

    def _wall(self) -> str:
        return self._wall_of(self.engine.loaded, self.engine.now_us)

    @staticmethod
    def _wall_of(loaded: Loaded, now_us: Us) -> str:
        moment = loaded.inputs.story.starts.replace(tzinfo=None) + timedelta(microseconds=now_us)
        return moment.isoformat(timespec="seconds") + "Z"


def _asked(played: Played, node: Any) -> list[tuple[str, float | None]]:
    names = [part.name for part in node.parts() if isinstance(part, Metric)]
    return [(name, played.engine.facts.metric(name)) for name in dict.fromkeys(names)]


def _number(value: float | None) -> str:
    return "undefined" if value is None else f"{value:,.6g}"
