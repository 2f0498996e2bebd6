"""V26 to V29: charts at inputs that are quick to run; the printed ones stand in the tests of run lengths."""

from __future__ import annotations

import pytest

from tests.verifying import all_pass, found
from twin.detectors.physics.cusum import Cusum
from twin.lab.verify.charts import (
    SHIFTS,
    CusumRunLength,
    CusumRunLengthWide,
    ShewhartRunLength,
    SiegmundRunLength,
    siegmund,
)


@pytest.mark.parametrize("case", [CusumRunLength(), CusumRunLengthWide()])
def test_a_low_limit_is_met_at_every_shift(case: CusumRunLength) -> None:
    """A limit of 2 instead of the printed limit: the expectation follows."""
    findings = found(case, h=2.0)
    assert len(findings) == len(SHIFTS)
    assert all_pass(findings)


def test_a_chart_that_forgets_to_add_up_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The measurement hangs on the accumulator itself."""
    honest = Cusum.take

    def leaky(self: Cusum, column: object, z: object) -> object:
        self.upper *= 0.9
        self.lower *= 0.9
        return honest(self, column, z)  # type: ignore[arg-type]

    monkeypatch.setattr(Cusum, "take", leaky)
    assert not all_pass(found(CusumRunLength(), h=2.0))


def test_printed_limits_are_the_defaults() -> None:
    """Four and five standard deviations, allowance a half."""
    assert (CusumRunLength.inputs["h"].value, CusumRunLengthWide.inputs["h"].value) == (4.0, 5.0)
    assert CusumRunLength.inputs["k"].value == 0.5


def test_a_chart_that_is_too_quiet_is_refused() -> None:
    """Nobody waits for ten to the ninth values."""
    with pytest.raises(ValueError, match="alarms once in"):
        found(CusumRunLength(), h=10.0, k=1.0)
    with pytest.raises(ValueError, match="alarms once in"):
        found(SiegmundRunLength(), h=8.0)


def test_siegmund_at_the_printed_inputs() -> None:
    """938.22 for one side, 469.11 for two, 10.336 at a shift of one."""
    assert siegmund(0.5, 5.0, 0.0) == pytest.approx(938.22, abs=5e-3)
    both = 1.0 / (1.0 / siegmund(0.5, 5.0, 1.0) + 1.0 / siegmund(0.5, 5.0, -1.0))
    assert siegmund(0.5, 5.0, 0.0) / 2.0 == pytest.approx(469.11, abs=5e-3)
    assert both == pytest.approx(10.336, abs=5e-4)
    assert siegmund(0.5, 5.0, 0.5) == pytest.approx(6.166**2)


def test_siegmund_is_near_at_other_limits() -> None:
    """Allowance 0.4, limit 3."""
    assert all_pass(found(SiegmundRunLength(), h=3.0, k=0.4))


def test_shewhart_at_a_low_limit() -> None:
    """Two standard deviations: once in 21.98 values."""
    findings = found(ShewhartRunLength(), limit_sd=2.0)
    assert all_pass(findings)
    assert findings["ARL, no shift"].expected == pytest.approx(21.98, abs=5e-3)


def test_shewhart_at_the_printed_inputs() -> None:
    """370.40 and 43.895 values."""
    findings = found(ShewhartRunLength())
    assert [finding.expected for finding in findings.values()] == pytest.approx([370.40, 43.895], abs=5e-3)
