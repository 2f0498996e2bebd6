"""Columns are what their names say, unless somebody says it better."""

from __future__ import annotations

import pytest

from twin.lab.importers.parts.column_guess import ROLES, columns_of


@pytest.mark.parametrize(
    ("name", "quantity"),
    [("L_T7", "level"), ("F_PU10", "flow"), ("S_PU2", "state"), ("P_J14", "pressure"), ("FIT101", "flow"),
     ("LIT301", "level"), ("MV101", "state"), ("AIT202", "analysis"), ("Thermocouple", "temperature_c"),
     ("Volume Flow RateRMS", "flow"), ("Accelerometer2RMS", "acceleration"), ("Voltage", "voltage_v"), ("x", "value")],
)  # fmt: skip
def test_a_name_says_its_quantity(name: str, quantity: str) -> None:
    """By a word, or by the letters of the instrument."""
    assert columns_of(["time", name], {}).sensors == ((1, name, quantity),)


@pytest.mark.parametrize("name", ["ATT_FLAG", "anomaly", "changepoint", "Normal/Attack", "Attack LABEL"])
def test_labels_are_known_by_name(name: str) -> None:
    """None of them is a sensor."""
    columns = columns_of(["time", name], {})
    assert columns.labels == (1,)
    assert columns.sensors == ()


def test_a_row_a_value_needs_a_sensor_and_a_value() -> None:
    """Room, quantity and sequence where they are there."""
    columns = columns_of(["time", "tag", "value", "room"], {})
    assert columns.long == {"sensor": 1, "value": 2, "room": 3}
    assert columns.sensors == ()


def test_what_is_given_is_believed_and_not_listed_as_guessed() -> None:
    """A quantity with its unit, and a column that is no sensor."""
    columns = columns_of(["when", "L_T1", "note"], {"when": "time", "L_T1": "level_m", "note": "ignore"})
    assert (columns.time, columns.sensors, columns.guessed) == (0, ((1, "L_T1", "level_m"),), {})
    assert {"time", "label", "ignore"} <= set(ROLES)


def test_without_a_time_there_are_no_readings() -> None:
    """Whoever reads must be told."""
    with pytest.raises(KeyError):
        columns_of(["a", "b"], {})
