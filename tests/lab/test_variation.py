"""Variation: a hundred seeds are a hundred stories, and each is the same under every posture."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.tiny_hub import site, story
from twin.core.log import Log
from twin.core.units import MINUTE_US, SECOND_US
from twin.lab.scenario import Choice, Posture, ResponsePlan, Step
from twin.lab.simulate import simulate
from twin.lab.variation import told, write

SITE = site()
SEEDS = st.integers(0, 2**40)


def open_step(name: str = "scan", **others: Any) -> Step:
    """A step that leaves its begin, its rate, its ports, its device and one choice open."""
    varied = [
        {"field": "at_us", "low": 5 * MINUTE_US, "high": 20 * MINUTE_US, "whole": True},
        {"field": "rate_per_s", "low": 0.5, "high": 20.0},
        {"field": "ports", "low": 10, "high": 12, "whole": True},
        {"field": "on", "any_of": "camera"},
        {"field": "start", "choices": ("ws-01", "ws-02")},
    ]
    fields = {"id": name, "kind": "port_scan", "on": ("*",), "at_us": 0, "varied": varied, **others}
    return Step.model_validate(fields | {"from": "ws-01"})


@given(SEEDS)
def test_what_is_drawn_lies_in_its_range(seed: int) -> None:
    """Times to the second, whole numbers with both ends, devices of the kind, one of the choices."""
    (step,) = told(story(open_step()), SITE, seed)[0].steps
    assert 5 * MINUTE_US <= (step.at_us or 0) <= 20 * MINUTE_US
    assert (step.at_us or 0) % SECOND_US == 0
    assert 0.5 < float(str(step.parameters["rate_per_s"])) < 20
    assert step.parameters["ports"] in (10, 11, 12)
    assert step.on in (("camera-01",), ("camera-02",))
    assert step.start in ("ws-01", "ws-02")


@given(SEEDS)
def test_whole_numbers_below_zero_keep_to_their_range(seed: int) -> None:
    """From -4 to -2 are three numbers, and -1 is none of them."""
    varied = [{"field": "shift", "low": -4, "high": -2, "whole": True}]
    (step,) = told(story(open_step(varied=varied)), SITE, seed)[0].steps
    assert step.parameters["shift"] in (-4, -3, -2)


def test_a_hundred_seeds_are_a_hundred_variants_that_use_the_whole_range() -> None:
    """No two alike, and every choice comes up."""
    steps = [told(story(open_step()), SITE, seed)[0].steps[0] for seed in range(100)]
    assert len({(step.at_us, step.parameters["rate_per_s"]) for step in steps}) == 100
    assert {step.parameters["ports"] for step in steps} == {10, 11, 12}
    assert {step.on for step in steps} == {("camera-01",), ("camera-02",)}
    minutes = [(step.at_us or 0) / MINUTE_US for step in steps]
    assert min(minutes) < 6
    assert max(minutes) > 19
    assert 11.5 < sum(minutes) / 100 < 13.5


@given(SEEDS)
def test_a_draw_depends_on_nothing_but_seed_step_and_field(seed: int) -> None:
    """Another step beside it, or fewer open fields, and it is the same."""
    (alone,) = told(story(open_step()), SITE, seed)[0].steps
    (_, beside) = told(story(open_step("other"), open_step()), SITE, seed)[0].steps
    assert beside == alone
    only = open_step().model_copy(update={"varied": open_step().varied[1:2]})
    assert told(story(only), SITE, seed)[0].steps[0].parameters["rate_per_s"] == alone.parameters["rate_per_s"]


def test_two_steps_draw_by_themselves() -> None:
    """Equal ranges are not equal draws."""
    first, second = told(story(open_step("a"), open_step("b")), SITE, 1)[0].steps
    assert first.at_us != second.at_us


def test_a_story_without_open_values_stays_as_it_is() -> None:
    """The very same object, and nothing drawn."""
    closed = story(open_step(varied=[]))
    assert told(closed, SITE, 1) == (closed, ())


def test_what_was_drawn_stands_in_the_truth_book() -> None:
    """One row a field, at time 0, as a story file would say it."""
    log = Log()
    found, drawn = told(story(open_step()), SITE, 7)
    write(log, drawn)
    log.seal(1)
    rows = {row["field"]: row["value"] for row in log.records("variant")}
    assert set(rows) == {"at", "rate_per_s", "ports", "on", "start"}
    hours, minutes, seconds = (int(part) for part in rows["at"].split(":"))
    assert ((hours * 60 + minutes) * 60 + seconds) * SECOND_US == found.steps[0].at_us
    assert (rows["on"],) == found.steps[0].on
    assert log.rows("variant") == 5


def test_every_posture_meets_the_same_variant() -> None:
    """Common random numbers: the policy plays no part in what is drawn."""
    drawn = []
    for policy in ("flat", "microsegmentation"):
        choice, plan = Choice(kind=policy), ResponsePlan(analysts=0)
        posture = Posture(format=1, name="test", title="Test", policy=choice, response=plan)
        done = simulate(SITE, story(open_step(), hours=0.01), posture, 5)
        drawn.append(done.log.records("variant"))
        assert done.story.steps[0].start
    assert drawn[0] == drawn[1] != []
