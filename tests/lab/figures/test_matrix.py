"""The picture of the matrix: a field for each pair, and a title that counts."""

from __future__ import annotations

import pytest
from matplotlib.colors import to_rgb

from tests.lab.stories.stories import LOST, OPEN, TWO_STEPS, WON, matrix
from twin.lab.figures.matrix import ENDINGS, draw, finding, tinted, words_of
from twin.lab.figures.style import INK, to_svg


@pytest.mark.parametrize(
    ("flat", "zones", "title"),
    [
        (WON, LOST, "zones stops 1 of 1 attack altogether, more than any other posture"),
        (LOST, LOST, "Every posture stops 1 of 1 attack altogether"),
        (WON, WON, "No posture stops any of 1 attack altogether"),
        ({}, {}, "No story attacks anybody: what is drawn is what each posture costs on such a day"),
    ],
)
def test_the_title_is_what_the_cells_say(flat: dict[str, str], zones: dict[str, str], title: str) -> None:
    """Stories without an attack do not count."""
    made = matrix({"flat": flat, "zones": zones}, {"flat": (9.0, 8.0), "zones": (1.0, 2.0)})
    if not flat:
        made.stories = made.stories[1:]
    assert finding(made) == title


def test_every_pair_has_its_field_with_step_detection_and_loss() -> None:
    """Two stories, two postures: four fields of three lines each."""
    axes = draw(OPEN).axes[0]
    assert len(axes.patches) == 4
    words = [text.get_text() for text in axes.texts]
    assert len(words) == 12
    assert words[3:6] == ["tamper", "seen 3/3, 2 min", "200 ± 237 EUR"]
    assert "1 false alert" in words


def test_equal_matrices_have_equal_pictures() -> None:
    """Byte for byte."""
    assert to_svg(draw(OPEN)) == to_svg(draw(OPEN))


def test_a_run_that_nobody_saw_says_so() -> None:
    """Not detected is not 0 minutes."""
    made = matrix({"flat": WON}, {"flat": (1.0,)})
    made.trials["two-steps", "flat", 1].metrics["time_to_detect_s"] = None
    cell = made.cell(TWO_STEPS, "flat")
    assert cell is not None
    assert words_of(cell, "not stopped")[:2] == ("not stopped", "not detected")


def _luminance(colour: tuple[float, float, float]) -> float:
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ending", ENDINGS)
def test_words_keep_their_contrast_on_every_fill(ending: str) -> None:
    """4.5 to 1 at least (WCAG 2.2, 1.4.3)."""
    light, dark = _luminance(tinted(ENDINGS[ending][0])), _luminance(to_rgb(INK))
    assert (light + 0.05) / (dark + 0.05) >= 4.5
