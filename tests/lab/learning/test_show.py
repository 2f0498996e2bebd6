"""A model on a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.detectors.learning.model import Origin
from twin.lab.learning.lesson import Lesson
from twin.lab.learning.show import show_model
from twin.lab.learning.training import learned
from twin.lab.run import Run


def test_a_model_says_where_it_comes_from_and_from_when_on_it_speaks(
    quiet_run: Run, lessons: list[Lesson], capsys: pytest.CaptureFixture[str]
) -> None:
    """Site, hours, seeds, and a line a group."""
    model = learned(lessons, quiet_run.site, Origin("small", (), (), (1001, 1004), 0.4, 60.0, ""))
    show_model(model, Path("a.json"), 61_000)
    said = capsys.readouterr().out
    assert "a.json  61 kB, learned on small from 0.4 benign hours" in said
    assert "2 lessons, seeds 1001 to 1004" in said
    assert all(group in said for group in model.groups)
