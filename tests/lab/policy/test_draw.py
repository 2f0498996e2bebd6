"""A sheet with its picture: drawn where it was asked for, or nothing at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.core.errors import BadInput
from twin.lab.policy.draw import show_and_draw


@pytest.mark.parametrize(("name", "starts"), [("a.svg", b"<?xml"), ("a.png", b"\x89PNG")])
def test_the_ending_says_which_picture(name: str, starts: bytes, tmp_path: Path) -> None:
    """SVG or PNG."""
    sheet = show_and_draw("zones", "small", None, tmp_path / name)
    assert sheet.subject.name == "zones"
    assert (tmp_path / name).read_bytes().startswith(starts)


def test_without_a_figure_nothing_is_written(tmp_path: Path) -> None:
    """Only the sheet."""
    show_and_draw("flat", "small")
    assert not list(tmp_path.iterdir())


def test_faults_of_names_and_of_the_picture_come_at_once(tmp_path: Path) -> None:
    """Nothing is drawn."""
    with pytest.raises(BadInput) as caught:
        show_and_draw("zonez", "small", None, tmp_path / "a.gif")
    assert [fault.code for fault in caught.value.faults] == ["unknown-word", "unknown-posture"]
