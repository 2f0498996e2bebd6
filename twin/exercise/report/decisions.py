"""Decisions of the people: what was chosen, how long it took, and whether the confidence was deserved.

A decision is **right** when what it ordered took effect, and each part of it on an asset in which the attack worked at
some time, or at which a step of it was aimed, or on an account or a flow that the attack used or tried to use: closing
a door before the attacker came to it is right as well. To wait and see is right when the attacker did nothing and held
nothing at that moment. What was ordered and never took effect is neither, and counts for no score. What a decision was
worth is another question, and a counterfactual's.

The Brier score is the mean of (confidence - outcome) squared, outcome 1 for right and 0 for wrong: 0 is perfect, 0.25
what always saying 50 % scores. With a handful of decisions it says something about this afternoon and little about a
person.

Source: G. W. Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78 (1950) 1-3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from twin.core.units import Us
from twin.exercise.event import Event
from twin.exercise.papers.document import Cites
from twin.exercise.report.review import Review, cite, row_cite
from twin.exercise.spec import Action
from twin.lab.metrics.parts.containment import InForce, touched
from twin.lab.metrics.parts.reading import parts_played
from twin.lab.metrics.parts.used import met_by


@dataclass(frozen=True)
class Taken:
    """A decision: on a card, or an order that a seat gave of its own accord (``card`` is empty).

    ``force_us`` is when it came into force (None: never approved); ``opened_us`` when it was put to the team.
    """

    card: str
    title: str
    label: str
    seat: str
    decided_us: Us
    force_us: Us | None
    opened_us: Us | None
    reason: str
    confidence: int | None
    approved_by: str
    acts: bool
    outcome: str
    right: bool | None
    undone: bool
    cites: Cites = field(default=())
    option: str = ""

    @property
    def latency_us(self) -> Us | None:
        """From the card's opening to the decision."""
        return None if self.opened_us is None else self.decided_us - self.opened_us

    @property
    def approval_us(self) -> Us | None:
        """From the decision to its approval, where one was needed."""
        return self.force_us - self.decided_us if self.approved_by and self.force_us is not None else None


@dataclass(frozen=True)
class Calibration:
    """Confidence against outcome, over the ``n`` decisions that have both."""

    n: int
    right: int
    confidence: float | None
    brier: float | None


def decisions_taken(review: Review) -> list[Taken]:
    """All of them, in the order in which they were taken."""
    judge = _Judge(review)
    found = [*_on_cards(review, judge), *(_ordered(review, event, judge) for event in review.of("ordered"))]
    return sorted(found, key=lambda taken: taken.cites[0].number)


def calibration(taken: Sequence[Taken]) -> Calibration:
    """How far confidence and outcome went together."""
    both = [
        (each.confidence / 100, each.right) for each in taken if each.confidence is not None and each.right is not None
    ]
    if not both:
        return Calibration(0, 0, None, None)
    brier = sum((sure - right) ** 2 for sure, right in both) / len(both)
    return Calibration(len(both), sum(right for _, right in both), sum(sure for sure, _ in both) / len(both), brier)


class _Judge:
    """What became of what was ordered, from the run's log."""

    def __init__(self, review: Review) -> None:
        self._rows = list(enumerate(review.tables["decision"]))
        self._evidence = review.evidence
        self._parts = parts_played(review.run.log)
        self._worked = set(self._parts)
        self._aimed = {target for row in review.tables["attack"] for target in row["target"].split(", ") if target}
        self._taken_back = set(review.state.undone)
        self._claimed: set[int] = set()

    def attacked_at(self, time_us: Us) -> bool:
        """Whether the attack acted from, held or hurt anything."""
        return any(part.at(time_us) for parts in self._parts.values() for part in parts)

    def number(self, by: str, action: Action, time_us: Us) -> int | None:
        """The run's number for what *by* ordered at *time_us*; each is claimed once."""
        for _, row in self._rows:
            mine = row["by"] == by and row["response"] == action.response.kind and row["target"] == action.on
            if mine and row["phase"] == "decided" and row["time"] == time_us and row["decision"] not in self._claimed:
                self._claimed.add(row["decision"])
                return int(row["decision"])
        return None

    def became(self, number: int) -> Became:
        """What became of measure *number*."""
        rows = [(n, row) for n, row in self._rows if row["decision"] == number and row["response"] != "undo"]
        cites = tuple(row_cite("decision", n) for n, _ in rows)
        phases = [row["phase"] for _, row in rows]
        applied = next((row for _, row in rows if row["phase"] == "applied"), None)
        if applied is None:
            return Became(
                "refused" if "refused" in phases else "under way at the story's end", cites, None, undone=False
            )
        right, where = self._where(applied)
        undone = number in self._taken_back
        lifted = ", taken back" if undone else ", lifted afterwards" if "undone" in phases else ""
        return Became(f"took effect, {where}{lifted}", cites, right, undone=undone)

    def _where(self, applied: dict[str, Any]) -> tuple[bool, str]:
        """Whether a measure that was applied met the attack, and how."""
        measure = InForce(applied["response"], applied["target"], applied["by"], applied["time"], None)
        assets = touched(self._evidence, measure)
        if assets & self._worked:
            return True, "the attack worked there"
        if any(fnmatchcase(asset, target) for asset in assets for target in self._aimed):
            return True, "the attack was aimed there"
        if met_by(self._evidence, measure):
            return True, "the attack used what it closed, or tried to"
        return False, "no attack was there"


class Became(NamedTuple):
    """What became of one thing that was ordered, its rows, whether it was right, whether somebody took it back."""

    words: str
    cites: Cites
    right: bool | None
    undone: bool


def _on_cards(review: Review, judge: _Judge) -> Iterator[Taken]:
    for event in review.of("decided"):
        card = review.state.card(event.ref)
        option = next(option for option in card.options if option.id == event.body["option"])
        agreed = _approval(review, event, card.approve_by)
        at_once = card.approve_by in ("", event.seat)
        force_us = event.sim_us if at_once else agreed.sim_us if agreed else None
        opened = [each for each in review.of("card-opened") if each.ref == card.id and each.seq < event.seq]
        outcome, rows, right, undone = _outcome(judge, event.seat, option.actions, force_us, option.delay_us)
        cites = tuple(map(cite, (event, *([agreed] if agreed else []))))
        yield Taken(
            card.id, card.title, option.label, event.seat, event.sim_us, force_us,
            opened[-1].sim_us if opened else None, str(event.body.get("reason", "")), event.body.get("confidence"),
            agreed.seat if agreed else "", bool(option.actions), outcome, right, undone, cites + rows, option.id,
        )  # fmt: skip


def _approval(review: Review, event: Event, by: str) -> Event | None:
    """The approval that followed *event*, before anything else was decided on its card."""
    if by in ("", event.seat):
        return None
    later = [
        each for each in review.of("approved", "rejected", "decided") if each.ref == event.ref and each.seq > event.seq
    ]
    return later[0] if later and later[0].kind == "approved" else None


def _ordered(review: Review, event: Event, judge: _Judge) -> Taken:
    del review
    body = event.body
    action = Action.model_validate({"response": {"kind": body["response"]}, "on": body["target"]})
    outcome, rows, right, undone = _outcome(judge, event.seat, (action,), event.sim_us, 0)
    label = f"{body['response']} on {body['target']}"
    return Taken(
        "", "Order", label, event.seat, event.sim_us, event.sim_us, None, str(body.get("reason", "")), None, "", True,
        outcome, right, undone, (cite(event), *rows),
    )  # fmt: skip


def _outcome(
    judge: _Judge, seat: str, actions: Sequence[Action], force_us: Us | None, delay_us: Us
) -> tuple[str, Cites, bool | None, bool]:
    """What became of it in words, the rows that say so, whether it was right, and whether it was taken back."""
    if force_us is None:
        return "never approved", (), None, False
    if not actions:
        attacked = judge.attacked_at(force_us)
        return ("an attack went on" if attacked else "no attack went on"), (), not attacked, False
    words: list[str] = []
    cites: Cites = ()
    rights: list[bool] = []
    undone = False
    for action in actions:
        number = judge.number(seat, action, force_us + delay_us)
        if number is None:
            words.append(f"{action.on}: not before the story's end")
            continue
        became = judge.became(number)
        cites += became.cites
        undone |= became.undone
        rights += [] if became.right is None else [became.right]
        words.append(f"{action.on}: {became.words}")
    return "; ".join(words), cites, all(rights) if rights else None, undone
