"""Rooms that contradict themselves are refused, all at once, each at its value."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.lab.written_files import SITE, at, faults_of, position, write
from twin.lab.loader import load_site

ONE = "    - {name: chill-1}\n"
ROWS = [
    ("chill-1, walls: [{to: chill-9, area_m2: 20}]", "missing-reference", "chill-9", "another room", "chill-2"),
    ("chill-1, walls: [{to: chill-1, area_m2: 20}]", "missing-reference", "chill-1, area", "another room", "chill-2"),
    ("chill-1, walls: [{to: chill-2, area_m2: 20}, {to: chill-2, area_m2: 9}]", "contradicts-itself",
     "chill-2, area_m2: 9", "written twice", "one of the two"),
    ("chill-1, walls: [{to: chill-2, area_m2: 0}]", "out-of-range", "0}]", "out of range", "above 0"),
    ("chill-1, u_w_m2k: 0", "no-heat-path", "0}", "no heat path", "0.28"),
    ("chill-1, product_w_k: 0", "no-heat-path", "0}", "product with no heat path", "product_t: 0"),
    ("chill-1, limit_low_c: 8, limit_high_c: 2", "contradicts-itself", "8, limit", "wrong way round",
     "below limit_high_c"),
    ("chill-1, setpoint_c: 7", "contradicts-itself", "7}", "outside the product's limits", "0 to 5"),
    ("chill-1, setpoint_c: 276.65", "mistaken-unit", "276.65", "kelvin", "3.5 degC"),
    ("chill-1, setback: [{setpoint_c: 9}]", "contradicts-itself", "9}]", "outside the product's limits", "0 to 5"),
    ("chill-1, cap_c: 3.5", "contradicts-itself", "3.5}", "below limit_high_c", "at least 5"),
    ("chill-1, product_t: -3", "out-of-range", "-3", "out of range", "0"),
    ("chill-1, excursion_h: 0", "out-of-range", "0}", "out of range", "above 0"),
    ("chill-1, min_on_min: 1500", "mistaken-unit", "1500", "seconds", "did you mean 25 min?"),
    ("chill-1, thermostat: local, control: pi", "contradicts-itself", "pi}", "PI law", "thermostat: none"),
    ("chill-1, alarm_far_k: 1", "contradicts-itself", "1}", "comes before level 3", "alarm_far_k"),
    ("chill-1, alarm_above_k: 0.5", "contradicts-itself", "0.5}", "within the control band of 1.5 K", "above 0.75"),
    ("chill-1, setback: [{from_hour: 3, to_hour: 3, setpoint_c: 3}]", "contradicts-itself", "3, setpoint",
     "ends when it begins", "to_hour: 24"),
    ("chill-1, defrosts_a_day: 24, defrost_min: 60", "contradicts-itself", "60}", "take the whole day", "less than 60"),
    ("chill-1, surface_m2: 100", "contradicts-itself", "100}", "cannot enclose 120 m3", "above 118"),
    ("chill-1, door_m2: 151", "contradicts-itself", "151}", "larger than all surfaces, 150 m2", "smaller door_m2"),
    ("chill-1, door_per_hour: 60, door_s: 90", "contradicts-itself", "90}", "1.5 hours an hour", "at most 60"),
    ("chill-1, thermostat: locl", "not-a-choice", "locl", "not one of the choices", "local"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "code", "place", "quoted", "remedy"), ROWS)
def test_a_room_that_could_not_be_is_refused_at_its_value(
    tmp_path: Path, first: str, code: str, place: str, quoted: str, remedy: str
) -> None:
    """One fault, with the line, what is wrong, and what is allowed."""
    text = SITE.replace(ONE, f"    - {{name: {first}}}\n    - {{name: chill-2}}\n")
    path = write(tmp_path, "tiny.yaml", text)
    (fault,) = faults_of(partial(load_site, path))
    assert fault.code == code
    assert quoted in fault.message
    assert remedy in fault.remedy
    assert at(fault)[0] == position(text, place)[0]


def test_all_faults_of_all_rooms_come_at_once(tmp_path: Path) -> None:
    """Three rooms, three faults, one reading."""
    rooms = ONE.replace("}", ", u_w_m2k: 0}") + "    - {name: b, setpoint_c: 9}\n    - {name: c, cap_c: 1}\n"
    path = write(tmp_path, "tiny.yaml", SITE.replace(ONE, rooms))
    assert sorted(fault.code for fault in faults_of(partial(load_site, path))) == [
        "contradicts-itself", "contradicts-itself", "no-heat-path",
    ]  # fmt: skip


def test_a_room_may_have_its_only_heat_path_through_other_rooms(tmp_path: Path) -> None:
    """A box in a box in the hall is fine; two boxes that have only each other are not."""
    inner = "".join(
        f"    - {{name: {name}, u_w_m2k: 0, walls: [{{to: {beyond}, area_m2: 5}}]}}\n"
        for name, beyond in (("chill-1", "b"), ("b", "c"))
    )
    fine = write(tmp_path, "a.yaml", SITE.replace(ONE, inner + "    - {name: c}\n"))
    assert len(load_site(fine).plant.rooms) == 3
    lost = write(tmp_path, "b.yaml", SITE.replace(ONE, inner + "    - {name: c, u_w_m2k: 0}\n"))
    assert [fault.code for fault in faults_of(partial(load_site, lost))] == ["no-heat-path"] * 3


def test_a_cold_room_is_not_named_as_the_server_room(tmp_path: Path) -> None:
    """Both would be read and reported under one name."""
    text = SITE.replace(ONE, "    - {name: chill-1}\n    - {name: server-room}\n").replace(
        "  fleet:", "  server_room: {racks: 1}\n  fleet:"
    )
    (fault,) = faults_of(partial(load_site, write(tmp_path, "tiny.yaml", text)))
    assert (fault.code, at(fault)[0]) == ("duplicate-name", position(text, "server-room}")[0])
