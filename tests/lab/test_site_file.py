"""Sites whose parts do not fit together."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.lab.written_files import SITE, at, faults_of, only, position, write
from twin.lab.loader import load_site

SENSOR = "room: chill-1, gateway: gateway-01, measures: temperature_c"
ROWS = [
    (
        "{kind: gateway}",
        "{kind: gatway}",
        "unknown-kind",
        "gatway",
        '"gatway" is not a device',
        "did you mean gateway?",
    ),
    (SENSOR, SENSOR.replace("chill-1", "chil-1"), "missing-reference", "chil-1", "a room of this site", "chill-1"),
    (SENSOR, SENSOR.replace("gateway-01", "gateway-1"), "missing-reference", "gateway-1", "a gateway", "gateway-01"),
    (
        SENSOR,
        SENSOR.replace("temperature_c", "temperature"),
        "missing-reference",
        "temperature",
        "quantity",
        "temperature_c",
    ),
    ("function: cold_chain", "function: cold", "missing-reference", "cold}", "a function", "cold_chain"),
    (
        "{kind: gateway}",
        "{kind: gateway, traits: {physical_prt: true}}",
        "unknown-trait",
        "physical_prt",
        "no trait",
        "did you mean physical_port?",
    ),
    (
        "{kind: amr}",
        "{kind: amr, count: 4}",
        "count-elsewhere",
        "{kind: amr, count",
        "how many robots",
        "plant.fleet.count",
    ),
    (", room: chill-1,", ",", "missing-key", "{kind: sensor", "room is missing", "add room"),
    ("name: broker-robots", "name: broker-x", "unmet-need", "{kind: amr", '"broker-robots"', "name: broker-robots"),
    (
        "    - {name: chill-1}",
        "    - {name: chill-1}\n    - {name: chill-1}",
        "duplicate-name",
        "",
        "a room",
        "another name",
    ),
]


@pytest.mark.parametrize(("old", "new", "code", "place", "quoted", "remedy"), ROWS)
def test_what_does_not_fit_together_is_named(
    tmp_path: Path, old: str, new: str, code: str, place: str, quoted: str, remedy: str
) -> None:
    """Kinds, rooms, gateways, traits, names and needs are looked up; what is missing is a fault at the word."""
    text = SITE.replace(old, new)
    path = write(tmp_path, "tiny.yaml", text)
    faults = [fault for fault in faults_of(lambda: load_site(path)) if fault.code == code]
    assert len(faults) == 1
    assert faults[0].place.source == str(path)
    assert quoted in faults[0].message
    assert remedy in faults[0].remedy
    if place:
        where = position(text, place)
        assert at(faults[0])[0] == where[0]


def test_a_good_site_has_no_fault_and_takes_the_name_of_its_file(tmp_path: Path) -> None:
    """``name`` may be left out."""
    assert load_site(write(tmp_path, "My_Hub 2.yaml", SITE)).name == "my-hub-2"


@pytest.mark.parametrize("kind", ["fleet_manager", "load_balancer", "thermostat", "wms"])
def test_a_second_one_of_what_a_hub_uses_once_is_a_fault(tmp_path: Path, kind: str) -> None:
    """It would stand there and do nothing: in one group or in two, the group that is too much is named."""
    for number, text in enumerate(
        [f"  - {{kind: {kind}, count: 2}}\n", f"  - {{kind: {kind}}}\n  - {{kind: {kind}, name: other}}\n"]
    ):
        path = write(tmp_path, f"tiny{number}.yaml", SITE + text)
        faults = [fault for fault in faults_of(partial(load_site, path)) if fault.code == "too-many"]
        assert len(faults) == 1
        assert faults[0].message.endswith(f"a hub uses 1 {kind}, and here there are 2")
        assert faults[0].place.line == (SITE + text).count("\n")


def test_two_groups_that_give_one_name_collide(tmp_path: Path) -> None:
    """dns-01 twice: the second group is told which line took the name."""
    text = SITE + "  - {kind: dns_resolver, name: dns-01, numbered: false}\n"
    fault = only(lambda: load_site(write(tmp_path, "tiny.yaml", text)))
    assert fault.code == "duplicate-name"
    assert '"dns-01"' in fault.message
    assert fault.place.line == text.count("\n")


def test_faults_of_shape_and_of_reference_come_together(tmp_path: Path) -> None:
    """A reader mends a file once, not once a kind of check."""
    text = (
        SITE.replace("count: 3", "count: 0")
        .replace("room: chill-1", "room: chil")
        .replace("kind: dns_r", "kind: dnz_r")
    )
    codes = {fault.code for fault in faults_of(lambda: load_site(write(tmp_path, "tiny.yaml", text)))}
    assert {"out-of-range", "missing-reference", "unknown-kind"} <= codes


def test_the_server_room_is_a_room_where_there_is_one(tmp_path: Path) -> None:
    """``room: server-room`` needs ``plant.server_room``."""
    more = "  - {kind: thermostat, room: server-room}\n  - {kind: load_balancer}\n"
    assert only(lambda: load_site(write(tmp_path, "a.yaml", SITE + more))).code == "missing-reference"
    with_room = SITE.replace("plant:\n", "plant:\n  server_room: {racks: 1}\n") + more
    assert load_site(write(tmp_path, "b.yaml", with_room)).plant.server_room is not None


def test_the_fleet_s_robots_need_their_peers_also_where_no_group_lists_them(tmp_path: Path) -> None:
    """They are there: the fleet says so."""
    text = SITE.partition("devices:")[0] + "devices: []\n"
    faults = faults_of(lambda: load_site(write(tmp_path, "s.yaml", text)))
    assert {fault.code for fault in faults} == {"unmet-need"}
    assert {at(fault) for fault in faults} == {position(text, "[]")}
