"""V23: the printed rates and times of a server room without cooling."""

from __future__ import annotations

import pytest

from tests.verifying import all_pass, found
from twin.lab.verify.servers import ServerRoomHeat


def test_the_printed_rates_are_expected_and_met() -> None:
    """9.950 K/min at first, 1.3035 K/min for good, 24 to 35 degC in 8.439 min."""
    findings = found(ServerRoomHeat())
    assert all_pass(findings)
    assert findings["rate at first"].expected == pytest.approx(9.950, abs=5e-4)
    assert findings["rate for good"].expected == pytest.approx(1.3035, abs=5e-5)
    assert findings["whole room at the limit"].expected == pytest.approx(8.439, abs=5e-4)


def test_the_inlet_runs_ahead_of_the_room() -> None:
    """By less, the better air and racks exchange."""
    loose, tight = (found(ServerRoomHeat(), rack_w_k=w_k) for w_k in (200.0, 20_000.0))
    assert all_pass(loose)
    assert all_pass(tight)
    ahead = [each["whole room at the limit"].measured - each["inlet at the limit"].measured for each in (loose, tight)]
    assert ahead[0] > 10 * ahead[1] > 0


def test_a_limit_that_is_already_passed_is_refused() -> None:
    """The room must still be below it."""
    with pytest.raises(ValueError, match="above start_c"):
        found(ServerRoomHeat(), limit_c=24.0)
