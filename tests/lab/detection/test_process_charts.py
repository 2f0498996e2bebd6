"""Charts on a process that nobody has a model of: a cold room's own file, with three attacks."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lab.detection.processes import ATTACKS, DAY, written
from twin.lab.detection.process_charts import ProcessModel, charts, judge
from twin.lab.detection.process_file import Process, read_process


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Process, Process]:
    """A day with attacks, and the honest one before it."""
    train, test = written(tmp_path_factory.mktemp("process"))
    return read_process(test), read_process(train)


def test_what_a_lie_breaks_is_found_and_scored_above_those_who_know_nothing(files: tuple[Process, Process]) -> None:
    """Every chart sees the offset and the one that leaves its siblings; S beats always, never and a coin."""
    scores = judge(*files)
    nulls = max(scores[name].s for name in ("always", "never", "random"))
    for name in ("bad_data", "chi_square", "cusum"):
        assert len(scores[name].events) == len(ATTACKS)
        assert scores[name].found >= 2, name
        assert scores[name].true_negative_rate > 0.85, name
    assert max(scores[name].s for name in ("bad_data", "chi_square", "cusum")) > nulls
    assert scores["chi_square"].events[0].delay_us == 0


def test_the_file_says_when_the_attacks_were(files: tuple[Process, Process]) -> None:
    """Minutes of the day."""
    attacked = files[0].attacked
    assert attacked is not None
    assert np.flatnonzero(np.diff(attacked.astype(int)) == 1).tolist() == [first - DAY - 1 for first, _ in ATTACKS]


def test_on_an_honest_day_alarms_are_as_rare_as_was_asked(files: tuple[Process, Process]) -> None:
    """On rows that were held back, where limits are set: at most one in 100 rows, and some."""
    model = ProcessModel(files[1].values)
    third = files[1].values[-480:]
    for name, flags in charts(model, third, 100.0).items():
        assert 0 < flags.sum() <= 6, name


def test_a_column_that_never_moves_is_no_trouble() -> None:
    """It is expected to stay, and any move of it is far."""
    values = np.random.default_rng(1).normal(size=(300, 3))
    values[:, 2] = 5.0
    model = ProcessModel(values)
    assert np.isfinite(model.residuals(values)).all()
    values[200, 2] = 25.0
    assert abs(model.residuals(values)[200, 2]) > 10.0


def test_there_must_be_something_to_learn_from_and_to_score(files: tuple[Process, Process]) -> None:
    """Too few rows, no labels, other columns."""
    test, train = files
    with pytest.raises(ValueError, match="too few"):
        ProcessModel(train.values[:50])
    with pytest.raises(ValueError, match="no labels"):
        judge(Process(test.time_us, test.columns, test.values, None), train)
    with pytest.raises(ValueError, match="different columns"):
        judge(test, Process(train.time_us, train.columns[::-1], train.values, None))
