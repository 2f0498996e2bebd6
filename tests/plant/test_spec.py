"""Every number of the plant has a range that refuses a mistaken unit, and a source."""

from __future__ import annotations

import re

import pytest
from pydantic import ValidationError

from twin.plant import spec
from twin.plant.spec import (
    FleetSpec,
    FloorSpec,
    OrdersSpec,
    PeopleSpec,
    PlantSpec,
    RoomSpec,
    SensorSpec,
    ServerRoomSpec,
)

SPECS = (FleetSpec, FloorSpec, OrdersSpec, PeopleSpec, RoomSpec, SensorSpec, ServerRoomSpec)


@pytest.mark.parametrize("kind", SPECS, ids=lambda kind: kind.__name__)
def test_every_number_has_a_range_and_a_source_in_brackets(kind: type[spec.Spec]) -> None:
    """A number without a lower bound would accept a sign mistake; one without a source is a rumour."""
    for name, field in kind.model_fields.items():
        if field.annotation in (int, float):
            assert any(hasattr(bound, "gt") or hasattr(bound, "ge") for bound in field.metadata), name
            assert re.search(r"\[.+\]$", field.description or ""), name


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (RoomSpec, {"name": "chill-1", "setpoint_c": 277.15}),
        (RoomSpec, {"name": "chill-1", "volume_m3": -3}),
        (RoomSpec, {"name": "Chill 1"}),
        (FleetSpec, {"charge_to": 90}),
        (FleetSpec, {"mass_kg": float("nan")}),
        (FleetSpec, {"speed_empty_mps": 5.4}),
        (OrdersSpec, {"day_profile": [1.0] * 23}),
        (PlantSpec, {"ambient_c": 293.15}),
        (FloorSpec, {"width": 32}),
    ],
)
def test_a_mistaken_unit_a_wrong_sign_or_an_unknown_key_is_refused(kind: type[spec.Spec], values: object) -> None:
    """Kelvin for degrees, percent for a share, km/h for m/s, NaN, and keys that nobody knows."""
    with pytest.raises(ValidationError):
        kind.model_validate(values)


def test_a_plant_is_a_value() -> None:
    """Equal inputs are equal, and nobody changes one in place."""
    assert PlantSpec() == PlantSpec()
    with pytest.raises(ValidationError, match="frozen"):
        PlantSpec().ambient_c = 3.0  # type: ignore[misc]
