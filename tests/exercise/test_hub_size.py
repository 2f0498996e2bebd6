"""How large the hub of an exercise may be."""

from __future__ import annotations

import json

import pytest

from tests.exercise.written import faults, read
from twin.core.errors import BadInput, Fault
from twin.exercise.hub_size import MOST_VALUES
from twin.lab import naming
from twin.lab.loader import load_site
from twin.lab.naming import asset_names


def _set(*settings: str) -> tuple[str, str]:
    return ("hours: 0.75", f"hours: 0.75, settings: {json.dumps(settings)}")


def _refused(*settings: str) -> dict[str, Fault]:
    """Faults of the exercise with these *settings*, by what there would be too much of."""
    return {fault.message.split(" ", 4)[-1]: fault for fault in faults(_set(*settings))}


def test_a_hub_of_millions_is_refused_before_one_name_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the settings, with how many there would be, how many there may be, and what to do."""

    def never(_group: object) -> tuple[str, ...]:
        raise AssertionError("names are made")

    monkeypatch.setattr(naming, "members", never)
    monkeypatch.setattr("twin.lab.site_file.members", never)
    found = _refused(*(f"site.devices.{kind}.count=1000000" for kind in ("sensor", "camera", "workstation")))
    fault = found["devices and robots"]
    assert (fault.code, fault.place.line) == ("hub-too-large", 3)
    assert "makes 3,000," in fault.message
    assert fault.remedy.startswith("allowed: at most 8,000; set smaller numbers")


@pytest.mark.parametrize(
    ("setting", "noun"),
    [
        ("site.devices.gateway.count=1000000", "devices and robots"),
        ("site.devices.maintenance.count=4000", "links between devices"),
        ("site.devices.temp-chill-1.every_s=0.0001", "readings a second"),
        ("site.devices.amr.traits.visualization_s=0.0001", "readings a second"),
        ("story.surges=[{at_us: 0, orders: 99999999, due_h: 1}]", "order lines"),
        ("plant.orders.batches=" + json.dumps([{"at_hour": 1, "orders": 100_000, "due_h": 1}] * 9), "order lines"),
        ("story.beside=" + json.dumps(["quiet-day"] * 10), "stories at a time"),
        ("story.steps=" + json.dumps(["x"] * MOST_VALUES), "values in settings"),
    ],
)
def test_each_number_that_multiplies_is_counted(setting: str, noun: str) -> None:
    """Whichever setting says it, and though other values of the site are at fault."""
    assert _refused(setting)[noun].code == "hub-too-large"
    assert _refused(setting, "site.title=3")[noun].code == "hub-too-large"


def test_what_grows_only_together_is_counted_together() -> None:
    """Width and height of the floor, orders and hours, names and the devices among which they are looked up."""
    assert set(_refused("plant.floor.width_m=400", "plant.floor.height_m=400")) == {"cells of the floor"}
    [fault] = faults(("hours: 0.75", 'hours: 48, settings: ["plant.orders.per_hour=50000"]'))
    assert fault.message.endswith("order lines")
    many = "story.steps=" + json.dumps(["x"] * 100)
    [fault] = faults(("posture: flat, hours: 0.75", f"posture: flat, site: large, settings: [{json.dumps(many)}]"))
    assert fault.message.endswith("look-ups of words of settings among devices")


def test_settings_that_are_too_many_are_not_even_parsed() -> None:
    """Each would be looked up among the words of the lab."""
    assert set(_refused(*["a.b=1"] * (MOST_VALUES + 1))) == {"settings"}


def test_a_story_that_there_is_not_lets_no_large_site_in() -> None:
    """The site is counted though there is nothing to play on it."""
    found = faults(
        (
            "story: coffee-machine, posture: flat",
            'story: nothing, site: small, settings: ["devices.camera.count=99999"]',
        )
    )
    assert {fault.code for fault in found} == {"hub-too-large"}


def test_numbers_that_are_none_are_left_to_who_reads_them() -> None:
    """No number of hours, no list of orders: faults of their own, and no crash."""
    for setting in ("story.surges=[{orders: .inf}]", "plant=3", "devices=3", "story.surges=x", "story.site=/etc"):
        assert "hub-too-large" not in {fault.code for fault in faults(_set(setting))}


@pytest.mark.parametrize(("site", "more"), [("small", []), ("standard", ["plant.fleet.count=300"]), ("large", [])])
def test_every_site_of_the_lab_can_be_played_on_for_two_days(site: str, more: list[str]) -> None:
    """And the standard one with half as many robots again."""
    said = f"posture: flat, site: {site}, settings: {json.dumps(more)}, hours: 48"
    try:
        loaded = read(("posture: flat, hours: 0.75", said))
    except BadInput as error:
        pytest.fail(str(error))
    robots = 300 if more else load_site(site).plant.fleet.count
    assert sum(group.kind == "amr" for group in asset_names(loaded.inputs.site).values()) == robots
