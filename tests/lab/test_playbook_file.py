"""Playbooks with a mistake: each is one fault, at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.written_files import POSTURE, at, faults_of, only, position, write
from twin.lab.check import check_paths
from twin.lab.find import scenario_names
from twin.lab.loader import load_inputs, load_playbook, load_posture
from twin.lab.playbook import Playbook
from twin.responses import RESPONSES

BOOK = """\
format: 1
type: mitigation
description: Slow, then stop.
trigger: {levels: [high], functions: [robots], detectors: [scan], techniques: [T0836], entities: ["amr-*"]}
workflow:
  - {id: slow, action: {kind: slow_fleet, speed_share: 0.5}, target: fleet, on_failure: stop}
  - id: stop
    action: {kind: stop_robot}
    target: entity
    only_if: {levels: [critical]}
    otherwise: end
    approver: tier-1
"""
NAMED = POSTURE[: POSTURE.index("    - {name")].rstrip() + " [isolate-on-high, {path}]\n"


def test_a_good_playbook_reads_as_it_was_meant(tmp_path: Path) -> None:
    """Its name is its file's; every action carries its parameters."""
    book = load_playbook(write(tmp_path, "slow-then-stop.yaml", BOOK))
    assert (book.name, [step.id for step in book.workflow]) == ("slow-then-stop", ["slow", "stop"])
    assert dict(book.workflow[0].action.parameters) == {"speed_share": 0.5}


@pytest.mark.parametrize(
    ("old", "new", "code", "place", "remedy"),
    [
        ("kind: slow_fleet", "kind: slow_fleat", "unknown-kind", "slow_fleat", "did you mean slow_fleet?"),
        ("speed_share: 0.5", "speed_shar: 0.5", "unknown-parameter", "speed_shar", "speed_share"),
        ("speed_share: 0.5", "speed_share: -1", "out-of-range", "-1}", "allowed: above 0 to 1"),
        ("type: mitigation", "type: mitigate", "not-a-choice", "mitigate", "did you mean mitigation?"),
        ("target: fleet", "target: room", "wrong-target", "room,", "it takes fleet"),
        ("target: fleet", "target: flete", "not-a-choice", "flete", "did you mean fleet?"),
        ("target: fleet", "target: fleet, on: amr", "wrong-target", "amr, on_f", "target or on"),
        ("kind: slow_fleet, speed_share: 0.5", "kind: restore_tap", "wrong-target", "fleet, on", "with on:"),
        ("on_failure: stop", "on_failure: stopp", "missing-reference", "stopp", "did you mean stop?"),
        ("on_failure: stop", "on_success: end", "step-never-reached", "stop\n", "on_success"),
        ("otherwise: end", "otherwise: slow", "workflow-cycle", "slow,", "end"),
        ("on_failure: stop", "otherwise: stop", "step-never-reached", "stop}", "only_if"),
        ("id: stop\n", "id: slow\n", "duplicate-name", "slow\n", "another name"),
        ("functions: [robots]", "functions: [robot]", "missing-reference", "robot]", "did you mean robots?"),
        ("detectors: [scan]", "detectors: [skan]", "missing-reference", "skan", "did you mean scan?"),
        ("techniques: [T0836]", "techniques: [T0839]", "unknown-technique", "T0839", "twin explain"),
        ("levels: [critical]", "levels: [worst]", "not-a-choice", "worst", "known:"),
        ("approver: tier-1", "aprover: tier-1", "unknown-key", "aprover", "did you mean approver?"),
        ("workflow:", "workflw:", "unknown-key", "workflw", "did you mean workflow?"),
    ],
)  # fmt: skip
def test_each_fault_has_place_and_remedy(
    tmp_path: Path, old: str, new: str, code: str, place: str, remedy: str
) -> None:
    """One mistake, one fault (a misspelt workflow is also a missing one)."""
    text = BOOK.replace(old, new)
    path = write(tmp_path, "playbooks/odd.yaml", text)
    faults = [fault for fault in faults_of(lambda: load_playbook(path)) if fault.code != "missing-key"]
    if new.startswith("target: fleet, on") or code == "duplicate-name":
        faults = [fault for fault in faults if fault.code == code]
    assert [fault.code for fault in faults] == [code], [str(fault) for fault in faults]
    assert remedy in faults[0].remedy
    assert faults[0].place.source == str(path)
    if place not in ("stop}", "fleet, on"):
        assert at(faults[0]) == position(text, place)
    assert faults[0] in check_paths([path])


def test_all_faults_of_a_playbook_come_at_once(tmp_path: Path) -> None:
    """Trigger, action, target and way."""
    text = BOOK.replace("robots", "robot").replace("slow_fleet", "slow_fleat").replace("stop}", "stopp}")
    found = faults_of(lambda: load_playbook(write(tmp_path, "x.yaml", text.replace("target: entity", "target: zone"))))
    assert [fault.code for fault in found] == ["missing-reference", "unknown-kind", "missing-reference", "wrong-target"]


def test_a_ring_is_told_with_its_steps(tmp_path: Path) -> None:
    """In order, and closed."""
    text = BOOK.replace("otherwise: end", "on_success: slow")
    fault = only(lambda: load_playbook(write(tmp_path, "x.yaml", text)))
    assert "slow -> stop -> slow" in fault.message


def test_a_posture_names_playbooks_or_writes_them_out(tmp_path: Path) -> None:
    """By name or path; a fault in a named file is that file's."""
    path = write(tmp_path, "slow-then-stop.yaml", BOOK)
    posture = write(tmp_path, "p.yaml", NAMED.replace("{path}", str(path)))
    assert [book.name for book in load_posture(posture).response.playbooks] == ["isolate-on-high", "slow-then-stop"]
    write(tmp_path, "slow-then-stop.yaml", BOOK.replace("kind: stop_robot", "kind: stop_robots"))
    fault = only(lambda: load_posture(posture))
    assert (fault.code, fault.place.source) == ("unknown-kind", str(path))


def test_a_playbook_of_another_name_is_not_found(tmp_path: Path) -> None:
    """The nearest is named, at the posture's line."""
    text = NAMED.replace(", {path}", "").replace("isolate-on-high", "isolate-on-hihg")
    fault = only(lambda: load_posture(write(tmp_path, "p.yaml", text)))
    assert (fault.code, at(fault)) == ("unknown-playbook", position(text, "isolate-on-hihg"))
    assert "did you mean isolate-on-high?" in fault.remedy


@pytest.mark.parametrize(
    ("plan", "approver", "right"),
    [
        ("analysts: 2", "tier-1", True),
        ("analysts: 2", "analyst", True),
        ("analysts: 2", "tier-2", False),
        ("analysts: 0", "tier-1", False),
        ("team: [{name: desk}, {name: lead, tier: 2}]", "lead", True),
        ("team: [{name: desk}, {name: lead, tier: 2}]", "tier-2", True),
        ("team: [{name: desk}, {name: lead, tier: 2}]", "boss", False),
    ],
)
def test_whoever_approves_is_on_the_plan(tmp_path: Path, plan: str, approver: str, right: bool) -> None:
    """A step that waits for nobody is never taken."""
    path = write(tmp_path, "b.yaml", BOOK.replace("approver: tier-1", f"approver: {approver}"))
    text = NAMED.replace("{path}", str(path)).replace("analysts: 2", plan)
    found = faults_of(lambda: load_posture(write(tmp_path, "p.yaml", text)))
    assert [fault.code for fault in found] == ([] if right else ["nobody-approves"])


@pytest.mark.parametrize(
    ("old", "new", "wrong"), [('"amr-*"', "'arm-*'", "'arm-*'"), ("target: entity", "on: amr-07", "amr-07")]
)
def test_assets_are_looked_up_on_the_site(tmp_path: Path, old: str, new: str, wrong: str) -> None:
    """Once, where posture and site come together."""
    text = BOOK.replace(old, new)
    path = write(tmp_path, "b.yaml", text)
    posture = write(tmp_path, "p.yaml", NAMED.replace("{path}", str(path)))
    assert faults_of(lambda: load_posture(posture)) == ()
    fault = only(lambda: load_inputs("quiet-day", posture))
    assert (fault.code, fault.place.source, at(fault)) == ("missing-reference", str(path), position(text, wrong))


@pytest.mark.parametrize("name", scenario_names("playbook"))
def test_every_playbook_of_the_lab_is_sound_and_says_what_it_is_for(name: str) -> None:
    """In one line that a list can show; its actions take the parameters that it gives them."""
    book: Playbook = load_playbook(name)
    assert book.name == name
    assert 20 <= len(book.description) <= 130
    for step in book.workflow:
        assert RESPONSES[step.action.kind](**step.action.parameters).staff_min > 0


def test_there_are_playbooks_for_every_kind_of_trouble() -> None:
    """At least eight beside those that the watched postures name."""
    usual = {book.name for book in load_posture("zones").response.playbooks}
    assert len(set(scenario_names("playbook")) - usual) >= 8
