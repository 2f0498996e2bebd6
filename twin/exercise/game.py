"""The game: a quarter of an hour, one player, a story drawn at random, and the hub as judge.

A game is an exercise that is made by rule: a story is drawn, the hub runs once with nobody acting, and each of the
first assets that alerts accuse becomes a card with a handful of responses that could be applied to it; about the first
of them the player is asked again a few minutes later. Nothing of what really happens is in it but what an analyst's
screen would show. It is played like any other exercise, by people on the pages or by a script.

The simulation judges: points are the share of what could be saved, 0 for the loss of a hub that nobody defends and 100
for the best of a few plain ways to play. Whoever does better than those has 100 too.

Sources: none; the plain ways are what playbooks usually do first.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from twin.core.chance import Stream
from twin.core.errors import BadInput, Fault, Place, remedy_for
from twin.core.units import SECOND_US, format_clock
from twin.devices.world import World
from twin.exercise.event import Event
from twin.exercise.facts import Reader, Row
from twin.exercise.file import Loaded, read_exercise
from twin.exercise.moves import Move
from twin.exercise.play import Played, play_moves
from twin.exercise.spec import DecisionCard
from twin.lab.decision_checks import hub_of
from twin.lab.live import Live
from twin.lab.loader import Inputs, load_inputs
from twin.responses import RESPONSES
from twin.responses.parts.fleet import FLEET

STORIES = (
    "camera-pivot", "coffee-machine", "compromised-robot", "default-credentials", "ransomware-wms",
    "sensor-exfiltration", "shared-key", "worm",
)  # fmt: skip
"""Stories in which somebody notices in time, and in which it makes a difference what is done then."""

HOURS = 1.0
MOST_CARDS = 3
MOST_OPTIONS = 5
THINKS_S = 60
"""How long a plain way to play takes to decide, s of the hub [judgement]."""
PLAYER = "player"
WAIT = "watch"
ISOLATE = "isolate"
AGAIN = "again"
"""The card that asks once more."""
_FOR_PLAYER: Mapping[str, Any] = {"to": [PLAYER], "reason": False, "confidence": False}
_SETTINGS = ("posture.response.analysts=0",)
_LOSS = "loss_eur"


class _Way(NamedTuple):
    """An option: its id, its response, on what, and its words."""

    name: str
    response: str
    target: str
    words: str


_WAYS = (
    _Way("isolate", "isolate_device", "{asset}", "Cut {asset} off from the network"),
    _Way("block", "block_flow", "{asset}>*", "Refuse everything that {asset} opens"),
    _Way("meter", "rate_limit", "{asset}", "Meter what {asset} sends"),
    _Way("firmware", "restore_firmware", "{asset}", "Write the firmware of {asset} anew"),
    _Way("account", "revoke_credential", "admin@{asset}", "Close the factory account at {asset}"),
    _Way("accounts", "revoke_credential", "admin", "Close the factory account everywhere"),
    _Way("thermostat", "local_thermostat", "{asset}", "Switch the room behind {asset} to its own thermostat"),
    _Way("stop", "stop_robot", "{asset}", "Stop {asset} on the floor"),
    _Way("slow", "slow_fleet", FLEET, "Let all robots drive at half speed"),
)
"""What can be offered; what the hub would never apply is left out."""

Choose = Callable[[DecisionCard], str]
"""Shown a card, says the id of an option."""


@dataclass(frozen=True)
class Game:
    """An exercise that was made by rule, and what the hub loses when nobody acts, EUR."""

    loaded: Loaded
    nobody_eur: float


@dataclass(frozen=True)
class Score:
    """What was lost (EUR), beside nobody's acting and the best of the plain ways, and the points, 0 to 100."""

    loss_eur: float
    nobody_eur: float
    best_eur: float
    best: str
    points: int


def deal(seed: int, stories: Sequence[str] = STORIES, hours: float = HOURS) -> Game:
    """The game of *seed*: a story of *stories*, run for *hours* with the same seed.

    Stories are drawn until one comes in which somebody is accused; raises :class:`BadInput` where none does.
    """
    stream = Stream.of(seed, "game", "story")
    for story in sorted(stories, key=lambda name: stream.uniform(stories.index(name))):
        inputs = load_inputs(story, "flat", None, _SETTINGS, hours)
        live = Live(inputs.site, inputs.story, inputs.posture, seed)
        live.finish()
        accused, nobody = _accused(live), live.measure(_LOSS) or 0.0
        if accused:
            text = json.dumps(_document(inputs, seed, hours, accused, nobody), indent=1)
            return Game(read_exercise(text, f"game-{seed}"), nobody)
    problem = f"in none of {', '.join(stories)} anybody is accused within {hours:g} h"
    raise BadInput([Fault(Place("--seed"), "never-comes", problem, "take another seed, or more hours")])


def play_game(game: Game, choose: Choose) -> Played:
    """Play the game; *choose* is asked at each card, and takes a minute of the hub."""
    cards = {card.id: card for card in game.loaded.exercise.decisions}

    def answer(event: Event) -> Sequence[Move]:
        return [_decide(event.ref, choose(cards[event.ref]))] if event.kind == "card-opened" else []

    return play_moves(game.loaded, ask=answer)


def chooser(game: Game, given: Sequence[str]) -> Choose:
    """Chooses what is *given*, card by card, and watches when that is over.

    Raises :class:`BadInput` for a word that is an option of no card.
    """
    known = dict.fromkeys(option.id for card in game.loaded.exercise.decisions for option in card.options)
    wrong = [word for word in given if word not in known]
    if wrong:
        problem = f'"{wrong[0]}" is an option of no card'
        raise BadInput([Fault(Place("--choose"), "not-a-choice", problem, remedy_for(wrong[0], list(known)))])
    left = iter(given)

    def choose(card: DecisionCard) -> str:
        word = next(left, WAIT)
        return word if any(option.id == word for option in card.options) else WAIT

    return choose


def judge(game: Game, loss_eur: float) -> Score:
    """The points of somebody who lost *loss_eur*; plays the plain ways."""
    lost = {words: loss_of(play_game(game, way)) for words, way in PLAIN_WAYS.items()}
    best = min(lost, key=lambda words: (lost[words], words))
    return score(loss_eur, game.nobody_eur, lost[best], best)


def score(loss_eur: float, nobody_eur: float, best_eur: float, best: str = "") -> Score:
    """Points: the share of what could be saved."""
    saved, could = nobody_eur - loss_eur, nobody_eur - best_eur
    share = saved / could if could > 0 else float(saved >= 0)
    return Score(loss_eur, nobody_eur, best_eur, best, round(100 * min(max(share, 0.0), 1.0)))


def loss_of(played: Played) -> float:
    """What the hub lost, EUR."""
    return played.engine.facts.metric(_LOSS) or 0.0


def _isolate(card: DecisionCard) -> str:
    return ISOLATE if any(option.id == ISOLATE for option in card.options) else WAIT


def _isolate_first(card: DecisionCard) -> str:
    return _isolate(card) if card.id == "card-1" else WAIT


def _all_else(card: DecisionCard) -> str:
    return next(option.id for option in card.options if option.id != ISOLATE)


PLAIN_WAYS: Mapping[str, Choose] = {
    "cut off whatever is accused": _isolate,
    "cut off the first that is accused": _isolate_first,
    "cut off nothing, and do what comes next on each card": _all_else,
}
"""Ways to play that need no thought, in words."""


def _decide(card: str, option: str) -> Move:
    body = {"option": option, "reason": "game", "confidence": 50}
    return Move(seat=PLAYER, kind="decide", ref=card, body=body, after=card, wait="fired-or-opened",
                delay_us=THINKS_S * SECOND_US)  # fmt: skip


def _accused(live: Live) -> list[Row]:
    """The first alert on each of the first assets that are accused."""
    first: dict[str, Row] = {}
    for row in Reader(live.log).rows("alert"):
        if row["entity"] in live.built.world.inventory.by_name:
            first.setdefault(row["entity"], row)
    return list(first.values())[:MOST_CARDS]


def _document(inputs: Inputs, seed: int, hours: float, accused: Sequence[Row], nobody: float) -> dict[str, Any]:
    """The exercise as somebody would write it."""
    world, story = hub_of(inputs, seed), inputs.story
    cards = [_card(place, row, world, seed) for place, row in enumerate(accused, 1)]
    cards += _again(accused[0], world, seed)
    return {
        "format": 1,
        "title": f"Game {seed}",
        "summary": f"An hour of the hub from {format_clock(story.starts, 0)}: decide about what the screen shows.",
        "audience": "One player, a quarter of an hour.",
        "twin": {"story": story.name, "posture": "flat", "seed": seed, "hours": hours, "settings": list(_SETTINGS)},
        "clock": {"speed": 10, "pause_on": ["decision"]},
        "roles": [
            {"id": PLAYER, "title": "Whoever is on duty", "about": "Reads alerts and decides.",
             "sees": ["inbox", "alerts", "kpis", "decisions", "map"]},
        ],
        "modules": [{"id": "game", "title": "The hour", "minutes": 15}],
        "objectives": [{"id": "save", "text": "Lose less than a hub that nobody defends", "rate": _rates(nobody)}],
        "injects": [_inject(place, row) for place, row in enumerate(accused, 1)],
        "decisions": cards,
    }  # fmt: skip


def _rates(nobody: float) -> Mapping[str, str]:
    shares = {"P": 0.4, "S": 0.7, "M": 0.95}
    return {rating: f"kpi.{_LOSS} <= {share * nobody:.0f}" for rating, share in shares.items()}


def _inject(place: int, row: Row) -> dict[str, Any]:
    return {
        "id": f"alert-{place}", "module": "game", "when": {"alert": row["entity"]}, "to": [PLAYER], "channel": "alert",
        "from": "Monitoring", "text": f"{row['entity']}: {row['title']} ({row['detector']}, {row['level']}).",
    }  # fmt: skip


def _card(place: int, row: Row, world: World, seed: int) -> dict[str, Any]:
    asset = row["entity"]
    return {
        "id": f"card-{place}", "title": f"What to do about {asset}", "text": row["title"],
        "opens": {"after": f"alert-{place}"}, "options": _options(_offered(asset, world, seed), asset), **_FOR_PLAYER,
    }  # fmt: skip


def _again(row: Row, world: World, seed: int) -> list[dict[str, Any]]:
    """The card that asks once more about the first asset, with what was not offered before."""
    asset = row["entity"]
    offered = _offered(asset, world, seed)
    rest = [way for way in _possible(asset, world) if way not in offered][: MOST_OPTIONS - 1]
    if not rest:
        return []
    return [{
        "id": AGAIN, "title": f"And what else about {asset}", "text": "Five minutes have passed.",
        "opens": {"after": "card-1", "delay": "5 min"}, "options": _options(rest, asset), **_FOR_PLAYER,
    }]  # fmt: skip


def _options(ways: Sequence[_Way], asset: str) -> list[dict[str, Any]]:
    made = [
        {
            "id": way.name,
            "label": way.words.format(asset=asset),
            "actions": [{"response": way.response, "on": way.target.format(asset=asset)}],
        }
        for way in ways
    ]
    return [*made, {"id": WAIT, "label": "Watch, and do nothing more yet"}]


def _offered(asset: str, world: World, seed: int) -> list[_Way]:
    """What could be done: cutting it off, and a few of the others, drawn anew for each asset and seed."""
    possible = _possible(asset, world)
    stream = Stream.of(seed, f"game/{asset}", "options")
    drawn = sorted(possible[1:], key=lambda way: stream.uniform(_WAYS.index(way)))[: MOST_OPTIONS - 2]
    return [*possible[:1], *sorted(drawn, key=_WAYS.index)]


def _possible(asset: str, world: World) -> list[_Way]:
    return [way for way in _WAYS if _applies(way, asset, world)]


def _applies(way: _Way, asset: str, world: World) -> bool:
    if way.target == FLEET and world.inventory.by_name[asset].kind != FLEET:
        return False
    return RESPONSES[way.response]().never(world, way.target.format(asset=asset)) is None
