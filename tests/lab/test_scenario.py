"""What a site, a story and a posture may say, and what they may not."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from twin.lab import scenario
from twin.lab.scenario import Choice, Decision, DeviceGroup, PriceList, ResponsePlan, Site, Step, Story

MODELS = [model for model in vars(scenario).values() if isinstance(model, type) and issubclass(model, BaseModel)]


@pytest.mark.parametrize("model", MODELS)
def test_unknown_keys_are_refused_and_values_stay(model: type[BaseModel]) -> None:
    """A misspelt key is no key, and a checked value cannot be changed behind everybody's back."""
    assert model.model_config.get("extra") == "forbid"
    assert model.model_config.get("frozen") is True


@pytest.mark.parametrize("model", [DeviceGroup, PriceList, ResponsePlan])
def test_every_price_and_number_says_what_it_is(model: type[BaseModel]) -> None:
    """With its unit or source, for the schema and for readers."""
    numbers = {name: field for name, field in model.model_fields.items() if field.annotation in (float, int)}
    assert [name for name, field in numbers.items() if not field.description] == []


@pytest.mark.parametrize("price", sorted(PriceList.model_fields))
def test_no_price_is_negative_or_endless(price: str) -> None:
    """Damage earns nothing; every default is a judgement and says so."""
    for wrong in (-0.01, float("nan"), float("inf")):
        with pytest.raises(ValidationError):
            PriceList.model_validate({price: wrong})
    assert "[judgement]" in str(PriceList.model_fields[price].description)


def test_a_step_says_from_where_by_the_word_from() -> None:
    """The word is Python's own, so the field is called start."""
    step = Step.model_validate({"id": "scan", "kind": "port_scan", "on": ["dc-01"], "from": "coffee-01", "at_us": 0})
    assert (step.start, step.on) == ("coffee-01", ("dc-01",))


@pytest.mark.parametrize("name", ["Scan", "1scan", "scan me", "", "x" * 61])
def test_names_are_plain(name: str) -> None:
    """They become folders, keys and addresses of things."""
    with pytest.raises(ValidationError):
        Step.model_validate({"id": name, "kind": "port_scan", "on": ["dc-01"]})


@pytest.mark.parametrize("hours", [0, -1, 24 * 31 + 1, float("nan")])
def test_a_story_lasts_longer_than_nothing_and_at_most_a_month(hours: float) -> None:
    """Both ends are refused."""
    about: dict[str, Any] = {"format": 1, "name": "a", "title": "A", "starts": "2026-03-02T08:00", "site": "small"}
    assert Story.model_validate(about | {"hours": 1}).steps == ()
    with pytest.raises(ValidationError):
        Story.model_validate(about | {"hours": hours})


def test_only_format_1_is_read() -> None:
    """A file of another format is not guessed at."""
    with pytest.raises(ValidationError):
        Site.model_validate({"format": 2, "name": "a", "title": "A"})


def test_a_decision_is_not_made_before_the_story() -> None:
    """Its time is counted from the start; a script made it unless somebody is named."""
    assert Decision(at_us=0, response=Choice(kind="stop_robot"), target="amr-001").by == "script"
    with pytest.raises(ValidationError):
        Decision(at_us=-1, response=Choice(kind="stop_robot"), target="amr-001")


def test_a_decision_is_a_response_or_an_undo() -> None:
    """One of the two, and a response has a target."""
    stop = Choice(kind="stop_robot")
    assert Decision(at_us=5, undo=2).response is None
    for wrong in ({}, {"response": stop}, {"target": "amr-001"}, {"undo": 0}, {"undo": 1, "target": "amr-001"},
                  {"undo": 1, "response": stop, "target": "amr-001"}):  # fmt: skip
        with pytest.raises(ValidationError):
            Decision.model_validate({"at_us": 0, **wrong})
