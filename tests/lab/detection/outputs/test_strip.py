"""The strip lies to nobody: times become places on one scale, and right and wrong look different."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from tests.lab.detection.seen import alert, seen, step
from twin.core.units import DAY_US, MINUTE_US
from twin.lab.detection.outputs.strip import LEFT, MOST_TICKS, RIGHT, WIDTH, strip, ticks


def test_a_step_lies_where_its_time_is() -> None:
    """From minute 10 to minute 12 of 36."""
    root = ET.fromstring(strip(seen(1, alert()), ""))  # noqa: S314 - our own drawing
    band = next(each for each in root.iter("rect") if each.get("class") == "attack")
    inside = WIDTH - LEFT - RIGHT
    assert abs(float(band.attrib["x"]) - (LEFT + inside * 10 / 36)) < 0.1
    assert abs(float(band.attrib["width"]) - inside * 2 / 36) < 0.11


def test_alerts_of_one_place_are_one_mark_and_the_end_is_told() -> None:
    """Right and wrong ones apart; what was missed is in words."""
    run = seen(1, alert(), alert(entity="b"), alert(right=False), steps=tuple(step(move=f"s{n}") for n in range(12)))
    text = strip(run, "not detected by <x>")
    assert re.findall(r'polygon class="(right|wrong)"', text) == ["wrong", "right"]
    assert "and 1 more" in text
    assert "not detected by &lt;x&gt;" in text
    assert "and 4 steps more" in text


@given(st.integers(1, 400 * DAY_US))
def test_ticks_are_few_and_inside(span_us: int) -> None:
    """Whatever the length of the run, from a microsecond to a year."""
    found = ticks(span_us)
    assert 1 <= len(found) <= MOST_TICKS + 1
    assert found[0] == 0
    assert found[-1] <= span_us


def test_ticks_are_round() -> None:
    """36 minutes are read in fives."""
    assert ticks(36 * MINUTE_US).step == 5 * MINUTE_US
