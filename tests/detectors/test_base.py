"""The contract of detectors."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.watching import flow, ids, naming, observed, started, watch
from twin.detectors.allow_list import AllowList
from twin.detectors.scan import Scan


@pytest.mark.parametrize("cadence_s", [0, -1, 3601, float("nan")])
def test_a_cadence_is_between_a_second_and_an_hour(cadence_s: float) -> None:
    """Nothing else is a cadence."""
    with pytest.raises(ValidationError, match="cadence_s"):
        Scan(cadence_s=cadence_s)


def test_an_unknown_parameter_is_refused_by_name() -> None:
    """A wrong word in a posture must not be ignored."""
    with pytest.raises(ValidationError, match="cadense_s"):
        Scan.model_validate({"cadense_s": 5})


def test_it_names_every_flow_that_it_accuses_though_it_speaks_once() -> None:
    """The alert is said once an hour; the flows that came meanwhile are accused as well, and named once."""
    seen = watch()
    detector = naming(AllowList(), seen)
    first, later = [flow(1, "ws-01", "dc-01")], [flow(11, "ws-01", "dc-01"), flow(12, "ws-01", "dc-01")]
    assert len(observed(detector, seen, 10, flow=first)) == 1
    assert observed(detector, seen, 20, flow=later) == []
    assert detector.accused().tolist() == ids(first + later)
    assert detector.accused().tolist() == []


def test_nothing_is_kept_where_nobody_asks() -> None:
    """Flows are named from when somebody wants to know, and never before."""
    seen = watch()
    detector = started(AllowList(), seen)
    observed(detector, seen, 10, flow=[flow(1, "ws-01", "dc-01")])
    assert detector.accused().tolist() == []


def test_a_detector_that_starts_anew_has_accused_nobody() -> None:
    """What it accused before it was started is forgotten; that it is asked is not."""
    seen = watch()
    detector = naming(AllowList(), seen)
    observed(detector, seen, 10, flow=[flow(1, "ws-01", "dc-01")])
    detector.start(seen)
    assert detector.accused().tolist() == []
    rows = [flow(1, "ws-01", "dc-01")]
    observed(detector, seen, 10, flow=rows)
    assert detector.accused().tolist() == ids(rows)
