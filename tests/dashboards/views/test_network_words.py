"""Reach and ways in words."""

from __future__ import annotations

from dashboards.views.network_words import TOO_LARGE, reach_words, way_words
from tests.dashboards.picture_client import shown
from twin.lab.replay_codec import unpack

HEADER = unpack(shown(13)["network:static"])[0]
REACH = shown(13)["network:reach"]
NAMES = HEADER["assets"]["names"]


def test_reach_is_counted_by_zone() -> None:
    """The number of others, and where they are."""
    text = reach_words(HEADER, REACH, NAMES.index("ws-01"))
    assert text.startswith("**ws\\-01** could open a service of **")
    assert "office" in text


def test_nothing_in_reach_is_said_without_a_list() -> None:
    """A sensor on a serial bus opens nothing."""
    silent = next(number for number, name in enumerate(NAMES) if name.startswith("temp"))
    assert reach_words(HEADER, REACH, silent).endswith("other assets now.")
    assert "**0 of" in reach_words(HEADER, REACH, silent)


def test_a_hub_without_reach_says_why() -> None:
    """Too large to count."""
    assert reach_words(HEADER, b"", 0) == TOO_LARGE
    assert TOO_LARGE in way_words(HEADER, b"", 0, 1)


def test_a_way_that_is_closed_says_so() -> None:
    """Nothing passes from a camera to a robot under zones."""
    text = way_words(HEADER, REACH, NAMES.index("camera-01"), NAMES.index("amr-001"))
    assert "Open now: nothing." in text
    assert "decided at: core firewall" in text
