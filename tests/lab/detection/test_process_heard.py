"""A process that somebody brings, scored beside those who know nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.detection.processes import ATTACKS, written
from twin.core.errors import BadInput
from twin.lab.detection.process_heard import hear_process


def test_taught_by_an_honest_day_charts_beat_those_who_know_nothing(tmp_path: Path) -> None:
    """Every attack is an event; an alert counts from its own row on, and one before the file counts nowhere."""
    train, test = written(tmp_path)
    heard = hear_process(test, train, None, {}, {"mine": [0]})
    assert heard.scores.keys() == {"bad_data", "chi_square", "cusum", "forest", "mine", "always", "never", "random"}
    assert heard.scores["cusum"].s > heard.scores["always"].s
    assert heard.scores["mine"].s == heard.scores["never"].s
    assert len(heard.scores["cusum"].events) == len(ATTACKS)
    assert heard.to_json()["scores"]["cusum"]["events"][0]["delay_s"] >= 0


def test_without_one_it_learns_from_what_came_before_the_first_attack(tmp_path: Path) -> None:
    """And judges none of those rows."""
    _, test = written(tmp_path)
    heard = hear_process(test, None, None, {}, {})
    assert heard.words == "taught by 200 rows without attack, judged on 1,240 others"


def test_what_cannot_be_scored_says_why(tmp_path: Path) -> None:
    """No labels is no score; too little to learn from and other columns are faults."""
    train, test = written(tmp_path)
    assert hear_process(train, None, None, {}, {}).scores == {}
    short = tmp_path / "short.csv"
    short.write_text("\n".join(train.read_text().splitlines()[:50]) + "\n", encoding="utf-8")
    with pytest.raises(BadInput, match="49 rows without attack"):
        hear_process(test, short, None, {}, {})
    other = tmp_path / "other.csv"
    other.write_text(train.read_text().replace("temp-1", "temp-x"), encoding="utf-8")
    with pytest.raises(BadInput, match="other columns"):
        hear_process(test, other, None, {}, {})
