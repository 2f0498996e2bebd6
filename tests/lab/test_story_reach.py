"""Steps that can never begin are found before anything runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.written_files import STORY, at, faults_of, inside, only, write
from twin.lab.loader import load_inputs, load_story

HEAD = STORY[: STORY.index("  - ")]
PHISH = '  - {id: phish, kind: service_port, on: ws-01, way: phishing, minutes: 5, at: "00:10"}\n'
SCAN = "  - {id: scan, kind: port_scan, on: dc-01, after: phish, ports: 100, rate_per_s: 0.5}\n"


def test_a_scan_wins_nothing_that_a_step_could_be_on(tmp_path: Path) -> None:
    """The kinds that do are named."""
    text = HEAD + PHISH + SCAN + "  - {id: more, kind: port_scan, on: won, after: scan}\n"
    fault = only(lambda: load_story(write(tmp_path, "s.yaml", text)))
    assert (fault.code, at(fault)) == ("never-comes", inside(text, "id: more", "won"))
    assert "port_scan takes nothing" in fault.message
    assert "service_port" in fault.remedy


def test_what_was_won_is_not_what_failed(tmp_path: Path) -> None:
    """A step that waits for a failure has nothing to be on."""
    text = HEAD + PHISH + "  - {id: more, kind: default_credentials, on: won, after: {failed: phish}}\n"
    assert only(lambda: load_story(write(tmp_path, "s.yaml", text))).code == "never-comes"


@pytest.mark.parametrize(("minutes", "faults"), [(44, []), (46, ["never-comes"])])
def test_an_end_after_the_story_s_never_comes(tmp_path: Path, minutes: int, faults: list[str]) -> None:
    """Phished at 15 min at the earliest, a beacon of so many minutes, in a story of one hour."""
    beacon = f"  - {{id: ask, kind: dns_beacon, on: ws-02, at: 15 min, minutes: {minutes}, cause: update}}\n"
    text = HEAD + PHISH + beacon + "  - {id: then, kind: port_scan, on: dc-01, from: ws-01, after: ask}\n"
    path = write(tmp_path, "s.yaml", text)
    assert [fault.code for fault in faults_of(lambda: load_story(path))] == faults


def test_delays_and_durations_add_up_along_a_chain(tmp_path: Path) -> None:
    """10 + 5 to the foothold, 30 of delay, 200 s of scan, 15 of delay: past the hour, and the fault says when."""
    chain = SCAN.replace("after: phish", "after: phish, delay: 30 min")
    text = HEAD + PHISH + chain + "  - {id: end, kind: port_scan, on: ws-02, after: scan, delay: 15 min}\n"
    fault = only(lambda: load_story(write(tmp_path, "s.yaml", text)))
    assert at(fault) == inside(text, "id: end", "scan, delay")
    assert "48 min 20 s after the start at the earliest" in fault.message


def test_a_story_that_is_cut_short_on_purpose_is_no_fault(tmp_path: Path) -> None:
    """Hours on the command line are another matter than hours in the file."""
    text = HEAD + PHISH + SCAN
    path = write(tmp_path, "s.yaml", text)
    assert load_inputs(path, "flat", hours=0.1).story.hours == 0.1
    short = write(tmp_path, "t.yaml", text.replace("hours: 1", "hours: 0.1"))
    assert [fault.code for fault in faults_of(lambda: load_story(short))] == ["never-comes"]
