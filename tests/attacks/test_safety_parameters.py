"""Safety parameters: the field is what its configuration says."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.intents import always, foothold, performed
from tests.tiny_hub import cut, run_to, simulated, step, world
from twin.attacks.base import Effect, Say, Touch
from twin.attacks.safety_parameters import SafetyParameters
from twin.plant.protective_field import FieldParameters

FOOTHOLD = step("foothold", "service_port", "amr-001", 1)


def test_in_the_robot_one_stands_in_no_message_is_sent() -> None:
    """A touch with what the field is to be, and the effect begins."""
    intents, outcome = performed(SafetyParameters(), foothold("amr-001", "amr-001"), always("delivered", "ok"))
    wanted = FieldParameters(scale=0.2)
    assert intents == [Touch("amr-001", "tamper", payload=wanted), Effect("amr-001", "effect_start")]
    assert outcome == "success"


def test_another_robot_is_written_to_and_may_refuse() -> None:
    """No effect is claimed where the robot says no."""
    intents, result = performed(SafetyParameters(), foothold("amr-001", "amr-002"), always("delivered", "401"))
    (said,) = intents
    assert isinstance(said, Say)
    assert (said.message.verb, said.message.object) == ("write_config", "safety")
    assert result == "failed"


def test_a_held_robot_has_the_field_that_it_was_given() -> None:
    """Scale, share of the speed, a blind octant, muted; others keep theirs."""
    change = step("shrink", "safety_parameters", "amr-001", 4, scale=0.5, speed_share=0.4, blind=(0, 7), muted=True)
    fields = simulated(FOOTHOLD, change, minutes=6).built.world.plant.fleet.safety.fields
    assert fields.intact == [False, True, True]
    assert (fields.scale[0], fields.speed_share[0], fields.blind[0], fields.muted[0]) == (0.5, 0.4, 0b10000001, True)


def test_a_cleaned_robot_sees_people_again() -> None:
    """Re-imaged, its field is as it should be."""
    hub = world()
    assert hub.devices["amr"].touch("amr-001", "tamper", FieldParameters(muted=True)).ok
    assert not hub.plant.fleet.safety.fields.intact[0]
    cut(hub, "amr-001")
    run_to(hub, 1)
    hub.change(lambda: hub.devices["amr"].recover("amr-001"))
    assert hub.plant.fleet.safety.fields.intact[0]


@pytest.mark.parametrize("wrong", [{"scale": 2}, {"speed_share": -1}, {"blind": (8,)}])
def test_what_no_field_can_be_is_refused(wrong: dict[str, object]) -> None:
    """Shares are shares, and there are eight octants."""
    with pytest.raises(ValidationError):
        SafetyParameters.model_validate(wrong)
