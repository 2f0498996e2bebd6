"""Comparing: another course becomes part of the record, if it is what a comparison has."""

from __future__ import annotations

from typing import Any

import pytest

from tests.exercise.commands.refusing import refused
from tests.exercise.trial import begun, do, kinds
from twin.exercise.commands.branches import MOST_ROWS
from twin.exercise.engine import Engine
from twin.exercise.otherwise import acts_of, digest_of, recipe_of
from twin.exercise.views import view

ROW: dict[str, Any] = {
    "metric": "loss_eur", "unit": "EUR", "was": 900, "otherwise": 300.5, "mean": -590.0, "lo": -700, "hi": None,
    "n": 18, "undefined": 2,
}  # fmt: skip
SAID: dict[str, Any] = {
    "title": "Cut off at once", "moves": ["cut: isolate at 00:01"], "seeds": 20, "rows": [ROW],
    "first": [{"time_us": 61_000_000, "table": "flow"}],
}  # fmt: skip


def _course(engine: Engine) -> str:
    """The digest of the run that the exercise is so far."""
    return digest_of(recipe_of(engine.loaded, acts_of(engine.loaded, engine.events)))


def test_what_was_compared_with_another_run_or_with_an_older_course_is_refused() -> None:
    """Whatever the hub heard in between makes it another run; words that nobody hears do not."""
    engine = begun(to_s=40)
    older = {**SAID, "recipe": _course(engine)}
    do(engine, "facilitator", "note", text="Nobody asked who owns it.")
    assert kinds(do(engine, "facilitator", "compare", "cut", **older)) == [("compared", "cut")]
    do(engine, "soc", "order", response="isolate_device", target="camera-01", reason="it blinks")
    fault = refused(engine, "facilitator", "compare", "cut", **older)
    assert "before it went on" in fault.message
    assert refused(engine, "facilitator", "compare", "cut", **{**SAID, "recipe": "ab"}).code == "bad-value"
    assert refused(engine, "facilitator", "compare", "cut", **SAID).code == "missing-value"
    assert kinds(do(engine, "facilitator", "compare", "cut", **{**SAID, "recipe": _course(engine)}))


def test_another_course_is_written_down_as_it_was_told() -> None:
    """During play and after it; those who judge read of it, and nobody else."""
    engine = begun(to_s=10)
    said = {**SAID, "recipe": _course(engine)}
    (event,) = do(engine, "evaluator", "compare", "cut", **said)
    assert (event.kind, event.ref, event.body) == ("compared", "cut", said)
    do(engine, "facilitator", "finish")
    assert kinds(do(engine, "facilitator", "compare", "cut", **said)) == [("compared", "cut")]
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
        ({"rows": [{**ROW, "was": float("-inf")}]}, "wrong-type"),
        ({"rows": [{**ROW, "was": 10**400}]}, "wrong-type"),
        ({"rows": [{**ROW, "lo": -1e300}]}, "wrong-type"),
        ({"rows": [{**ROW, "was": "900"}]}, "wrong-type"),
        ({"rows": [{**ROW, "metric": 5}]}, "wrong-type"),
        ({"rows": [{"metric": "loss_eur"}]}, "wrong-type"),
        ({"rows": [{**ROW, "n": 1.5}]}, "wrong-type"),
        ({"rows": [{**ROW, "undefined": -1}]}, "wrong-type"),
        ({"rows": [{name: ROW[name] for name in ROW if name != "n"}]}, "wrong-type"),
        ({"rows": ["loss_eur"]}, "wrong-type"),
        ({"first": [{"time_us": 1.5, "table": "flow"}]}, "wrong-type"),
        ({"first": [{"time_us": 10**400, "table": "flow"}]}, "wrong-type"),
        ({"first": [{"time_us": -1, "table": "flow"}]}, "wrong-type"),
        ({"first": [{"table": "flow"}]}, "wrong-type"),
    ],
)
def test_what_is_no_comparison_is_refused(change: dict[str, Any], code: str) -> None:
    """Nothing endless, nothing that is no number, nothing that a report could not show."""
    assert refused(begun(), "facilitator", "compare", "cut", **{**SAID, **change}).code == code
