"""Values changed from the command line."""

from __future__ import annotations

import pytest

from tests.lab.written_files import only
from twin.core.errors import Fault
from twin.lab.loader import load_inputs
from twin.lab.settings import apply_settings, parse_settings
from twin.lab.written import plain
from twin.lab.yaml_places import read_yaml


def test_settings_change_site_story_and_posture() -> None:
    """A bare path finds its file; a list's entry goes by its name; the value is YAML."""
    inputs = load_inputs(
        "compromised-robot",
        "zones",
        settings=[
            "plant.fleet.count=30",
            "site.prices.late_order=20",
            "plant.rooms.chill-1.setpoint_c=3.0",
            "story.hours=0.5",
            "steps.tamper.shift_m=[1.0, 2.0]",
            "ruleset.scan.cadence_s=7",
            "policy.vendor_exceptions=[camera]",
            "response.analysts=0",
        ],
    )
    assert inputs.site.plant.fleet.count == 30
    assert inputs.site.prices.late_order == 20
    assert inputs.site.plant.rooms[0].setpoint_c == 3
    assert inputs.story.hours == 0.5
    assert next(step for step in inputs.story.steps if step.id == "tamper").parameters == {"shift_m": [1.0, 2.0]}
    assert inputs.posture.ruleset[0].parameters["cadence_s"] == 7
    assert inputs.posture.policy.parameters == {"vendor_exceptions": ["camera"]}
    assert inputs.posture.response.analysts == 0


@pytest.mark.parametrize(
    ("setting", "code", "quoted", "remedy"),
    [
        ("plant.flet.count=3", "unknown-key", "plant.flet", "did you mean fleet?"),
        ("plant.fleet.cuont=3", "unknown-key", "cuont", "did you mean count?"),
        ("fleet.count=3", "unknown-setting", "fleet.count", "did you mean plant.fleet.count?"),
        ("zzz=3", "unknown-setting", "zzz", "known:"),
        ("title=x", "bad-setting", "more than one file", "site.title or story.title or posture.title"),
        ("plant.fleet.count", "bad-setting", "not path=value", "plant.fleet.count=30"),
        ("plant..count=3", "bad-setting", "not path=value", "plant.fleet.count=30"),
        ("plant.fleet.count=abc", "wrong-type", '"abc"', "a whole number"),
        ("plant.fleet.count=-1", "out-of-range", "-1", "from 1 to 5000"),
        ("plant.fleet.turn_s=2000", "mistaken-unit", "2000", "2 s"),
        ("plant.fleet.count=.nan", "wrong-type", "nan", "a whole number"),
        ("plant.fleet.count=[1", "bad-yaml", "plant.fleet.count", "value after ="),
        ("plant.fleet.count=", "missing-value", "plant.fleet.count", "value after ="),
        ("plant.fleet.count=!!python/name:os.x 1", "tag-refused", "!!python/name:os.x", "value after ="),
        ("plant.rooms.chil-1.setpoint_c=3", "unknown-setting", '"chil-1"', "did you mean chill-1?"),
        ("plant.rooms.9.setpoint_c=3", "unknown-setting", '"9"', "chill-1"),
        ("steps.tampr.shift_m=[1, 1]", "unknown-setting", '"tampr"', "did you mean tamper?"),
        ("hours.x=1", "unknown-setting", "holds one value", "set hours itself"),
        ("ruleset.scan.cadense_s=1", "unknown-parameter", "cadense_s", "did you mean cadence_s?"),
        ("site=smal", "unknown-site", '"smal"', "did you mean small?"),
    ],
)
def test_a_wrong_setting_is_a_fault_at_the_flag(setting: str, code: str, quoted: str, remedy: str) -> None:
    """Path and value are named, and the nearest of what there is."""
    fault = only(lambda: load_inputs("compromised-robot", "zones", settings=[setting]))
    assert (fault.place.source, fault.code) == ("--set", code)
    assert quoted in fault.message
    assert remedy in fault.remedy


def test_one_value_is_not_set_twice() -> None:
    """Also not by a flag of its own: the later would silently win."""
    twice = ["plant.fleet.count=8", "site.plant.fleet.count=9"]
    fault = only(lambda: load_inputs("quiet-day", "zones", settings=twice))
    assert (fault.place.source, fault.code) == ("--set", "set-twice")
    fault = only(lambda: load_inputs("quiet-day", "zones", settings=["hours=1"], hours=2))
    assert (fault.place.source, fault.code) == ("--hours", "set-twice")


def test_an_entry_goes_by_number_or_label_and_new_keys_are_made() -> None:
    """What the file leaves out can be set; the schema decides whether it exists."""
    document, _ = read_yaml("steps: [{id: a, x: 1}, {kind: b}]", "s.yaml")
    faults: list[Fault] = []
    settings = parse_settings(["story.steps.0.x=2", "story.steps.b.y=3", "story.new.deep=4", "site.q=5"], faults)
    made = apply_settings("story", document, settings, faults)
    assert plain(made) == {"steps": [{"id": "a", "x": 2}, {"kind": "b", "y": 3}], "new": {"deep": 4}}
    assert faults == []
    assert [setting.path for setting in settings][:2] == ["story.steps.0.x", "story.steps.b.y"]
