"""Decision cards as a seat sees them: never one that is not open yet, never another seat's."""

from __future__ import annotations

from twin.exercise.commands.cards import may_decide, sees_card
from twin.exercise.conditions.words import in_words
from twin.exercise.spec import DecisionCard
from twin.exercise.state import CardState
from twin.exercise.values import names_of
from twin.exercise.views.base import Plain, Sight, seconds


def cards(sight: Sight) -> list[Plain]:
    """Cards that are, or were, before the seat, newest first; who judges sees those of all seats."""
    shown = [
        (here, card)
        for card in sight.exercise.decisions
        if (here := sight.state.cards[card.id]).status != "hidden" and (sight.judges or sees_card(card, sight.seat))
    ]
    return [_card(sight, card, here) for here, card in sorted(shown, key=lambda each: -each[0].opened_seq)]


def hidden(sight: Sight) -> list[Plain]:
    """Cards that are not open yet, for those who judge."""
    opens, names = sight.engine.loaded.opens, names_of(sight.exercise)
    return [
        {
            "id": card.id,
            "title": card.title,
            "to": list(card.to),
            "when": in_words(opens[card.id], names) if card.id in opens else "by hand",
        }
        for card in sight.exercise.decisions
        if sight.state.cards[card.id].status == "hidden"
    ]


def pending(sight: Sight) -> list[Plain]:
    """Open cards, for those who judge: whom each waits for, and for how long already."""
    found = []
    for card in sight.exercise.decisions:
        here = sight.state.cards[card.id]
        if here.status in ("open", "waiting-approval"):
            waits_for = list(card.to) if here.status == "open" else [card.approve_by]
            since_us = here.opened_us if here.status == "open" else here.decided_us
            found.append({
                "id": card.id, "title": card.title, "waits_for": waits_for,
                "waits_for_titles": sight.titles(waits_for), "state": here.status,
                "for_s": seconds(sight.engine.now_us - since_us), "closes_in_s": _closes_in_s(sight, card, here),
            })  # fmt: skip
    return found


def _card(sight: Sight, card: DecisionCard, here: CardState) -> Plain:
    running = sight.state.status in ("running", "paused")
    return {
        "id": card.id, "title": card.title, "text": card.text, "state": here.status, "to": list(card.to),
        "clock": sight.clock(here.opened_us), "sim_s": seconds(here.opened_us),
        "closes_in_s": _closes_in_s(sight, card, here), "approve_by": card.approve_by,
        "approver": sight.title(card.approve_by), "needs_reason": card.reason,
        "needs_confidence": card.confidence, "options": [
            {
                "id": each.id, "label": each.label, "note": each.note, "delay_s": seconds(each.delay_us),
                "staff": each.staff,
            }
            for each in card.options
        ],
        "taken": _taken(sight, here), "refused": _refused(sight, here),
        "may_decide": running and here.status == "open" and sight.plays and may_decide(card, sight.seat),
        "may_approve": running and here.status == "waiting-approval" and sight.seat == card.approve_by,
    }  # fmt: skip


def _taken(sight: Sight, here: CardState) -> Plain | None:
    if not here.option:
        return None
    return {
        "option": here.option, "seat": here.seat, "by": sight.title(here.seat), "reason": here.reason,
        "confidence": here.confidence, "clock": sight.clock(here.decided_us), "seq": here.decided_seq,
        "approved_by": here.approved_by,
    }  # fmt: skip


def _refused(sight: Sight, here: CardState) -> Plain | None:
    """What was not approved, by whom and why, while the card waits for another choice."""
    if here.refusal is None or here.status != "open":
        return None
    said = here.refusal
    return {
        "option": here.refused, "seat": said.seat, "by": sight.title(said.seat), "reason": said.body["reason"],
        "clock": sight.clock(said.sim_us),
    }  # fmt: skip


def _closes_in_s(sight: Sight, card: DecisionCard, here: CardState) -> float | None:
    if card.closes_after_us is None or here.status not in ("open", "waiting-approval"):
        return None
    return max(0.0, seconds(here.opened_us + card.closes_after_us - sight.engine.now_us))
