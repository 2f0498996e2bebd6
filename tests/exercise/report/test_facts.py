"""Five facts."""

from __future__ import annotations

import pytest

from tests.exercise.reviewed import review
from tests.exercise.trial import begun, do, on, trial
from tests.tiny_hub import step
from twin.core.units import format_duration, us
from twin.exercise.report.branches import Branch, Difference
from twin.exercise.report.decisions import decisions_taken
from twin.exercise.report.facts import NO_RESPONSE, against, first_of, five_facts
from twin.exercise.report.review import follow, review_of
from twin.lab.wording import number


def _facts() -> dict[str, str]:
    made = review()
    return {fact.name: fact.said.text for fact in five_facts(made, decisions_taken(made), [])}


def test_there_are_five_and_they_say_what_the_metrics_say() -> None:
    """What has a value has it with a unit; what has not happened says so."""
    made, facts = review(), _facts()
    assert list(facts) == ["Time to detect", "Time to decide", "Time to contain", "Time to recover", "Damage"]
    detect, contain = made.value("time_to_detect_s"), made.value("time_to_contain_s")
    assert facts["Time to detect"] == ("not detected" if detect is None else format_duration(us(detect)))
    assert facts["Time to contain"] == ("not contained" if contain is None else format_duration(us(contain)))
    assert facts["Time to recover"] == "nothing to recover"
    assert facts["Damage"] == f"{number(made.value('loss_eur') or 0.0)} EUR"


def test_each_cites_the_rows_it_is_the_distance_of() -> None:
    """The first step and the first right alert for detection."""
    made = review()
    first = first_of(made)
    for fact in five_facts(made, decisions_taken(made), []):
        assert fact.said.cites
        for cite in fact.said.cites:
            follow(cite, made)
    step, alert = (follow(cites[0], made) for cites in (first.attack, first.alert))
    assert isinstance(step, dict)
    assert isinstance(alert, dict)
    assert (step["phase"], step["time"], alert["time"]) == ("start", first.attack_us, first.alert_us)


@pytest.mark.parametrize(
    ("orders", "text", "detail"),
    [
        ((), "not contained", "an asset that the attacker held was never cut off"),
        (
            ("amr-001",),
            "contained at 1 of 2 assets",
            "ws-01 never cut off; amr-001 cut off 3 min 0 s after the first step, lifted later",
        ),
        (
            ("amr-001", "ws-01"),
            "3 min 1 s, lifted later",
            "until every asset that was held was cut off (ws-01 cut",
        ),
    ],
)
def test_what_was_cut_off_and_lifted_later_is_not_told_as_never_contained(
    orders: tuple[str, ...], text: str, detail: str
) -> None:
    """Asset by asset: the first was cut off and a person took it back; the other never was, or stays so."""
    take = step("take", "service_port", "amr-001", 0), step("open", "service_port", "ws-01", 0, way="phishing")
    engine = begun(trial(steps=take), 130)
    for number_of, asset in enumerate(orders):
        on(engine, 150 + number_of)
        do(engine, "soc", "order", response="isolate_device", target=asset, reason="it is held")
    on(engine, 300)
    if orders:
        do(engine, "soc", "undo", "1", reason="it is clean")
    on(engine, 400)
    made = review_of(engine)
    fact = five_facts(made, decisions_taken(made), [])[2]
    assert (fact.said.text, fact.detail[: len(detail)]) == (text, detail)


def test_loss_stands_against_no_response_and_the_best_branch() -> None:
    """In words with a sign that reads right."""
    sooner = _branch("sooner", -40.0, (-60.0, -20.0))
    told = list(against([_branch(NO_RESPONSE, 500.0, (300.0, 700.0)), sooner, _branch("later", 90.0, (80.0, 100.0))]))
    assert told == [
        "without any response 500 EUR more (95 %: 300 to 700 EUR, 5 pairs)",
        "of 2 branches the one with the lowest mean (sooner) 40 EUR less (95 %: -60 to -20 EUR, 5 pairs)",
    ]
    assert list(against([])) == []


def test_a_loss_that_may_be_chance_is_said_to_be() -> None:
    """With 0 in its interval, or with no interval at all; one that is exactly 0 is the same."""
    wide, one = _branch("sooner", -40.0, (-90.0, 10.0)), _branch(NO_RESPONSE, 500.0, (None, None), n=1)
    assert list(against([one, wide])) == [
        "without any response 500 EUR more (no interval, 1 pair; chance alone could do that)",
        "the branch (sooner) 40 EUR less (95 %: -90 to 10 EUR, 5 pairs; chance alone could do that)",
    ]
    assert list(against([_branch("same", 0.0, (0.0, 0.0))])) == ["the branch (same) the same (5 pairs)"]


def _branch(title: str, mean: float, ends: tuple[float | None, float | None], n: int = 5) -> Branch:
    return Branch(title, (), n, (Difference("loss_eur", "EUR", 10.0, 10.0 + mean, mean, *ends, n, 0),))
