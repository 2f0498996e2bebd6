"""What starts a step, as it is written, and states that never come."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.written_files import STORY, at, faults_of, inside, only, write
from twin.core.units import MINUTE_US, SECOND_US
from twin.lab.loader import load_story
from twin.lab.scenario import State
from twin.lab.stories.triggers import trigger_words

FIRST = STORY.splitlines()[-2]


def with_when(tmp_path: Path, when: str) -> tuple[Path, str]:
    """A story whose first step waits for *when*."""
    text = STORY.replace('at: "00:08"', f"when: {when}")
    return write(tmp_path, "s.yaml", text), text


@pytest.mark.parametrize(
    ("when", "state"),
    [
        ("{temperature_c: chill-1, above: 8}", State(quantity="temperature_c", of="chill-1", above=8)),
        (
            "{temperature_c: server-room, below: 20, every: 10s}",
            State(quantity="temperature_c", of="server-room", below=20, every_us=10 * SECOND_US),
        ),
        ("{battery: amr-007, between: [0.2, 0.5]}", State(quantity="battery", of="amr-007", between=(0.2, 0.5))),
        ("{alerts: ws-01, above: 2}", State(quantity="alerts", of="ws-01", above=2)),
        (
            "{metric: orders_late, above: 5, below: 9, every: 2 min}",
            State(quantity="metric", of="orders_late", above=5, below=9, every_us=2 * MINUTE_US),
        ),
    ],
)
def test_a_state_reads_as_it_was_meant(tmp_path: Path, when: str, state: State) -> None:
    """A quantity of something, its bounds, and how often it is looked at."""
    path, _ = with_when(tmp_path, when)
    assert load_story(path).steps[0].state == state


@pytest.mark.parametrize(
    ("when", "code", "word", "said"),
    [
        ("{temperature_c: chill-9, above: 8}", "missing-reference", "chill-9", "not a room"),
        ("{battery: dc-01, above: 0.5}", "missing-reference", "dc-01", "not a robot"),
        ("{alerts: ws-99, above: 1}", "missing-reference", "ws-99", "not an asset"),
        ("{metric: orders_lat, above: 1}", "unknown-word", "orders_lat", "not a metric"),
        ("{metric: energy_kwh, above: 1}", "never-comes", "energy_kwh", "only when a run has ended"),
        ("{battery: amr-007, above: 1}", "never-comes", "{battery", "never above 1"),
        ("{battery: amr-007, below: 0}", "never-comes", "{battery", "never below 0"),
        ("{alerts: ws-01, below: 0}", "never-comes", "{alerts", "never below 0"),
        ("{temperature_c: chill-1, above: 400}", "never-comes", "{temperature_c", "never above 400"),
        ("{battery: amr-007, between: [0.5, 0.2]}", "never-comes", "{battery", "nothing is above 0.5 and below 0.2"),
        ("{metric: orders_late, below: -1}", "never-comes", "{metric", "orders_late is never below -1"),
        ("{metric: order_cycle_mean_min, below: 0}", "never-comes", "{metric", "never below 0"),
        ("{metric: precision, above: 1}", "never-comes", "{metric", "precision is never above 1"),
        ("{battery: amr-007}", "bad-trigger", "{battery", "above or below"),
        ("{battery: amr-007, alerts: ws-01, above: 0.1}", "bad-trigger", "{battery", "one quantity"),
        ("{battery: amr-007, above: 0.1, between: [0, 1]}", "bad-trigger", "{battery", "between two"),
        ("{alert_on: ws-01, above: 1}", "bad-trigger", "above", "stands alone"),
        ("{battery: amr-007, above: much}", "wrong-type", "much", "not a number"),
        ("{battery: amr-007, above: 0.1, every: often}", "bad-duration", "often", "not a duration"),
        ("{battery: amr-007, above: 0.1, every: 1 d}", "out-of-range", "1 d", "out of range"),
        ("{batery: amr-007, above: 0.1}", "unknown-key", "batery", "no such state"),
    ],
)
def test_a_state_that_never_comes_or_is_none_is_a_fault(
    tmp_path: Path, when: str, code: str, word: str, said: str
) -> None:
    """With the place, and what would do."""
    path, text = with_when(tmp_path, when)
    faults = [fault for fault in faults_of(lambda: load_story(path)) if fault.code == code]
    assert [at(fault) for fault in faults] == [inside(text, "when", word)]
    assert said in faults[0].message
    assert faults[0].remedy


@pytest.mark.parametrize(
    ("after", "step", "outcome"),
    [
        ("foothold", "foothold", "won"), ("{won: foothold}", "foothold", "won"),
        ("{failed: foothold}", "foothold", "failed"), ("{any: foothold}", "foothold", "any"),
    ],
)  # fmt: skip
def test_a_step_waits_for_an_outcome(tmp_path: Path, after: str, step: str, outcome: str) -> None:
    """A win unless something else is said; steps may stand in any order."""
    first, second = STORY.splitlines()[-2:]
    text = STORY.replace(f"{first}\n{second}", f"{second}\n{first}").replace("after: foothold", f"after: {after}")
    waiting = load_story(write(tmp_path, "s.yaml", text)).steps[0]
    assert (waiting.after, waiting.outcome, waiting.delay_us) == (step, outcome, 2 * MINUTE_US)


def test_a_step_may_wait_to_be_called(tmp_path: Path) -> None:
    """It begins by a decision of whoever leads an exercise, and is told so."""
    path, _ = with_when(tmp_path, "called")
    story = load_story(path)
    assert story.steps[0].called
    assert "calls for it" in trigger_words(story, story.steps[0])


@pytest.mark.parametrize("after", ["{lost: foothold}", "{failed: foothold, any: foothold}"])
def test_an_outcome_is_one_of_three(tmp_path: Path, after: str) -> None:
    """And of one step."""
    text = STORY.replace("after: foothold", f"after: {after}")
    assert "bad-trigger" in {fault.code for fault in faults_of(lambda: load_story(write(tmp_path, "s.yaml", text)))}


def test_a_step_that_waits_for_itself_is_a_ring_of_one(tmp_path: Path) -> None:
    """Also where it waits for its failure."""
    text = STORY.replace("after: foothold", "after: {failed: tamper}")
    fault = only(lambda: load_story(write(tmp_path, "s.yaml", text)))
    assert (fault.code, "tamper -> tamper" in fault.message) == ("step-cycle", True)


def test_a_step_that_waits_for_the_failure_of_nobody(tmp_path: Path) -> None:
    """The nearest step is named."""
    text = STORY.replace("after: foothold", "after: {failed: foothol}")
    fault = only(lambda: load_story(write(tmp_path, "s.yaml", text)))
    assert (fault.code, at(fault)) == ("missing-reference", inside(text, "failed", "foothol"))
    assert "did you mean foothold?" in fault.remedy
