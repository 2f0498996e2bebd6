"""Comparing: another course becomes part of the record, if it is what a comparison has."""

from __future__ import annotations

from typing import Any

import pytest

from tests.exercise.commands.refusing import refused
from tests.exercise.trial import begun, do, kinds
from twin.exercise.commands.branches import MOST_ROWS
from twin.exercise.views import view

ROW: dict[str, Any] = {
    "metric": "loss_eur", "unit": "EUR", "was": 900, "otherwise": 300.5, "mean": -590.0, "lo": -700, "hi": None,
}  # fmt: skip
SAID: dict[str, Any] = {
    "title": "Cut off at once", "moves": ["cut: isolate at 00:01"], "seeds": 20, "rows": [ROW],
    "first": [{"time_us": 61_000_000, "table": "flow"}],
}  # fmt: skip


def test_another_course_is_written_down_as_it_was_told() -> None:
    """During play and after it; those who judge read of it, and nobody else."""
    engine = begun(to_s=10)
    (event,) = do(engine, "evaluator", "compare", "cut", **SAID)
    assert (event.kind, event.ref, event.body) == ("compared", "cut", SAID)
    do(engine, "facilitator", "finish")
    assert kinds(do(engine, "facilitator", "compare", "cut", **SAID)) == [("compared", "cut")]
    assert SAID["title"] in view(engine, "evaluator")["log"][0]["text"]
    assert "compared" not in {each["kind"] for each in view(engine, "soc")["log"]}
    assert refused(begun(), "soc", "compare", **SAID).code == "not-for-this-seat"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": ""}, "missing-value"),
        ({"moves": "cut"}, "wrong-type"),
        ({"moves": ["x" * 401]}, "wrong-type"),
        ({"seeds": 0}, "out-of-range"),
        ({"seeds": True}, "out-of-range"),
        ({"seeds": "20"}, "out-of-range"),
        ({"rows": [ROW] * (MOST_ROWS + 1)}, "wrong-type"),
        ({"rows": [{**ROW, "was": float("nan")}]}, "wrong-type"),
        ({"rows": [{**ROW, "was": "900"}]}, "wrong-type"),
        ({"rows": [{**ROW, "metric": 5}]}, "wrong-type"),
        ({"rows": [{"metric": "loss_eur"}]}, "wrong-type"),
        ({"rows": ["loss_eur"]}, "wrong-type"),
        ({"first": [{"time_us": 1.5, "table": "flow"}]}, "wrong-type"),
        ({"first": [{"table": "flow"}]}, "wrong-type"),
    ],
)
def test_what_is_no_comparison_is_refused(change: dict[str, Any], code: str) -> None:
    """Nothing endless, nothing that is no number, nothing that a report could not show."""
    assert refused(begun(), "facilitator", "compare", "cut", **{**SAID, **change}).code == code
