"""V30 and V31: the chi-square test and the Kalman filter, as the detectors have them.

Limits are held against the library's quantiles, rates of false alarms and power against the central and the noncentral
distribution, by noise that is sent through the test. A rate of one in a thousand needs tens of millions of draws
unless they are spread evenly: each replication draws once from each of many equal slices of probability, in an order
of its own for each entry of the residual (Latin hypercube). The interval is taken over replications, which stay
independent and have other slices each, so that none has an edge just where the limit lies. The filter's gain and
variance are held against the algebraic Riccati equation.

Sources: R. K. Mehra, J. Peschon, Automatica 7 (1971); M. McKay, R. Beckman, W. Conover, Technometrics 21 (1979) for
the spread draws; B. Anderson, J. Moore, Optimal Filtering (1979), section 4.4, for the steady state.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, sqrt
from typing import ClassVar

import numpy as np

from twin.core.chance import Stream, Streams
from twin.core.elementary import Floats, normal_quantile
from twin.detectors.physics.chi_square import ChiSquare
from twin.detectors.physics.kalman import Kalman
from twin.lab.verify.base import Case, Finding, Input, Inputs, exact, stochastic

_REPLICATIONS = 40
_SLICES = 50_021
_MORE_SLICES = 53
_COLUMNS = 2000
_SETTLING = 60
_EASY_RATE = 0.01
"""Rate of false alarms that these draws measure well enough with several entries."""


class ChiSquareTest(Case):
    """Limits, rates of false alarms, and power against a bias."""

    title = "Chi-square residual test"
    source = "chi-square and noncentral chi-square distribution"
    model = "twin.detectors.physics.chi_square.ChiSquare, twin.detectors.physics.kalman.Kalman"
    inputs: ClassVar[Mapping[str, Input]] = {
        "often": Input(0.01, "", "rate of false alarms a test", 0.002, 0.5),
        "seldom": Input(0.001, "", "another rate of false alarms a test", 0.0005, 0.5),
        "entries": Input(2.0, "", "entries of the larger residual", 2.0, 4.0, whole=True),
        "bias_sd": Input(3.0, "sd", "bias of the residual", 1.0, 6.0),
    }

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Each limit, how often noise alone passes it, and how often a bias does."""
        from scipy.stats import chi2, ncx2

        often, seldom, many, bias = inputs["often"], inputs["seldom"], round(inputs["entries"]), inputs["bias_sd"]
        findings = []
        for entries, rate in ((1, often), (1, seldom), (many, often)):
            limit, name = ChiSquare(entries, rate).limit, f"{entries} dof, {rate:g}"
            findings.append(exact(f"limit, {name}", "", float(chi2.isf(rate, entries)), limit))
            found = shares_flagged(entries, rate, 0.0, seed, name)
            findings.append(stochastic(f"false alarms, {name}", "", rate, found))
        power = float(ncx2.sf(chi2.isf(often, 1), 1, bias * bias))
        found = shares_flagged(1, often, bias, seed, "power")
        findings.append(stochastic(f"power at {bias:g} sd, 1 dof, {often:g}", "", power, found))
        findings.append(stochastic("false alarms of a Kalman filter, 1 dof", "", often, filtered_shares(often, seed)))
        return findings


def shares_flagged(entries: int, rate: float, bias_sd: float, seed: int, purpose: str) -> list[float]:
    """Share of residuals (unit covariance, *bias_sd* in the first entry) that the test flags, by replication."""
    test, covariance = ChiSquare(entries, rate), np.eye(entries)[:, :, None]
    # Spreading each entry evenly does little for the rate of several together: seldom alarms need more draws.
    times = ceil(_EASY_RATE / rate) if entries > 1 else 1
    found = []
    for replication in range(_REPLICATIONS):
        slices = _SLICES * times + _MORE_SLICES * replication
        residual = np.stack([_spread(seed, f"{purpose}/{replication}/{entry}", slices) for entry in range(entries)])
        residual[0] += bias_sd
        found.append(float(test.take(residual, covariance)[1].mean()))
    return found


def _spread(seed: int, purpose: str, slices: int) -> Floats:
    """Normal draws, one from each of equal *slices* of probability, in an order of their own."""
    stream = Stream.of(seed, "verify", purpose)
    within = stream.many.uniform(np.zeros(slices, dtype=np.int64), np.arange(slices, dtype=np.int64))
    return normal_quantile((stream.shuffled(1, slices) + within) / slices)


def filtered_shares(rate: float, seed: int) -> list[float]:
    """Share of a settled Kalman filter's residuals that the test flags, by replication.

    Each column is a walk with steps of variance 1, read with noise of variance 1, and a filter that knows both.
    """
    per_replication = int(np.ceil(1.2 * 2.71**2 * (1.0 - rate) / (rate * 4e-4) / (_REPLICATIONS * _COLUMNS)))
    test, one = ChiSquare(1, rate), np.ones((1, 1, 1))
    found = []
    for replication in range(_REPLICATIONS):
        draws = Streams.of(seed, ["walk", "noise"], f"verify/{replication}")
        walk, kalman, flagged = np.zeros(_COLUMNS), Kalman(np.zeros((1, _COLUMNS)), one), 0
        for step in range(_SETTLING + per_replication):
            at = step * _COLUMNS + np.arange(_COLUMNS, dtype=np.int64)
            walk = walk + draws.normal(np.zeros_like(at), at)
            kalman.predict(one, one)
            residual = kalman.residual((walk + draws.normal(np.ones_like(at), at))[None], one, one)
            if step >= _SETTLING:
                flagged += int(test.take(*residual)[1].sum())
            kalman.correct(residual, one, one)
        found.append(flagged / (per_replication * _COLUMNS))
    return found


class KalmanSteadyState(Case):
    """Prior variance and gain that a filter settles at: two scalars, and a level with its slope."""

    title = "Kalman filter, steady state"
    source = "P = Q/2 + sqrt(Q^2/4 + QR), K = P/(P+R); the algebraic Riccati equation for two states"
    model = "twin.detectors.physics.kalman.Kalman"
    inputs: ClassVar[Mapping[str, Input]] = {
        "process_1": Input(1.0, "", "variance of a step, first filter", 1e-6, 1e6),
        "sensor_1": Input(1.0, "", "variance of a reading, first filter", 1e-6, 1e6),
        "process_2": Input(1e-4, "", "variance of a step, second filter", 1e-6, 1e6),
        "sensor_2": Input(1e-2, "", "variance of a reading, second filter", 1e-6, 1e6),
    }

    def refuse(self, inputs: Inputs) -> None:
        """A filter that hardly ever settles."""
        for number in (1, 2):
            if inputs[f"sensor_{number}"] > 1e4 * inputs[f"process_{number}"]:
                raise ValueError(
                    f"sensor_{number} may be ten thousand times process_{number}, or it settles too slowly"
                )

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Both scalars, then both variances together as level and slope."""
        del seed
        findings = []
        for number in (1, 2):
            q, r = inputs[f"process_{number}"], inputs[f"sensor_{number}"]
            prior = q / 2.0 + sqrt(q * q / 4.0 + q * r)
            found, gain = settled(np.ones((1, 1)), np.array([[q]]), np.ones((1, 1)), np.array([[r]]))
            findings.append(exact(f"prior variance {number}", "", prior, float(found[0, 0])))
            findings.append(exact(f"gain {number}", "", prior / (prior + r), float(gain[0, 0])))
        return [*findings, *_level_and_slope(inputs["process_1"], inputs["sensor_1"])]


def _level_and_slope(q: float, r: float) -> list[Finding]:
    """A level that moves by its slope, both disturbed by *q*, the level read with *r*."""
    from scipy.linalg import solve_discrete_are

    move, sight = np.array([[1.0, 1.0], [0.0, 1.0]]), np.array([[1.0, 0.0]])
    noise, reading = q * np.eye(2), np.array([[r]])
    prior = solve_discrete_are(move.T, sight.T, noise, reading)
    gain = prior @ sight.T / (sight @ prior @ sight.T + reading)
    found, measured = settled(move, noise, sight, reading)
    return [
        exact("level's prior variance", "", float(prior[0, 0]), float(found[0, 0])),
        exact("slope's prior variance", "", float(prior[1, 1]), float(found[1, 1])),
        exact("level's gain", "", float(gain[0, 0]), float(measured[0, 0])),
        exact("slope's gain", "", float(gain[1, 0]), float(measured[1, 0])),
    ]


def settled(move: Floats, noise: Floats, sight: Floats, reading: Floats) -> tuple[Floats, Floats]:
    """Prior covariance and gain once steps no longer change them."""
    kalman = Kalman(np.zeros(len(move)), noise.copy())
    before = np.zeros_like(noise)
    while float(abs(kalman.covariance - before).max()) > 1e-15 * float(kalman.covariance.max()):
        before = kalman.covariance
        residual = kalman.residual(np.zeros(len(sight)), sight, reading)
        gain = kalman.gain(residual, sight)
        kalman.correct(residual, sight, reading)
        kalman.predict(move, noise)
    return before, gain
