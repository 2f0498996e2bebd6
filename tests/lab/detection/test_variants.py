"""A variation is a setting for each of its paths."""

from __future__ import annotations

from typing import Any

import pytest

from twin.core.errors import Fault
from twin.lab.detection.promises import Robustness
from twin.lab.detection.variants import label_of, settings_for
from twin.lab.settings import parse_settings
from twin.lab.written import plain


@pytest.mark.parametrize("value", [3, 0.5, "coffee-01", "00:10", ["ws-01", "ws-02"], True, {"kind": "x"}])
def test_a_value_comes_through_a_setting_unchanged(value: Any) -> None:
    """Text stays text, also where it looks like a time."""
    faults: list[Fault] = []
    words = settings_for(Robustness(any=True, vary=("story.hours", "story.title"), values=(value,)), value)
    settings = parse_settings(words, faults)
    assert faults == []
    assert [setting.path for setting in settings] == ["story.hours", "story.title"]
    assert [plain(setting.value) for setting in settings] == [value, value]


def test_a_label_is_short() -> None:
    """The last word of the path with the value."""
    assert label_of(Robustness(any=True, vary="story.steps.scan.every_s", values=(1,)), 0.1) == "every_s 0.1"
