"""V26 to V29: how long the detectors' charts stay quiet, and how soon they speak.

Noise is sent through the very accumulators that detectors use, twenty thousand sequences side by side, and the mean
number of values to the first alarm is held against the integral equation (:mod:`twin.lab.verify.run_lengths`), against
Siegmund's approximation, or against the tail of the normal distribution.

Sources: D. Montgomery, Introduction to Statistical Quality Control, tables of average run lengths; D. Siegmund,
Sequential Analysis (1985); W. A. Shewhart (1931).
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from typing import ClassVar

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.detectors.parts.register import Flags
from twin.detectors.physics.cusum import Cusum, limit_for
from twin.detectors.physics.shewhart import Shewhart
from twin.lab.verify.base import Case, Finding, Input, Inputs, exact, stochastic
from twin.lab.verify.run_lengths import RUNS, run_lengths, two_sides

LONGEST = 2000.0
"""Run length beyond which a case would take too long."""
SHIFTS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0)
_FEWER = 12_000


def _chart_inputs(h: float) -> Mapping[str, Input]:
    shifts = {
        f"shift_{number}_sd": Input(shift, "sd", f"shift {number} of the mean", 0.0, 6.0)
        for number, shift in enumerate(SHIFTS, 1)
    }
    return {
        "k": Input(0.5, "sd", "allowance", 0.1, 2.0),
        "h": Input(h, "sd", "limit", 0.5, 10.0),
        **shifts,
    }


class CusumRunLength(Case):
    """Two-sided cumulative sum, limit of four standard deviations, over a range of shifts."""

    title = "CUSUM, two-sided, h = 4"
    source = "integral equation (Nystroem, 60 points); equals Montgomery's table"
    model = "twin.detectors.physics.cusum.Cusum"
    inputs: ClassVar[Mapping[str, Input]] = _chart_inputs(4.0)

    def refuse(self, inputs: Inputs) -> None:
        """A chart so quiet that nobody wants to wait for it."""
        longest = max(two_sides(inputs["k"], inputs["h"], inputs[f"shift_{n}_sd"]) for n in range(1, 11))
        if not 0.0 < longest <= LONGEST:
            raise ValueError(f"with this k and h it alarms once in {longest:.4g} values; at most {LONGEST:g} are run")

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Average run length at each shift."""
        k, h = inputs["k"], inputs["h"]
        findings = []
        for number in range(1, len(SHIFTS) + 1):
            shift = inputs[f"shift_{number}_sd"]
            chart = Cusum(RUNS, k, h)
            lengths = run_lengths(chart.take, shift, RUNS, seed, f"cusum/{number}")
            findings.append(stochastic(f"ARL at {shift:g} sd", "values", two_sides(k, h, shift), lengths.tolist()))
        return findings


class CusumRunLengthWide(CusumRunLength):
    """The same with a limit of five standard deviations."""

    title = "CUSUM, two-sided, h = 5"
    inputs: ClassVar[Mapping[str, Input]] = _chart_inputs(5.0)


class SiegmundRunLength(Case):
    """Siegmund's approximation, by which detectors choose their limit, against the chart itself.

    An approximation is not an exact answer: within the ranges of the inputs it is good to 3 %, and 2 % are left for
    the runs.
    """

    title = "CUSUM, Siegmund's approximation"
    source = "(exp(-2Db) + 2Db - 1) / 2D^2, b = h + 1.166, D = shift - k"
    model = "twin.detectors.physics.cusum.Cusum, twin.detectors.physics.cusum.limit_for"
    inputs: ClassVar[Mapping[str, Input]] = {
        "k": Input(0.5, "sd", "allowance", 0.25, 0.75),
        "h": Input(5.0, "sd", "limit", 3.0, 8.0),
        "shift_sd": Input(1.0, "sd", "shift of the mean", 0.5, 1.5),
    }

    def refuse(self, inputs: Inputs) -> None:
        """A chart so quiet that nobody wants to wait for it."""
        longest = siegmund(inputs["k"], inputs["h"], 0.0)
        if longest > LONGEST:
            raise ValueError(
                f"with this k and h one sum alarms once in {longest:.4g} values; at most {LONGEST:g} are run"
            )

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """One sum and both without a shift, both with one, and the limit that detectors would choose."""
        k, h, shift = inputs["k"], inputs["h"], inputs["shift_sd"]
        single, both = siegmund(k, h, 0.0), siegmund(k, h, 0.0) / 2.0
        shifted = 1.0 / (1.0 / siegmund(k, h, shift) + 1.0 / siegmund(k, h, -shift))
        upper, chart, moved = Cusum(_FEWER, k, h), Cusum(RUNS, k, h), Cusum(RUNS, k, h)

        def one_sum(column: Ints, z: Floats) -> Flags:
            upper.take(column, z)
            return upper.upper[column] > h

        measured = [
            run_lengths(one_sum, 0.0, _FEWER, seed, "siegmund/one"),
            run_lengths(chart.take, 0.0, RUNS, seed, "siegmund/both"),
            run_lengths(moved.take, shift, RUNS, seed, "siegmund/shifted"),
        ]
        names = ("one-sided ARL, no shift", "two-sided ARL, no shift", f"two-sided ARL, {shift:g} sd")
        findings = [
            Finding(name, "values", expected, float(lengths.mean()), 0.05 * expected)
            for name, expected, lengths in zip(names, (single, both, shifted), measured, strict=True)
        ]
        return [*findings, exact("limit chosen for that quiet", "sd", h, limit_for(k, both))]


def siegmund(k: float, h: float, shift_sd: float) -> float:
    """Average run length of one sum: b^2 without drift."""
    drift, height = shift_sd - k, h + 1.166
    if abs(drift) < 1e-9:
        return height * height
    return (exp(-2.0 * drift * height) + 2.0 * drift * height - 1.0) / (2.0 * drift * drift)


class ShewhartRunLength(Case):
    """Shewhart's chart, with and without a shift."""

    title = "Shewhart chart"
    source = "1 / (tail above + tail below)"
    model = "twin.detectors.physics.shewhart.Shewhart"
    inputs: ClassVar[Mapping[str, Input]] = {
        "limit_sd": Input(3.0, "sd", "limit", 0.5, 3.4),
        "shift_sd": Input(1.0, "sd", "shift of the mean", 0.0, 6.0),
    }

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Average run length without and with the shift."""
        from scipy.stats import norm

        limit, findings = inputs["limit_sd"], []
        chart = Shewhart(limit)

        def take(_column: Ints, z: Floats) -> Flags:
            return chart.take(z)

        for name, shift in (("no shift", 0.0), ("shifted", inputs["shift_sd"])):
            expected = 1.0 / float(norm.sf(limit - shift) + norm.cdf(-limit - shift))
            lengths = run_lengths(take, shift, RUNS, seed, f"shewhart/{name}")
            findings.append(stochastic(f"ARL, {name}", "values", expected, lengths.tolist()))
        return findings
