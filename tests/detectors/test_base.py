"""The contract of detectors."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

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
