"""Plants whose numbers contradict each other: refused at the number to change, with what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.written_files import SITE, at, faults_of, only, position, write
from twin.core.errors import Fault
from twin.lab.find import find
from twin.lab.loader import load_site

FLEET = "fleet: {count: 3}"


def refused(folder: Path, old: str, new: str) -> tuple[str, Fault]:
    """The text with *new* for *old*, and the one fault that it has."""
    text = SITE.replace(old, new)
    assert text != SITE
    return text, only(lambda: load_site(write(folder, "s.yaml", text)))


def test_a_fleet_fits_its_floor(tmp_path: Path) -> None:
    """Two bays a robot; the message names the largest fleet, and that one is taken."""
    text, fault = refused(tmp_path, FLEET, "fleet: {count: 4000}")
    assert (fault.code, at(fault)) == ("does-not-fit", position(text, "4000"))
    most = fault.remedy.partition("at most ")[2].partition(",")[0]
    load_site(write(tmp_path, "t.yaml", text.replace("4000", most)))


@pytest.mark.parametrize("key", ["pick_stations", "replenish_stations"])
def test_stations_lie_within_reach(tmp_path: Path, key: str) -> None:
    """A floor has only so much side; the message names the most that fit, and that many are taken."""
    text, fault = refused(tmp_path, FLEET, f"floor: {{{key}: 200}}\n  {FLEET}")
    assert (fault.code, at(fault)) == ("does-not-fit", position(text, "200"))
    assert f"200 {key.replace('_', ' ')}" in fault.message
    most = int(fault.remedy.partition("at most ")[2].partition(",")[0])
    load_site(write(tmp_path, "t.yaml", text.replace("200", str(most))))
    assert faults_of(lambda: load_site(write(tmp_path, "u.yaml", text.replace("200", str(most + 1)))))


def test_chargers_lie_within_reach(tmp_path: Path) -> None:
    """The same for chargers."""
    floor = "floor: {width_m: 12, height_m: 40, pick_stations: 1, replenish_stations: 0, chargers: 400}"
    text, fault = refused(tmp_path, FLEET, f"{floor}\n  {FLEET}")
    assert (fault.code, at(fault)) == ("does-not-fit", position(text, "400"))


@pytest.mark.parametrize(
    ("part", "value", "words", "remedy"),
    [
        ("fleet: {count: 3, charge_below: 0.9, charge_to: 0.5}", "0.5", "not above charge_below, 0.9", "more than 0.9"),
        ("fleet: {count: 3, charge_kw: 0.05}", "0.05", "cannot fill a robot that draws 60 W", "more than 0.06 kW"),
        ("server_room: {trip_c: 30}", "30", "does not lie above throttle_c, 32", "drain_c < throttle_c < trip_c"),
        ("server_room: {setpoint_c: 28}", "{set", "does not lie above setpoint_c, 28", "setpoint_c < drain_c"),
        ("server_room: {idle_kw: 9}", "9", "more than full_kw, 6", "write at most 6"),
        (
            f"orders: {{day_profile: [{', '.join(['0'] * 24)}]}}",
            "[0, 0",
            "no hour of the day has any orders",
            "a factor above 0",
        ),
        (f"orders: {{day_profile: [-1{', 1' * 23}]}}", "-1", "day_profile[0]: -1 is out of range", "allowed: from 0"),
        (f"orders: {{day_profile: [25{', 1' * 23}]}}", "25", "day_profile[0]: 25 is out of range", "from 0 to 24"),
        (
            "fleet: {count: 3, emergency_mps2: 0.5}",
            "0.5",
            "0.5 m/s2 are softer than braking, 1",
            "at or above braking_mps2",
        ),
        ("fleet: {count: 3, field_bands_mps: [-0.3, 0.8]}", "-0.3", "-0.3 is out of range", "above 0"),
        ("sensor: {low_c: 50, high_c: 10}", "50", "the wrong way round: 50 to 10 degC", "low_c below high_c"),
        (
            "orders: {restock_every_lines: 9}\n  floor: {replenish_stations: 0}",
            "9}",
            "no station for it",
            "leave this key out",
        ),
    ],
)
def test_numbers_that_contradict_each_other_are_named_both(
    tmp_path: Path, part: str, value: str, words: str, remedy: str
) -> None:
    """At the one that is written, with the other and what would be right."""
    lines = part if part.startswith("fleet") else f"{part}\n  {FLEET}"
    text, fault = refused(tmp_path, FLEET, lines)
    assert fault.place.line == position(text, value)[0]
    assert words in fault.message
    assert remedy in fault.remedy


def test_all_faults_of_a_file_come_at_once(tmp_path: Path) -> None:
    """A reader who wrote ten wrong things about the small hub mends them in one go."""
    text = find("site", "small").read_text(encoding="utf-8")
    wrong = {
        "ambient_c: 20 ": "ambient_c: 293.15 ",
        "width_m: 32 ": "width_m: 32000 ",
        "chargers: 4 ": "chargers: -1 ",
        "    count: 20 ": "    speed_empty_mps: 5.4\n    mass_kg: -150\n    charge_below: 25\n    count: 20 ",
        "walkers: 4 ": "walkers: four ",
        "volume_m3: 120 ": "setpoint_c: 276.65\n      volume_m3: 120 ",
        "room: chill-1, gateway: gateway-03": "room: chil-1, gateway: gateway-03",
        "{kind: printer}": "{kind: prnter}",
    }
    for old, new in wrong.items():
        assert old in text
        text = text.replace(old, new, 1)
    faults = faults_of(lambda: load_site(write(tmp_path, "s.yaml", text)))
    assert [fault.code for fault in faults] == [
        "mistaken-unit",  # ambient_c in kelvin
        "mistaken-unit",  # width_m in centimetres
        "out-of-range",  # chargers
        "mistaken-unit",  # km/h
        "out-of-range",  # mass_kg
        "mistaken-unit",  # percent
        "wrong-type",  # walkers
        "mistaken-unit",  # setpoint_c in kelvin
        "missing-reference",  # chil-1
        "unknown-kind",  # prnter
    ]
    assert all(fault.place.line and fault.remedy for fault in faults)


def test_what_works_badly_is_no_fault(tmp_path: Path) -> None:
    """More chargers than robots, more demand than anybody can serve: described, not refused."""
    text = SITE.replace(FLEET, f"{FLEET}\n  floor: {{chargers: 9}}\n  orders: {{per_hour: 9000}}")
    assert load_site(write(tmp_path, "s.yaml", text)).plant.floor.chargers == 9
