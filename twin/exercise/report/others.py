"""Other courses, run for a report: nobody deciding anything, and what the exercise file would like to know.

Both branches share every draw of chance. A course that cannot be is left out with its reason: the file asks about a
decision that was never put to anybody, say.

Source: :mod:`twin.exercise.otherwise`, which says what the hub hears otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from twin.core.errors import BadInput
from twin.exercise.event import Event
from twin.exercise.file import Loaded
from twin.exercise.otherwise import Act, Change, acts_of, decisions_with, recipe_of, words_of
from twin.exercise.report.branches import Branch, branch_of
from twin.exercise.report.facts import LOSS, NO_RESPONSE
from twin.exercise.spec import CounterfactualSpec
from twin.lab.compare import Progress
from twin.lab.comparison import FIRST_METRICS
from twin.lab.scenario import Decision
from twin.lab.what_if import branch_off


def other_courses(
    loaded: Loaded, events: Sequence[Event], seeds: int, progress: Progress | None = None
) -> tuple[list[Branch], list[str]]:
    """The branches over *seeds* paired seeds, and why any that the file proposes could not be run."""
    acts = acts_of(loaded, events)
    recipe = recipe_of(loaded, acts)
    branches: list[Branch] = []
    left_out: list[str] = []
    for title, metrics, words, decisions in _courses(loaded, acts, left_out):
        found = branch_off(recipe, decisions, seeds, progress=progress)
        branches.append(replace(branch_of(found, title, metrics), moves=(words,)))
    return branches, left_out


Course = tuple[str, tuple[str, ...], str, tuple[Decision, ...]]


def _courses(loaded: Loaded, acts: Sequence[Act], left_out: list[str]) -> Iterator[Course]:
    """Title, metrics, words and decisions of each course."""
    if any(act.of_people and act.decisions for act in acts):
        heard = tuple(decision for act in acts if not act.of_people for decision in act.decisions)
        yield NO_RESPONSE, FIRST_METRICS, "what seats decided and ordered is left out", heard
    for asked in loaded.exercise.counterfactuals:
        act = next((act for act in acts if act.ref == asked.decision and act.of_people), None)
        if act is None:
            left_out.append(f"{asked.id}: {asked.decision} was never put to anybody")
            continue
        change = _change(asked, act)
        try:
            decisions = decisions_with(loaded, acts, change)
        except BadInput as error:
            left_out.append(f"{asked.id}: {error.faults[0].message}")
            continue
        yield asked.id, tuple(dict.fromkeys((LOSS, *asked.compare))), words_of(act, change), decisions


def _change(asked: CounterfactualSpec, act: Act) -> Change:
    return Change(act.seq, us=asked.at_us, option=asked.option)
