"""The facilitator guide: the whole exercise on paper, for those who lead it, with what to say, to watch and to do.

Source: the facilitator guide and MSEL of HSEEP 2020; NIST SP 800-84 (tabletop exercises).
"""

from __future__ import annotations

from collections.abc import Iterator

from twin.exercise.earliest import Moments, earliest_moments
from twin.exercise.file import Loaded
from twin.exercise.papers.document import Block, Bullets, Document, Fact, Facts, Row, Section, Statement, Table
from twin.exercise.papers.manual import modules_table, seats_table
from twin.exercise.papers.msel import duration_text
from twin.exercise.spec import DecisionCard, Exercise, Inject, Option
from twin.lab.wording import plural

BEFORE = (
    "twin exercise check says go. The play-through with a script, where there is one, came out as expected.",
    "Host and pages run on one machine; every seat has joined once, and the projector shows the clock.",
    "The fallback pack is printed: cards by seat, forms, this guide.",
    "Evaluators know the objectives, and that they write down numbers of events, not opinions of people.",
)
FALLBACK = (
    "Stop the clock on the wall and say so. Hand out the paper cards in the order of the list of injects.",
    "Write decisions on the form: time, seat, option, reason, confidence. It can be typed in as a script afterwards.",
    "What the hub would do is in the notes of each option. Decide it with the evaluator, in a sentence, and go on.",
    "When the machine is back it starts where its log ends: seed and log are the exercise, and nothing typed is lost.",
)


def facilitator_guide(loaded: Loaded, dated: str, marking: str = "") -> Document:
    """The guide of *loaded*, of the day *dated* (ISO 8601)."""
    exercise, moments = loaded.exercise, earliest_moments(loaded)
    return Document(
        title="Facilitator guide",
        over=f"{exercise.title} · for those who lead and evaluate, not for players · {dated[:10]}",
        answer=f"{plural(len(exercise.injects), 'inject')}, {plural(len(exercise.decisions), 'decision')}, "
        f"{plural(len(exercise.objectives), 'objective')}, {exercise.minutes:g} minutes.",
        dated=dated.replace("Z", "+00:00"),
        sections=(
            Section("before", "Before you begin", (_bullets(BEFORE),)),
            Section("glance", "At a glance", tuple(_glance(loaded))),
            Section("list", "Injects in order", (_list(exercise, moments),)),
            *(_inject_section(inject, exercise) for inject in exercise.injects),
            *(_card_section(card) for card in exercise.decisions),
            Section("ratings", "Objectives and what the rules look for", tuple(_ratings(exercise))),
            Section("questions", "Questions", (_questions(exercise),)),
            Section("otherwise", "Other courses that are worth a run", (_otherwise(exercise),)),
            Section("fallback", "If the machine fails", (_bullets(FALLBACK),)),
        ),
        marking=marking,
    )


def clock_text(loaded: Loaded, seconds: float) -> str:
    """A moment on the hub's clock; never, where it cannot come."""
    from twin.core.units import format_clock, us

    return "never" if seconds == float("inf") else format_clock(loaded.inputs.story.starts, us(seconds))


def _glance(loaded: Loaded) -> Iterator[Block]:
    exercise, twin = loaded.exercise, loaded.exercise.twin
    yield _filed(exercise.summary or exercise.title)
    story = loaded.inputs.story
    yield Facts((
        Fact("What really happens", _filed(f"{story.title} ({story.name})")),
        Fact("Run", _filed(f"site {loaded.inputs.site.name}, posture {twin.posture}, seed {twin.seed}")),
        Fact("The story lasts", _filed(f"{loaded.hours:g} h")),
        Fact("Speed", _filed(f"{exercise.clock.speed:g} simulated seconds a second")),
        Fact("The clock stops by itself", _filed(", ".join(exercise.clock.pause_on) or "never")),
    ))  # fmt: skip
    yield modules_table(exercise)
    yield seats_table(exercise)


def _list(exercise: Exercise, moments: Moments) -> Table:
    rows = tuple(
        Row(
            (str(number), inject.id, inject.module, inject.when or "by hand",
             _minute(moments.get(f"inject.{inject.id}", 0.0)),
             ", ".join(inject.to), inject.channel, inject.expect.decision if inject.expect else ""),
            sources=("filed",),
        )
        for number, inject in enumerate(exercise.injects, 1)
    )  # fmt: skip
    return Table(
        ("card", "inject", "part", "when", "not before, min", "to", "by", "leads to"), rows,
        "Master scenario events list", numbers=(0, 4), widths=(0.05, 0.12, 0.1, 0.32, 0.09, 0.13, 0.08, 0.11),
    )  # fmt: skip


def _minute(seconds: float) -> str:
    return "never" if seconds == float("inf") else f"{seconds / 60:g}"


def _inject_section(inject: Inject, exercise: Exercise) -> Section:
    told = inject.facilitator
    hint = f"{told.hint} (after {duration_text(told.hint_after_us)})" if told.hint_after_us else told.hint
    asked = {question.id: question.text for question in exercise.questions}
    expects = f"{inject.expect.decision} within {duration_text(inject.expect.by_us)}" if inject.expect else ""
    named = {
        "When": inject.when or "by hand",
        "To": f"{', '.join(inject.to)}, by {inject.channel}{f', from {inject.sender}' if inject.sender else ''}",
        "Read aloud": told.read_aloud,
        "Text": inject.text,
        "Begins": ", ".join(effect.begin for effect in inject.effects),
        "Leads to": expects,
        "Questions": " ".join(asked.get(name, name) for name in inject.questions),
        "Hint if stuck": hint,
        "Red flag": told.red_flag,
        "Success": told.success,
        "Tags": ", ".join(inject.tags),
    }
    return Section(f"inject-{inject.id}", f"Inject {inject.id}", (_facts(named),))


def _card_section(card: DecisionCard) -> Section:
    rules = ["a reason"] * card.reason + ["a confidence"] * card.confidence
    named = {
        "Opens": card.opens or "by hand",
        "Put to": ", ".join(card.to),
        "Text": card.text,
        "Asks for": " and ".join(rules),
        "Approved by": card.approve_by,
        "Closes": f"{duration_text(card.closes_after_us)} after it opened" if card.closes_after_us else "",
    }
    rows = tuple(_option(option) for option in card.options)
    heads = ("option", "what it does", "takes", "people", "what players read")
    table = Table(heads, rows, "Options", numbers=(3,), widths=(0.24, 0.28, 0.1, 0.08, 0.3))
    return Section(f"decision-{card.id}", f"Decision {card.id}: {card.title}", (_facts(named), table))


def _option(option: Option) -> Row:
    actions = ", ".join(f"{action.response.kind} on {action.on}" for action in option.actions) or "waits and sees"
    cells = (
        option.label,
        actions,
        duration_text(option.delay_us or None) or "at once",
        f"{option.staff:g}",
        option.note,
    )
    return Row(cells, sources=("filed",))


def _ratings(exercise: Exercise) -> Iterator[Block]:
    rows = tuple(
        Row((objective.text, letter, rule), sources=("filed",))
        for objective in exercise.objectives
        for letter, rule in objective.rate.items()
    )
    yield Table(("objective", "proposes", "when"), rows, "The first that holds is proposed, U where none does",
                widths=(0.38, 0.1, 0.52))  # fmt: skip


def _questions(exercise: Exercise) -> Table:
    rows = tuple(
        Row((each.id, each.module, ", ".join(each.to), each.text), sources=("filed",)) for each in exercise.questions
    )
    return Table(
        ("question", "part", "to", "text"), rows, "Questions", "The exercise asks none.", (), (0.14, 0.12, 0.14, 0.6)
    )


def _otherwise(exercise: Exercise) -> Table:
    rows = tuple(
        Row((each.id, each.decision, each.option or "as it was",
             duration_text(each.at_us) or "as it was", ", ".join(each.compare)), sources=("filed",))
        for each in exercise.counterfactuals
    )  # fmt: skip
    return Table(
        ("name", "decision", "option", "at", "compare"), rows, "Counterfactuals", "The exercise proposes none."
    )


def _facts(named: dict[str, str]) -> Facts:
    return Facts(tuple(Fact(name, _filed(words)) for name, words in named.items() if words))


def _filed(words: str) -> Statement:
    return Statement(words, source="filed")


def _bullets(words: tuple[str, ...]) -> Bullets:
    return Bullets(tuple(map(_filed, words)))
