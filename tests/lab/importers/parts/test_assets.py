"""Assets are the register's, and a stranger for every address and sensor that it lacks."""

from __future__ import annotations

from tests.builders import asset
from twin.lab.importers.parts.assets import UNKNOWN_KIND, UNKNOWN_LEVEL, names_of, seen, sensors

KNOWN = asset("dc-01", "identity", address="10.0.0.1")
ON_A_BUS = asset("t-01", "cold_chain", address="")


def test_addresses_have_the_registers_names() -> None:
    """What has no address is in no capture."""
    assert names_of([KNOWN, ON_A_BUS]) == {"10.0.0.1": "dc-01"}


def test_a_stranger_is_named_by_its_address() -> None:
    """Of no known kind or level; public addresses are the internet's; services are those it answered."""
    found = seen([("10.0.0.1", ()), ("10.0.0.9", ("dns",)), ("8.8.8.8", ())], [KNOWN])
    assert [each.name for each in found] == ["10.0.0.9", "8.8.8.8", "dc-01"]
    inside, outside, _ = found
    assert (inside.kind, inside.purdue_level, inside.function, inside.services) == (
        UNKNOWN_KIND, UNKNOWN_LEVEL, "", ("dns",),
    )  # fmt: skip
    assert outside.function == "internet"


def test_a_sensor_says_what_it_measures_and_where() -> None:
    """A known one stays as it is."""
    found = sensors({"t-01": ("temperature_c", ""), "L_T1": ("level_m", "tank")}, [ON_A_BUS])
    assert [(each.name, each.area, dict(each.traits)) for each in found] == [
        ("L_T1", "tank", {"measures": "level_m"}), ("t-01", ON_A_BUS.area, dict(ON_A_BUS.traits)),
    ]  # fmt: skip
