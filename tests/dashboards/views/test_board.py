"""The wall of the room."""

from __future__ import annotations

import pytest

from dashboards.views.board import SHOWN, SIZES, board_html
from tests.dashboards.room_views import messages, view


def test_the_wall_shows_clock_module_and_figures() -> None:
    """What everybody may know, large."""
    html = board_html(view("projector"))
    for words in ("03:12:05", "Contain (35 min)", "Picks an hour", "Cold night with blind sensors"):
        assert words in html


def test_only_what_went_to_all_is_on_the_wall() -> None:
    """A message to one seat is nobody else's to read, even if a view held it."""
    html = board_html(view("projector"))
    assert "Defrost is planned at four." in html
    assert "freezer 3" not in html


def test_old_messages_give_way() -> None:
    """The newest few are shown."""
    many = [{**messages()[1], "text": f"message {n}"} for n in range(9)]
    html = board_html(view("projector", inbox=many))
    assert f"message {SHOWN - 1}" in html
    assert f"message {SHOWN}" not in html
    assert "Messages for all seats appear here." in board_html(view("projector", inbox=[]))


@pytest.mark.parametrize(("name", "factor"), SIZES.items())
def test_text_grows_as_chosen(name: str, factor: float) -> None:
    """A size is a factor for everything on the wall."""
    assert f"--size:{factor:g}" in board_html(view("projector"), name)


def test_high_contrast_is_a_class_of_its_own() -> None:
    """White on black, only when asked."""
    assert "rm-board strong" in board_html(view("projector"), strong=True)
    assert "strong" not in board_html(view("projector"))
