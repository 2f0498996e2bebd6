"""Postures with kinds that are on no shelf."""

from __future__ import annotations

from pathlib import Path

import pytest

import twin
from tests.lab.written_files import POSTURE, at, faults_of, only, position, write
from twin.lab.loader import load_inputs, load_posture

ROWS = [
    ("kind: zones", "kind: zonez", "unknown-kind", "zonez", "not a policy", "did you mean zones?"),
    (
        "kind: zones",
        "kind: zones, vendor_exception: []",
        "unknown-parameter",
        "vendor_exception:",
        "no parameter",
        "vendor_exceptions",
    ),
    ("kind: scan", "kind: skan", "unknown-kind", "skan", "not a detector", "did you mean scan?"),
    ("cadence_s: 5", "cadence_s: 0.001", "out-of-range", "0.001", "0.001", "from 1 to 3600"),
    ("cadence_s: 5", "cadense_s: 5", "unknown-parameter", "cadense_s", "no parameter", "did you mean cadence_s?"),
    (
        "isolate_device",
        "isolate_devise",
        "unknown-kind",
        "isolate_devise",
        "not a response",
        "did you mean isolate_device?",
    ),
    ("levels: [high]", "levels: [hihg]", "not-a-choice", "hihg", '"hihg"', "did you mean high?"),
    ("levels: [high]", "functions: [robot]", "missing-reference", "robot]", "a function", "did you mean robots?"),
    ("approval_min: 5", "approval_min: 9000", "mistaken-unit", "9000", "seconds", "150 min"),
    ("approval_min: 5", "approvl_min: 5", "unknown-key", "approvl_min", "no key", "did you mean approval_min?"),
    ("analysts: 2", "analysts: two", "wrong-type", "two", '"two"', "a whole number"),
    ("policy: {kind: zones}\n", "", "missing-key", "format", "policy is missing", "add policy"),
    ("policy: {kind: zones}", "policy: zones", "wrong-type", "zones\n", '"zones"', "a mapping"),
    ("{kind: scan, cadence_s: 5}", "{cadence_s: 5}", "missing-key", "{cadence_s", "kind is missing", "add kind"),
]


@pytest.mark.parametrize(("old", "new", "code", "place", "quoted", "remedy"), ROWS)
def test_each_fault_of_a_posture_has_place_value_and_remedy(
    tmp_path: Path, old: str, new: str, code: str, place: str, quoted: str, remedy: str
) -> None:
    """One mistake in policy, ruleset or response plan is one fault at its line and column."""
    text = POSTURE.replace(old, new)
    path = write(tmp_path, "odd.yaml", text)
    fault = only(lambda: load_posture(path))
    assert (fault.code, fault.place.source, at(fault)) == (code, str(path), position(text, place))
    assert quoted in fault.message
    assert remedy in fault.remedy


def test_a_good_posture_reads_as_it_was_meant(tmp_path: Path) -> None:
    """Each kind carries its parameters."""
    posture = load_posture(write(tmp_path, "mine.yaml", POSTURE))
    assert (posture.name, posture.policy.kind, dict(posture.policy.parameters)) == ("mine", "zones", {})
    assert dict(posture.ruleset[0].parameters) == {"cadence_s": 5}
    assert posture.response.playbooks[0].workflow[0].action.kind == "isolate_device"


def test_two_playbooks_with_one_name_collide(tmp_path: Path) -> None:
    """A decision names its playbook, so names are unique."""
    last = POSTURE.splitlines()[-1]
    fault = only(lambda: load_posture(write(tmp_path, "a.yaml", POSTURE + last + "\n")))
    assert (fault.code, fault.place.line) == ("duplicate-name", POSTURE.count("\n") + 1)


def test_faults_of_all_parts_come_at_once(tmp_path: Path) -> None:
    """Policy, ruleset and plan are checked in one go."""
    text = POSTURE.replace("zones}", "zonez}").replace("scan", "skan").replace("isolate_device", "x").replace("2", "-2")
    codes = [fault.code for fault in faults_of(lambda: load_posture(write(tmp_path, "a.yaml", text)))]
    assert codes == ["unknown-kind", "unknown-kind", "out-of-range", "unknown-kind"]


def test_an_exception_names_a_kind_or_an_asset(tmp_path: Path) -> None:
    """One that fits nothing grants nothing, and nobody would notice."""
    text = POSTURE.replace("{kind: zones}", "{kind: zones, vendor_exceptions: [camera, coffee-01, hvac-clod]}")
    path = write(tmp_path, "p.yaml", text)
    fault = only(lambda: load_inputs("quiet-day", path))
    assert (fault.code, at(fault)) == ("missing-reference", position(text, "hvac-clod"))
    assert "did you mean hvac-cloud?" in fault.remedy


@pytest.mark.parametrize("listed", ["unregistered", "without_supplicant"])
def test_who_is_let_in_is_named_by_kind_asset_or_function(tmp_path: Path, listed: str) -> None:
    """A name that fits nobody keeps nobody out, and nobody would notice."""
    admission = f"admission: {{by: 802.1x, {listed}: [camera, coffee-01, video, coffe-01]}}"
    text = POSTURE.replace("{kind: zones}", f"{{kind: zones, {admission}}}")
    path = write(tmp_path, "p.yaml", text)
    fault = only(lambda: load_inputs("quiet-day", path))
    assert (fault.code, at(fault)) == ("missing-reference", position(text, "coffe-01"))
    assert "did you mean coffee-01?" in fault.remedy


TAPPED = POSTURE + "taps: [{at: core, capacity_mbps: 100}, {at: sw-cold}]\n"


@pytest.mark.parametrize(
    ("old", "new", "code", "place", "quoted", "remedy"),
    [
        ("sw-cold", "sw-cald", "missing-reference", "sw-cald", '"sw-cald"', "did you mean sw-cold?"),
        ("sw-cold", "core", "duplicate-name", "core}]", '"core"', "another name"),
        ("capacity_mbps: 100", "capacity_mbps: 0", "out-of-range", "0}", "0 is", "above 0"),
        ("capacity_mbps", "capacity_gbps", "unknown-key", "capacity_gbps", "no key", "did you mean capacity_mbps?"),
        ("at: sw-cold", "capacity_mbps: 1", "missing-key", "{capacity_mbps: 1}", "at is missing", "add at"),
    ],
)
def test_each_fault_of_the_taps_has_place_value_and_remedy(
    tmp_path: Path, old: str, new: str, code: str, place: str, quoted: str, remedy: str
) -> None:
    """A place that the site does not have, or has twice; a port that carries nothing."""
    text = TAPPED.replace(old, new)
    path = write(tmp_path, "odd.yaml", text)
    fault = only(lambda: load_inputs("quiet-day", path))
    assert (fault.code, at(fault)) == (code, position(text, place))
    assert quoted in fault.message
    assert remedy in fault.remedy


def test_taps_are_the_usual_ones_those_that_are_written_or_none(tmp_path: Path) -> None:
    """Left out is not the same as empty."""
    assert load_posture(write(tmp_path, "a.yaml", POSTURE)).taps is None
    assert load_posture(write(tmp_path, "b.yaml", POSTURE + "taps: []\n")).taps == ()
    taps = load_posture(write(tmp_path, "c.yaml", TAPPED)).taps or ()
    assert [(tap.at, tap.capacity_mbps) for tap in taps] == [("core", 100.0), ("sw-cold", None)]


def test_nobody_listens_under_a_posture_without_taps(tmp_path: Path) -> None:
    """What is left are the lines of enforcement points."""
    path = write(tmp_path, "deaf.yaml", POSTURE + "taps: []\n")
    run = twin.run("quiet-day", path, hours=0.1)
    assert {row["tap"] for row in run.log.records("flow")} <= {"enforcement"}
    assert run.rows["tap_health"] == 0


def test_more_taps_than_a_row_can_tell_apart_are_refused(tmp_path: Path) -> None:
    """At the list, with how many it may be."""
    text = POSTURE + "taps: [" + ", ".join(f"{{at: sw-{number}}}" for number in range(63)) + "]\n"
    fault = only(lambda: load_posture(write(tmp_path, "many.yaml", text)))
    assert (fault.code, at(fault)) == ("wrong-length", position(text, "[{at: sw-0}"))
    assert "63 entries, and at most 62" in fault.message
    assert "62 places at most" in fault.remedy
