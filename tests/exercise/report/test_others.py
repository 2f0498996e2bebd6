"""Other courses, run for a report."""

from __future__ import annotations

import pytest

from twin.exercise.facts import LiveFacts
from twin.exercise.file import read_exercise
from twin.exercise.play import play_moves
from twin.exercise.report.facts import NO_RESPONSE
from twin.exercise.report.others import other_courses

TEXT = """
format: 1
title: Ten minutes
twin: {story: compromised-robot, posture: flat, hours: 0.15}
roles: [{id: soc, title: Analyst, may: [isolate_device]}]
modules: [{id: one, title: One, minutes: 10}]
objectives: [{id: a, text: Act, rate: {P: happened(decision.cut)}}]
decisions:
  - id: cut
    title: Cut it off
    to: soc
    opens: {at: 1 min}
    options:
      - {id: isolate, label: Isolate, actions: [{response: isolate_device, on: amr-007}]}
      - {id: wait, label: Wait}
  - {id: late, title: Late, to: soc, opens: by hand, options: [{id: x, label: X}, {id: y, label: Y}]}
counterfactuals:
  - {id: two-minutes, decision: cut, option: isolate, at: 2 min, compare: [assets_compromised]}
  - {id: never-asked, decision: late, option: x}
"""


@pytest.mark.slow
def test_nobody_deciding_and_what_the_file_asks_for_are_run() -> None:
    """A decision that was never put to anybody is left out, with the reason."""
    loaded = read_exercise(TEXT, "ten-minutes")
    played = play_moves(loaded)
    assert isinstance(played.engine.facts, LiveFacts)
    branches, left_out = other_courses(loaded, played.engine.events, 1)
    assert [branch.title for branch in branches] == ["two-minutes"]
    assert {row.metric for row in branches[0].rows} == {"loss_eur", "assets_compromised"}
    assert branches[0].moves[0].startswith("cut: Isolate, at 2 min 0 s, instead of")
    assert left_out == ["never-asked: late was never put to anybody"]
    assert NO_RESPONSE not in {branch.title for branch in branches}
