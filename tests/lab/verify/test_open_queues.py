"""V1 to V4, V6 and V7."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lab.verify.held import findings, verdict
from twin.lab.queue import Line
from twin.lab.verify.driving import Passage
from twin.lab.verify.open_queues import OpenQueue, Seen
from twin.lab.verify.suite import case_of

PRINTED = {
    "V1": [9.0, 8.1, 9.0],
    "V2": [4 / 9, 4.4444, 0.8889, 0.09917],
    "V3": [0.35698, 1.0709, 1.0709],
    "V4": [0.46179, 5.5415, 1.3854],
    "V6": [25.0],
    "V7": [31.25],
}


@pytest.mark.parametrize("name", PRINTED)
def test_at_the_printed_inputs_the_printed_figures_are_expected(name: str) -> None:
    """The closed form at its default inputs, to the digits in print."""
    case = case_of(name)
    assert isinstance(case, OpenQueue)
    expected = [each.expected for each in case.quantities({key: entry.value for key, entry in case.inputs.items()})]
    assert expected == pytest.approx(PRINTED[name], rel=6e-5)


def test_waits_and_numbers_are_read_from_a_passage() -> None:
    """One customer is let in at once, the next waits 3 of 10 s; the first does not count."""
    passage = Passage(*(np.array(times) * 1_000_000 for times in ([0, 1, 11], [0, 4, 11], [4, 8, 20])))
    seen = Seen(passage, 1)
    assert seen.wait_s() == pytest.approx(1.5)
    assert seen.longer() == 0.5
    assert seen.longer(3.0) == 0.0
    assert seen.waiting() == pytest.approx(0.3)
    assert seen.inside() == pytest.approx(1.0)


def test_the_pick_station_waits_as_pollaczek_and_khinchine_say() -> None:
    """V6 at other inputs, intervals no wider than 2 %."""
    (found,) = findings("V6", arrivals_per_h=180.0, service_s=14.0)
    assert found.expected == pytest.approx(16.3333, abs=1e-4)
    assert found.replications >= 20
    assert found.high is not None
    assert (found.high - found.measured) / found.expected <= 0.02


def test_long_waits_that_are_too_rare_are_left_out() -> None:
    """With five analysts next to nobody waits a quarter of an hour."""
    case = case_of("V2")
    assert isinstance(case, OpenQueue)
    inputs = {key: entry.value for key, entry in case.inputs.items()}
    assert len(case.quantities(inputs)) == 4
    assert len(case.quantities({**inputs, "servers": 5})) == 3


def test_a_queue_that_takes_the_last_first_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its mean wait is right; long waits are not."""
    join = Line.join
    monkeypatch.setattr(Line, "join", lambda line, number, rank, came: join(line, number, rank, -came))
    found = verdict("V2")
    assert [finding.passed for finding in found.findings] == [True, True, True, False]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "inputs"),
    [
        ("V1", {"arrivals_per_s": 0.5}),
        ("V2", {"servers": 4, "arrivals_per_h": 18.0}),
        ("V3", {"servers": 7, "arrivals_per_h": 50.0}),
        pytest.param("V4", {"servers": 6}, marks=pytest.mark.nightly),
        ("V7", {"service_cv": 0.8, "arrivals_per_h": 200.0}),
    ],
)
def test_other_inputs_have_other_answers(name: str, inputs: dict[str, float]) -> None:
    """And the queue gives them."""
    findings(name, **inputs)
