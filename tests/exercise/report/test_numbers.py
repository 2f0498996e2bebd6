"""Numbers for machines."""

from __future__ import annotations

import json

from tests.exercise.reviewed import review
from twin.exercise.report.candidates import candidates
from twin.exercise.report.decisions import decisions_taken
from twin.exercise.report.numbers import numbers


def test_all_of_it_is_json_without_undefined_numbers() -> None:
    """Times in seconds, and what is undefined is null."""
    made = review()
    told = numbers(made, decisions_taken(made), [], candidates(made))
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert told["exercise"]["events"] == len(made.events)
    assert told["metrics"]["time_to_detect_s"]["value"] == made.value("time_to_detect_s")
    assert told["metrics"]["time_to_recover_s"]["value"] is None
    cut = told["decisions"][0]
    assert (cut["seat"], cut["in_force_s"] - cut["decided_s"]) == ("soc", 15.0)
    assert told["ratings"]["contain"]["of_record"] is None
