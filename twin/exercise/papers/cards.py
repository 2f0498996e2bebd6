"""Cards and forms on paper: an inject or a decision a page, and what people write on when there is no machine.

A card holds what its seats would see on their page, and the number to find it by; nothing that facilitators know. It is
for the table, so facilitators hand it out when its moment comes.

Source: the fallback that CISA's tabletop packages ask for; the layout is ours.
"""

from __future__ import annotations

from collections.abc import Iterator

from twin.exercise.file import Loaded
from twin.exercise.papers.document import Block, Document, Fact, Facts, Row, Section, Statement, Table
from twin.exercise.papers.msel import duration_text
from twin.exercise.spec import DecisionCard, Exercise, Inject

_LINES = 14
_BLANK = "\u00a0"


def inject_cards(loaded: Loaded, dated: str, marking: str = "") -> Document:
    """One page for each inject."""
    sections = tuple(
        _inject(inject, number, loaded.exercise) for number, inject in enumerate(loaded.exercise.injects, 1)
    )
    return _paper(loaded, dated, marking, "Inject cards", "Hand out one card when its moment comes.", sections)


def decision_cards(loaded: Loaded, dated: str, marking: str = "") -> Document:
    """One page for each decision, with room for what was chosen."""
    sections = tuple(_decision(card, loaded.exercise) for card in loaded.exercise.decisions)
    return _paper(
        loaded, dated, marking, "Decision cards", "Put a card on the table when its decision is due.", sections
    )


def forms(loaded: Loaded, dated: str, marking: str = "") -> Document:
    """Forms: decisions taken, evaluation, hot wash, improvements."""
    exercise = loaded.exercise
    evaluation = tuple(
        Row((each.text, _BLANK, _BLANK, _BLANK, _BLANK, _BLANK), sources=("filed",)) for each in exercise.objectives
    )
    sections = (
        _form("decisions", "Decisions taken", ("time", "seat", "decision", "option", "reason", "sure, %")),
        Section("evaluation", "Evaluation", (Table(
            ("objective", "P", "S", "M", "U", "seen at (number of the event), and why"), evaluation,
            widths=(0.4, 0.05, 0.05, 0.05, 0.05, 0.4),
        ),), card=True),
        _form("hot-wash", "Hot wash", ("what went well", "what did not", "what I would do otherwise")),
        _form("improvements", "Improvements", ("what", "who", "until when")),
    )  # fmt: skip
    return _paper(loaded, dated, marking, "Forms", "For evaluators and scribes.", sections)


def _paper(
    loaded: Loaded, dated: str, marking: str, title: str, answer: str, sections: tuple[Section, ...]
) -> Document:
    over = f"{loaded.exercise.title} · {title} · {dated[:10]}"
    return Document(title, over, answer, dated.replace("Z", "+00:00"), sections, marking)


def _inject(inject: Inject, number: int, exercise: Exercise) -> Section:
    asked = {question.id: question.text for question in exercise.questions}
    named = {
        "To": _seats(inject.to, exercise),
        "By": inject.channel,
        "From": inject.sender,
    }
    questions = [Statement(asked[name], source="filed") for name in inject.questions if name in asked]
    blocks: Iterator[Block] = iter((
        Facts(tuple(Fact(name, Statement(words, source="filed")) for name, words in named.items() if words)),
        Statement(inject.text, source="filed"), *questions,
    ))  # fmt: skip
    return Section(f"inject-{inject.id}", f"Card {number}", tuple(blocks), card=True)


def _decision(card: DecisionCard, exercise: Exercise) -> Section:
    rows = tuple(Row((_BLANK, option.label, option.note), sources=("filed",)) for option in card.options)
    named = {
        "Put to": _seats(card.to, exercise),
        "Approved by": _seats((card.approve_by,), exercise) if card.approve_by else "",
        "Time to decide": duration_text(card.closes_after_us),
    }
    blocks: list[Block] = [
        Facts(tuple(Fact(name, Statement(words, source="filed")) for name, words in named.items() if words))
    ]
    if card.text:
        blocks.append(Statement(card.text, source="filed"))
    blocks.append(Table(("chosen", "option", "what speaks for and against it"), rows, widths=(0.1, 0.4, 0.5)))
    blocks.append(
        Statement(
            "Decided by: ______________   At: ______   Sure (0 to 100): ____   Agreed by: ______________",
            source="filed",
        )
    )
    blocks.append(Statement("Because: " + "_" * 100, source="filed"))
    return Section(f"decision-{card.id}", card.title, tuple(blocks), card=True)


def _seats(seats: tuple[str, ...], exercise: Exercise) -> str:
    titles = {role.id: role.title for role in exercise.roles}
    return ", ".join("everybody" if seat == "all" else titles.get(seat, seat) for seat in seats)


def _form(anchor: str, title: str, heads: tuple[str, ...]) -> Section:
    rows = tuple(Row((_BLANK,) * len(heads), sources=("filed",)) for _ in range(_LINES))
    widths = tuple(1 / len(heads) for _ in heads)
    return Section(anchor, title, (Table(heads, rows, widths=widths),), card=True)
