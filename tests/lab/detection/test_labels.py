"""What somebody knows of attacks becomes a truth: steps, and who was attacked when."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.detection.test_logs import CONN
from twin.core.errors import BadInput
from twin.core.units import SECOND_US
from twin.lab.detection.labels import labels_of, last_us
from twin.lab.detection.logs import find_logs
from twin.lab.recording import Recording

HEAD = "from,to,entity,technique,step\n"
AT = "2023-11-14T22:13:2"
"""The first record is at second 0 of it: 1,700,000,000 s after 1970."""


@pytest.fixture
def recording(tmp_path: Path) -> Recording:
    """Two flows, at 0 and 2 s."""
    (tmp_path / "conn.log").write_text(CONN.replace("many", "99"), encoding="utf-8")
    return find_logs(tmp_path / "conn.log", tmp_path / "cache").recording


def told(folder: Path, lines: str) -> Path:
    """A file of labels."""
    path = folder / "labels.csv"
    path.write_text(HEAD + lines, encoding="utf-8")
    return path


def test_a_line_is_a_step_at_work_in_its_entities(recording: Recording, tmp_path: Path) -> None:
    """From its first moment up to, and without, its last; by pattern."""
    assert last_us(recording) == 2 * SECOND_US
    truth = labels_of(told(tmp_path, f"{AT}1Z,{AT}2Z,10.0.0.9 10.0.1.*,T0846,scan\n"), recording)
    assert truth.is_right("10.0.0.9", SECOND_US)
    assert not truth.is_right("10.0.0.9", 2 * SECOND_US)
    assert not truth.is_right("10.0.0.1", SECOND_US)
    (step,) = truth.steps
    assert (step.step, step.technique, step.start_us, step.benign) == ("scan", "T0846", SECOND_US, False)
    assert truth.first_us == SECOND_US


def test_where_nobody_is_named_it_may_be_anybody(recording: Recording, tmp_path: Path) -> None:
    """And a step without a name gets its number."""
    truth = labels_of(told(tmp_path, f"{AT}0Z,{AT}1Z,,,\n"), recording)
    assert truth.is_right("10.0.0.1", 0)
    assert truth.is_right("10.0.0.9", 0)
    assert truth.steps[0].step == "attack-1"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2020-01-01T00:00:00Z,2020-01-01T01:00:00Z,,,\n", "labels.csv:2  out-of-range"),
        (f"{AT}0Z,{AT}1Z,ws-01,,\n", "labels.csv:2  missing-reference"),
        (f"{AT}1Z,{AT}0Z,,,\n", "ends before it begins"),
    ],
)
def test_labels_about_something_else_are_refused(
    line: str, said: str, recording: Recording, tmp_path: Path
) -> None:  # fmt: skip
    """Another time, nobody there, backwards."""
    with pytest.raises(BadInput, match=said):
        labels_of(told(tmp_path, line), recording)
