"""The canvas of live pictures as a script: one family with the replay's player."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("streamlit")

from dashboards.components.live import MODULES, live_script
from twin.lab.replay import SCRIPTS


def test_every_module_is_joined_after_those_it_needs(repo: Path) -> None:
    """The list of modules is complete and in order; together with the player's and the feed they are all there are."""
    folder = repo / "dashboards" / "components"
    assert {path.stem for path in folder.glob("*.js")} == {*SCRIPTS, *MODULES, "feed"}
    for position, name in enumerate(MODULES):
        needed = re.findall(r'from "\./(\w+)\.js"', (folder / f"{name}.js").read_text("utf-8"))
        assert set(needed) <= set(MODULES[:position]), name


def test_floor_network_and_rooms_have_one_painter() -> None:
    """What the player draws with, the live canvas draws with."""
    assert {"floor", "network", "network_layout", "rooms", "overlay", "paint", "table", "page"} <= {*MODULES} & {
        *SCRIPTS
    }


def test_the_canvas_is_one_module_that_asks_nobody() -> None:
    """Nothing is imported, no address but SVG's name appears, and markup comes in at one place: the server's strip."""
    script = live_script()
    assert not re.search(r"^\s*import\b", script, re.MULTILINE)
    assert re.findall(r"^export (?:default )?function (\w+)", script, re.MULTILINE) == [
        "mountLive",
        "streamlitComponent",
    ]
    assert script.count("http") == 1
    assert script.count("innerHTML") == 1
    assert "</" not in script


def test_the_script_that_ticks_is_short(repo: Path) -> None:
    """Streamlit sends it with every message."""
    assert (repo / "dashboards" / "components" / "feed.js").stat().st_size < 100
