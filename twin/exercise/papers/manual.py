"""The situation manual: what players get before they sit down. It holds nothing that the exercise has in store.

No inject, no decision, no question, no story and no rule of rating stands in it; what is secret in the file cannot get
in, for nothing of it is read here.

Source: the situation manual of HSEEP 2020 and of CISA's tabletop packages, for its headings; words are ours.
"""

from __future__ import annotations

from collections.abc import Iterator

from twin.exercise.file import Loaded
from twin.exercise.papers.document import Block, Bullets, Document, Fact, Facts, Row, Section, Statement, Table
from twin.exercise.report.objectives import MEANS
from twin.exercise.spec import Exercise
from twin.lab.wording import number, plural

RULES = (
    "This is a room to try things in. Nobody is judged as a person, and no decision is held against anybody.",
    "Act as you would on duty, with what your seat sees. Do not look for what the exercise has in store.",
    "A decision is given with its reason and how sure you are, from 0 to 100. 50 means that you would toss a coin.",
    "What you decide acts on the hub. It takes time, it can fail, and some of it can be taken back.",
    "Silence is a decision too: the clock goes on.",
    "Ask the facilitator where the exercise is unclear; ask each other about everything else.",
)
ARTIFICIAL = (
    "The hub is simulated: robots, rooms, network and attack follow a model, not a script.",
    "Orders, people and faults are drawn by chance from a seed, so the same decisions lead to the same hub again.",
    "Minutes on the hub's clock can pass faster than at the table; the clock is on every page.",
    "People outside the room are played by the facilitator.",
)
_ONLY_CARDS = "nothing but what is put to it"
_SEES = {
    "inbox": "messages", "kpis": "figures of the hub", "alerts": "cyber alerts", "alarms": "process alarms",
    "map": "the floor as it is reported", "rooms": "rooms as they are reported", "network": "the network",
    "decisions": "decisions that are put to it",
}  # fmt: skip


def situation_manual(loaded: Loaded, dated: str, marking: str = "") -> Document:
    """The manual of *loaded* for its players, of the day *dated* (ISO 8601)."""
    exercise = loaded.exercise
    return Document(
        title="Situation manual",
        over=f"{exercise.title} · for players · {dated[:10]}",
        answer=f"{exercise.title}: {plural(len(exercise.roles), 'seat')}, {exercise.minutes:g} minutes.",
        dated=dated.replace("Z", "+00:00"),
        sections=(
            Section("situation", "The situation", tuple(_situation(exercise))),
            Section("hub", "The hub", tuple(_hub(loaded))),
            Section("seats", "Seats", (seats_table(exercise),)),
            Section("course", "How it goes", tuple(_course(exercise))),
            Section("objectives", "What it is for", tuple(_objectives(exercise))),
            Section("rules", "Rules of the room", (_bullets(RULES),)),
            Section("artificial", "What is artificial", (_bullets(ARTIFICIAL),)),
        ),
        marking=marking,
    )


def seats_table(exercise: Exercise) -> Table:
    """Who sits there, what each seat sees and may do."""
    rows = tuple(
        Row(
            (role.title, role.about, ", ".join(_SEES[view] for view in role.sees), ", ".join(role.may) or _ONLY_CARDS),
            sources=("filed",),
        )
        for role in exercise.roles
    )  # fmt: skip
    return Table(("seat", "is responsible for", "sees", "may order"), rows, "Seats", widths=(0.15, 0.37, 0.24, 0.24))


def modules_table(exercise: Exercise) -> Table:
    """The parts of the exercise, with the minutes for each."""
    begins, rows = 0.0, []
    for module in exercise.modules:
        rows.append(Row((module.title, f"{begins:g}", f"{module.minutes:g}"), sources=("filed",)))
        begins += module.minutes
    return Table(("part", "begins, min", "lasts, min"), tuple(rows), "Parts", numbers=(1, 2), widths=(0.6, 0.2, 0.2))


def _situation(exercise: Exercise) -> Iterator[Block]:
    if exercise.summary:
        yield _filed(exercise.summary)
    if exercise.audience:
        yield _filed(f"For: {exercise.audience}")


def _hub(loaded: Loaded) -> Iterator[Block]:
    site, story = loaded.inputs.site, loaded.inputs.story
    plant = site.plant
    yield Facts((
        Fact("Site", _filed(site.title)),
        Fact("Clock at the beginning", _filed(f"{story.starts:%A, %H:%M}")),
        Fact("Robots", _filed(number(plant.fleet.count))),
        Fact("Rooms that are kept cold", _filed(_rooms(loaded))),
        Fact("Network", _filed(loaded.inputs.posture.title)),
    ))  # fmt: skip


def _rooms(loaded: Loaded) -> str:
    rooms = loaded.inputs.site.plant.rooms
    told = (f"{room.name} ({room.limit_low_c:g} to {room.limit_high_c:g} °C)" for room in rooms)
    return ", ".join(told) or "none"


def _course(exercise: Exercise) -> Iterator[Block]:
    yield modules_table(exercise)
    yield _filed(
        "Messages come by mail, phone, radio or on paper. Some ask for a decision: it is then on the page of the seats "
        "that it is put to, and stays open until it is taken or its time is over."
    )


def _objectives(exercise: Exercise) -> Iterator[Block]:
    rows = tuple(
        Row((each.text, each.capability, ", ".join(each.csf)), sources=("filed",)) for each in exercise.objectives
    )
    yield Table(("objective", "core capability", "CSF 2.0"), rows, "Objectives", widths=(0.6, 0.25, 0.15))
    yield _filed("Evaluators rate each objective with one of four letters:")
    yield Facts(tuple(Fact(letter, _filed(words)) for letter, words in MEANS.items()))


def _filed(words: str) -> Statement:
    return Statement(words, source="filed")


def _bullets(words: tuple[str, ...]) -> Bullets:
    return Bullets(tuple(map(_filed, words)))
