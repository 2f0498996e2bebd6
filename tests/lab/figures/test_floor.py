"""The floor picture: who fell, what happened, and ways along lanes."""

from __future__ import annotations

from matplotlib.collections import LineCollection

from tests.lab.synthetic import made_up_run
from twin.core.log import Log
from twin.lab.figures import floor
from twin.lab.figures.style import ATTACK


def test_the_title_is_the_finding() -> None:
    """Robots taken over, and incidents by kind."""
    run = made_up_run()
    words = "1 of 12 robots were taken over; 1 near-miss, 1 jam on the floor"
    assert floor.finding(run) == words == floor.draw(run).texts[0].get_text()  # type: ignore[arg-type]


def test_a_quiet_floor_is_drawn_as_well() -> None:
    """Nobody was taken over."""
    words = floor.draw(made_up_run(quiet=True)).texts[0].get_text()  # type: ignore[arg-type]
    assert words == "No robot was taken over; no jam and no near-miss on the floor"


def test_ways_run_along_the_axes_only() -> None:
    """No line of a compromised robot crosses a rack."""
    axes = floor.draw(made_up_run()).axes[0]  # type: ignore[arg-type]
    ways = [drawn for drawn in axes.collections if isinstance(drawn, LineCollection) and drawn.get_zorder() == 3]
    segments = [segment for drawn in ways for segment in drawn.get_segments()]
    assert segments
    assert all(begin[0] == end[0] or begin[1] == end[1] for begin, end in segments)


def test_a_compromised_robot_stays_visible_on_a_jam() -> None:
    """A jam is a ring below it."""
    axes = floor.draw(made_up_run(), at_us=840_000_000).axes[0]  # type: ignore[arg-type]
    robot = next(line for line in axes.lines if line.get_marker() == "^" and line.get_color() == ATTACK)
    jam = next(line for line in axes.lines if line.get_marker() == "H")
    assert robot.get_zorder() > jam.get_zorder()
    assert jam.get_markerfacecolor() == "none"


def test_every_mark_on_the_floor_has_its_word() -> None:
    """People too."""
    figure = floor.draw(made_up_run())  # type: ignore[arg-type]
    words = {text.get_text() for text in figure.legends[0].get_texts()}
    assert {"person", "jam", "near-miss", "contact", "compromised, its way", "charger"} <= words


def test_no_poses_are_no_picture() -> None:
    """The reason is said; drawing is still possible."""
    run = made_up_run(quiet=True)
    run.log = Log()
    assert floor.lacking(run) == "no place of a robot was sampled"  # type: ignore[arg-type]
    assert floor.draw(run).texts[0].get_text().startswith("No robot was taken over")  # type: ignore[arg-type]
