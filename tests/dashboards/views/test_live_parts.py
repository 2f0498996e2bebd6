"""The parts of a refresh."""

from __future__ import annotations

import json
import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dashboards.views.live_parts import (
    PARTS,
    focus_part,
    pack_parts,
    scaled,
    tiles_part,
    unpack_parts,
    versions_part,
)

KPI = {
    "metric": "picks",
    "title": "picks an hour",
    "value": 80.0,
    "unit": "",
    "trend": [120, 80, 100],
}


@given(parts=st.dictionaries(st.sampled_from(PARTS), st.binary(max_size=60)))
def test_what_is_packed_is_read_back(parts: dict[str, bytes]) -> None:
    """Any parts, in any order."""
    assert unpack_parts(pack_parts(parts)) == parts


def test_the_browser_counts_the_same_parts(repo: Path) -> None:
    """A part's number means the same on both sides."""
    text = (repo / "dashboards" / "components" / "live_codec.js").read_text("utf-8")
    listed = re.search(r"PARTS = \[(.*?)\]", text, re.DOTALL)
    assert listed is not None
    assert tuple(re.findall(r'"(\w+)"', listed.group(1))) == PARTS


def test_six_figures_and_no_more() -> None:
    """With title, value, what became of it lately, and a trend between its own ends."""
    tiles = json.loads(tiles_part([KPI] * 9))
    assert len(tiles) == 6
    assert tiles[0] == ["Picks an hour", "80", "", [100, 0, 50]]


def test_a_figure_that_is_not_known_says_so() -> None:
    """It is not 0, and nothing became of it."""
    tile = json.loads(tiles_part([{**KPI, "value": None, "trend": []}]))[0]
    assert tile[1:] == ["not known yet", "", []]


def test_a_flat_trend_lies_in_the_middle() -> None:
    """Nothing is divided by nothing."""
    assert scaled([3.0, 3.0]) == [50, 50]


def test_nothing_chosen_has_a_number_of_its_own() -> None:
    """65535 is no robot."""
    assert focus_part(None, 3) == b"\xff\xff\x03\x00"
    assert versions_part({"map": 7, "network": 9}) == b"\x07\0\0\0\0\0\0\0\x09\0\0\0"
