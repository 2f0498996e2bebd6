"""What can be picked."""

from __future__ import annotations

import pytest

from dashboards.views import choices
from twin.core.errors import BadInput, Fault, Place


def test_stories_sites_and_postures_come_with_titles() -> None:
    """A picker shows the name as it is written in files, and what it means."""
    assert choices.titles("story")["quiet-day"].startswith("quiet-day: ")
    assert "zones" in choices.titles("posture")
    assert "small" in choices.names("site")


def test_a_file_with_faults_can_still_be_picked(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says its faults when it is run; the page does not fail."""

    def broken(_name: str) -> str:
        raise BadInput([Fault(Place("x.yaml"), "empty-file", "empty")])

    monkeypatch.setitem(choices._TITLES, "site", broken)
    assert choices.titles("site")["small"] == "small"
