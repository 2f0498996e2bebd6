"""The house style: the finding on top, contrast that holds, bytes that never change."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import pytest

from tests.lab.synthetic import made_up_run
from twin.core.units import HOUR_US, MINUTE_US
from twin.lab.figures import style
from twin.lab.figures.style import INK, MUTED, PANEL, PAPER, clock_axis, house_style, panel, save, sheet, to_svg


def _luminance(colour: str) -> float:
    channels = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ink", [INK, MUTED])
@pytest.mark.parametrize("ground", [PAPER, PANEL])
def test_text_stands_out_from_its_ground(ink: str, ground: str) -> None:
    """WCAG AA: 4.5 to 1."""
    assert _contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("colour", [style.NORMAL, style.ATTACK, style.DETECTION, style.RESPONSE])
def test_marks_stand_out_from_white_and_from_dark(colour: str) -> None:
    """WCAG AA: 3 to 1 for graphics, on both grounds."""
    assert _contrast(colour, PAPER) >= 3
    assert _contrast(colour, "#0E1117") >= 3


def test_the_same_figure_gives_the_same_bytes(tmp_path: Path) -> None:
    """Neither a date nor a random identity is in them."""
    for name in ("a", "b"):
        figure = sheet(1.0, "Something was found", "what is drawn")
        panel(figure, 1, 0.2, 2, 0.7).plot([1, 2], [3, 4])
        save(figure, tmp_path / f"{name}.png")
        save(figure, tmp_path / f"{name}.svg", "svg")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_text_stays_text_in_vector_pictures() -> None:
    """It can be read aloud, selected and searched."""
    assert ">Something was found<" in to_svg(sheet(1.0, "Something was found", ""))


def test_a_reader_s_own_settings_are_left_alone() -> None:
    """After drawing, matplotlib is as it was."""
    before = dict(mpl.rcParams)
    with house_style():
        sheet(1.0, "x", "y")
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("span", [MINUTE_US * 20, HOUR_US, 6 * HOUR_US, 48 * HOUR_US])
def test_the_clock_axis_speaks_clock_time_at_round_steps(span: int) -> None:
    """At most ten labels, the first one the start of the story."""
    axes = panel(sheet(1.0, "x", "y"), 1, 0.2, 6, 0.7)
    clock_axis(axes, made_up_run().story.starts, span)
    labels = [axes.xaxis.get_major_formatter()(tick) for tick in axes.xaxis.get_majorticklocs() if 0 <= tick <= span]
    assert labels[0] == "08:30"
    assert len(labels) <= 10


def test_a_number_is_never_parted_from_its_unit() -> None:
    """Titles break between words, not before a unit."""
    words = "x" * 40 + " " + "y" * 40 + " reached 3.6 °C, while its sensors reported up to 3.1 K less " + "z" * 30
    for text in sheet(1.0, words, "").texts:
        assert not any(line.startswith(("°C", "K ")) for line in text.get_text().split("\n"))
        assert "\N{NO-BREAK SPACE}" not in text.get_text()


def test_words_at_the_ends_of_lines_keep_their_order_and_distance() -> None:
    """Three lines that end at nearly the same value."""
    axes = panel(sheet(1.0, "x", "y"), 1, 0.2, 6, 0.7)
    axes.set_ylim(0, 100)
    style.end_words(axes, 1.0, {"b": 99.5, "a": 99.0, "c": 100.0}, 0.1)
    places = {text.get_text(): text.xy[1] for text in axes.texts}  # type: ignore[attr-defined]
    assert list(places) == ["a", "b", "c"]
    assert places["c"] == 100.0
    assert places["b"] - places["a"] == pytest.approx(10)
