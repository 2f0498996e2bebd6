"""The charts of the physics detectors on any physical process, which nobody has a model of.

Each column is expected to follow from all columns a row and two rows before, and from the other columns now: a linear
model, fitted to rows without attack. What is left, in standard deviations of rows that the fit has not seen, goes
through the very accumulators that the detectors of rooms and robots use: each column for itself (bad data), all columns
together (chi-square), each column summed up (CUSUM). Limits are set on those held-back rows, at one mean number of rows
between false alarms for all of them.

Sources: D. Urbina et al., ACM CCS 2016 (auto-regressive models, stateless and stateful charts); L. Ljung, System
Identification, 2nd ed. (1999), section 4.2; A. Hoerl, R. Kennard, Technometrics 12 (1970), for the ridge.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from twin.core.elementary import Floats
from twin.detectors.parts.register import Flags
from twin.lab.detection.degradation import bad_data, cusum, limit_for
from twin.lab.detection.process_file import Process
from twin.lab.detection.process_scores import Scores, held, null_detectors, score

_BACK, _FITTED = 2, 2 / 3
_RIDGE = 1e-3
LEAST_ROWS = 100


class ProcessModel:
    """What each column follows from, fitted to the first two thirds of *values* (rows, columns); the rest is held back.

    ``held_back`` are the residuals of the last third (rows, columns), in standard deviations.
    """

    def __init__(self, values: Floats) -> None:
        if len(values) < LEAST_ROWS:
            raise ValueError(f"{len(values)} rows without attack are too few to learn from: at least {LEAST_ROWS}")
        fitted = round(_FITTED * len(values))
        self._mean, spread = values[:fitted].mean(axis=0), values[:fitted].std(axis=0)
        self._spread = np.where(spread > 0.0, spread, 1.0)
        known = self._standard(values[:fitted])
        self._weights = [_ridge(_follows(known, column), known[_BACK:, column]) for column in range(known.shape[1])]
        rest = self._apart(values[fitted:])
        left = rest.std(axis=0)
        self._sd = np.where(left > 0.0, left, 1.0)
        self.held_back: Floats = rest / self._sd

    def residuals(self, values: Floats) -> Floats:
        """Of *values* (rows, columns), in standard deviations; 0 in the first two rows, which follow from nothing."""
        z: Floats = np.concatenate([np.zeros((_BACK, values.shape[1])), self._apart(values) / self._sd])
        return z

    def _apart(self, values: Floats) -> Floats:
        known = self._standard(values)
        expected = [_follows(known, column) @ weights for column, weights in enumerate(self._weights)]
        apart: Floats = known[_BACK:] - np.stack(expected, axis=1)
        return apart

    def _standard(self, values: Floats) -> Floats:
        standard: Floats = (values - self._mean) / self._spread
        return standard


def charts(model: ProcessModel, values: Floats, quiet_rows: float) -> Mapping[str, Flags]:
    """Alarms (rows,) of each chart on *values*, at *quiet_rows* rows between false alarms."""
    honest, z = model.held_back, model.residuals(values)
    largest, together = abs(honest).max(axis=1)[:, None], np.sqrt((honest * honest).sum(axis=1))[:, None]
    summed = limit_for(cusum, honest, quiet_rows * honest.shape[1])
    return {
        "bad_data": abs(z).max(axis=1) > limit_for(bad_data, largest, quiet_rows),
        "chi_square": np.sqrt((z * z).sum(axis=1)) > limit_for(bad_data, together, quiet_rows),
        "cusum": cusum(z, summed).any(axis=1),
    }


def judge(process: Process, train: Process, quiet_rows: float = 500.0, hold_rows: int = 10) -> dict[str, Scores]:
    """Scores of every chart, and of those that know nothing, on *process*, taught by the honest rows of *train*.

    An alarm is kept up for *hold_rows* rows. Raises ``ValueError`` where nothing is labelled, or there is too little to
    learn from.
    """
    if process.attacked is None:
        raise ValueError("the process has no labels: nothing can be scored")
    if process.columns != train.columns:
        raise ValueError("the two files have different columns")
    honest = train.values if train.attacked is None else train.values[~train.attacked]
    found = {
        name: held(flags, hold_rows) for name, flags in charts(ProcessModel(honest), process.values, quiet_rows).items()
    }
    every = {**found, **null_detectors(len(process.time_us))}
    return {name: score(process.time_us, process.attacked, flags) for name, flags in every.items()}


def _follows(known: Floats, column: int) -> Floats:
    """What *column* follows from (rows - 2, 3 columns): all columns one and two rows before, the others now, and 1."""
    others = np.delete(known[_BACK:], column, axis=1)
    return np.concatenate([known[1:-1], known[:-2], others, np.ones((len(known) - _BACK, 1))], axis=1)


def _ridge(follows: Floats, column: Floats) -> Floats:
    """Least squares with a small price on every weight."""
    square = follows.T @ follows + _RIDGE * len(follows) * np.eye(follows.shape[1])
    weights: Floats = np.asarray(np.linalg.solve(square, follows.T @ column), dtype=np.float64)
    return weights
