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


@pytest.mark.parametrize(
    ("when", "word"),
    [('"01:00"', '"01:00"'), ('{from: "01:00", to: "02:00"}', "{from"), ("{one_of: [61 min, 2 h]}", "{one_of")],
)
def test_a_time_after_the_end_never_comes(tmp_path: Path, when: str, word: str) -> None:
    """Nor does a range of such times; the fault is at the time."""
    text = HEAD + PHISH.replace('"00:10"', when)
    fault = only(lambda: load_story(write(tmp_path, "s.yaml", text)))
    assert (fault.code, at(fault)) == ("never-comes", inside(text, "at:", word))
    assert ("the story ends after 1 h 0 min" in fault.message, "raise hours:" in fault.remedy) == (True, True)


def test_a_range_that_some_seed_may_tell_is_no_fault(tmp_path: Path) -> None:
    """From before the end to after it."""
    text = HEAD + PHISH.replace('"00:10"', '{from: "00:50", to: "02:00"}')
    assert faults_of(lambda: load_story(write(tmp_path, "s.yaml", text))) == ()


def test_whoever_waits_for_what_never_begins_is_not_told_again(tmp_path: Path) -> None:
    """One cause, one fault: moving the first step earlier mends both."""
    text = HEAD + PHISH.replace('"00:10"', '"05:00"') + SCAN
    assert at(only(lambda: load_story(write(tmp_path, "s.yaml", text)))) == inside(text, "id: phish", '"05:00"')


def test_a_step_that_is_sound_is_looked_at_whatever_else_is_wrong(tmp_path: Path) -> None:
    """A wrong key, a missing asset and a ring of other steps hide nothing."""
    ring = (
        "  - {id: one, kind: port_scan, on: dc-01, after: two}\n  - {id: two, kind: port_scan, on: dc-01, after: one}\n"
    )
    text = HEAD + PHISH + '  - {id: late, kind: service_port, on: ws-02, at: "05:00"}\n' + ring
    text += '  - {id: bad, kind: port_scann, on: ws-99, at: "00:01"}\n'
    codes = {fault.code for fault in faults_of(lambda: load_story(write(tmp_path, "s.yaml", text)))}
    assert codes == {"never-comes", "step-cycle", "unknown-kind", "missing-reference"}


@pytest.mark.nightly
def test_a_long_chain_is_followed_to_its_end(tmp_path: Path) -> None:
    """Twelve hundred steps, a minute each from minute 11 on: the fiftieth begins at the end, and it alone is named."""
    delayed = "  - {{id: s{}, kind: port_scan, on: dc-01, after: {{any: {}}}, delay: 1 min}}\n"
    chain = "".join(delayed.format(n, "phish" if n == 0 else f"s{n - 1}") for n in range(1_200))
    text = HEAD + PHISH + chain
    fault = only(lambda: load_story(write(tmp_path, "s.yaml", text)))
    assert at(fault)[0] == len(HEAD.splitlines()) + 1 + 50


def test_a_story_that_is_cut_short_on_purpose_is_no_fault(tmp_path: Path) -> None:
    """Hours on the command line are another matter than hours in the file."""
    text = HEAD + PHISH + SCAN
    path = write(tmp_path, "s.yaml", text)
    assert load_inputs(path, "flat", hours=0.1).story.hours == 0.1
    short = write(tmp_path, "t.yaml", text.replace("hours: 1", "hours: 0.1"))
    assert [fault.code for fault in faults_of(lambda: load_story(short))] == ["never-comes"]
