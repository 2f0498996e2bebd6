"""The facilitator guide."""

from __future__ import annotations

from tests.exercise.reviewed import GUIDE, LATER, secret_trial
from tests.exercise.trial import OPENS, RATES
from twin.exercise.file import load_exercise
from twin.exercise.papers.document import Table, cites_of
from twin.exercise.papers.guide import facilitator_guide
from twin.exercise.papers.markdown import markdown, plain


def test_all_that_leads_an_exercise_stands_in_it() -> None:
    """Every inject with its guide and condition, every card with its options, every rule and question."""
    loaded = secret_trial()
    text = markdown(facilitator_guide(loaded, LATER)).decode()
    wanted = [*GUIDE.values(), *(rule for rates in RATES.values() for rule in rates.values())]
    wanted += [inject.text for inject in loaded.exercise.injects] + [
        question.text for question in loaded.exercise.questions
    ]
    wanted += [option.label for card in loaded.exercise.decisions for option in card.options] + [
        OPENS["cut"],
        OPENS["first"],
    ]
    assert [each for each in wanted if plain(each) not in text] == []


def test_the_list_says_when_an_inject_can_come_at_the_earliest() -> None:
    """From the conditions alone, without a run; cards have the numbers of the list."""
    document = facilitator_guide(load_exercise("coffee-machine"), LATER)
    table = next(section for section in document.sections if section.anchor == "list").blocks[0]
    assert isinstance(table, Table)
    first = table.rows[0].cells
    assert first[0] == "1"
    assert first[4] == "5"


def test_a_guide_cites_no_log() -> None:
    """There is none yet."""
    assert cites_of(facilitator_guide(secret_trial(), LATER)) == ()
