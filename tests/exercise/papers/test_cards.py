"""Cards and forms on paper."""

from __future__ import annotations

from tests.exercise.reviewed import GUIDE, LATER, secret_trial
from tests.exercise.trial import OPENS
from twin.exercise.papers.cards import decision_cards, forms, inject_cards
from twin.exercise.papers.document import Section
from twin.exercise.papers.markdown import markdown


def test_a_card_holds_what_its_seats_would_see_and_nothing_else() -> None:
    """No condition, no guide, no id that gives away what it is for."""
    loaded = secret_trial()
    text = markdown(inject_cards(loaded, LATER)).decode()
    assert [secret for secret in (*GUIDE.values(), *OPENS.values()) if secret in text] == []
    for inject in loaded.exercise.injects:
        assert inject.text in text


def test_every_inject_and_every_decision_is_a_card_of_its_own() -> None:
    """Numbered in the order of the list."""
    loaded = secret_trial()
    cards = inject_cards(loaded, LATER).sections
    assert [card.title for card in cards] == [f"Card {n}" for n in range(1, len(loaded.exercise.injects) + 1)]
    assert all(card.card for card in (*cards, *decision_cards(loaded, LATER).sections))


def test_a_decision_card_lists_its_options_and_who_approves() -> None:
    """With room for what was chosen."""
    text = markdown(decision_cards(secret_trial(), LATER)).decode()
    for wanted in ("Isolate it", "Watch it", "Approved by:** Commander", "Decided by"):
        assert wanted in text


def test_forms_have_a_line_for_each_objective() -> None:
    """And empty lines for decisions, the hot wash and improvements."""
    loaded = secret_trial()
    sections: tuple[Section, ...] = forms(loaded, LATER).sections
    assert [section.anchor for section in sections] == ["decisions", "evaluation", "hot-wash", "improvements"]
    text = markdown(forms(loaded, LATER)).decode()
    for objective in loaded.exercise.objectives:
        assert objective.text in text
