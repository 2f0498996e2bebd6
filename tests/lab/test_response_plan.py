"""Who answers alerts: what a plan may say."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from twin.lab.response_plan import PACE, Crew, Fatigue, Grouping, ResponsePlan, Shift

SENIOR = {"name": "lead", "tier": 2}


def test_analysts_are_one_crew_who_are_always_there() -> None:
    """Practised, of tier 1, at the plan's own pace; with nobody there is no crew."""
    (crew,) = ResponsePlan(analysts=3).crews
    assert (crew.name, crew.count, crew.tier, crew.skill, crew.shifts) == ("analyst", 3, 1, "practised", ())
    assert PACE[crew.skill] == 1.0
    assert ResponsePlan(analysts=0).crews == ()


def test_a_team_stands_for_the_analysts() -> None:
    """Whatever their number is."""
    plan = ResponsePlan.model_validate({"analysts": 5, "team": [{"name": "desk", "count": 2}]})
    assert [crew.name for crew in plan.crews] == ["desk"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"team": [{"name": "a"}, {"name": "a"}]}, "one name"),
        ({"team": [{"name": "a", "skill": "junior"}]}, "no tier 2"),
        ({"team": [{"name": "a"}, SENIOR | {"skill": "junior"}]}, "a junior does not"),
        ({"team": [{"name": "a", "call_in_min": 20}, SENIOR]}, "tier: 2"),
        ({"team": [{"name": "a"}], "escalate_after_min": 10}, "there is none"),
        ({"escalate_after_min": 10}, "there is none"),
    ],
)
def test_what_makes_no_sense_together_is_refused(wrong: dict[str, Any], words: str) -> None:
    """Nobody above, two of one name, on call for what comes to everybody."""
    with pytest.raises(ValidationError, match=words):
        ResponsePlan.model_validate(wrong)


@pytest.mark.parametrize(
    "wrong", [{"from": "8:00"}, {"from": "24:00"}, {"to": "12:60"}, {"days": ["day"]}, {"days": []}]
)
def test_a_shift_has_hours_and_days(wrong: dict[str, Any]) -> None:
    """Two digits each, and days by their first three letters."""
    good = {"from": "06:00", "to": "14:00"}
    assert Shift.model_validate(good).days[0] == "mon"
    with pytest.raises(ValidationError):
        Shift.model_validate(good | wrong)


def test_by_itself_nothing_is_new() -> None:
    """No fatigue, no giving up, no escalation; a case is an asset's."""
    plan = ResponsePlan()
    assert (plan.fatigue, plan.give_up_after_min, plan.most_waiting, plan.escalate_after_min) == (None,) * 4
    assert plan.grouping.by == "entity"


@pytest.mark.parametrize("model", [Shift, Crew, Fatigue, Grouping, ResponsePlan])
def test_every_key_says_what_it_is(model: type[Shift | Crew | Fatigue | Grouping | ResponsePlan]) -> None:
    """And every number where it is from."""
    fields = {name: field for name, field in model.model_fields.items() if name not in ("name", "grouping")}
    assert [name for name, field in fields.items() if not field.description] == []
    judged = ("_min", "per_hour", "per_alert", "most", "break_every_h")
    numbers = [name for name, field in fields.items() if field.annotation is float and name.endswith(judged)]
    assert [name for name in numbers if "[judgement]" not in str(fields[name].description)] == []
