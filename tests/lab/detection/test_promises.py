"""What a file may say."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from twin.lab.detection.promises import Accusation, DetectTest, Robustness, Soon


def test_an_accusation_is_said_in_words() -> None:
    """Whose alert, on what, of which technique."""
    said = Accusation(rule="Sweep", entity=("ws-*", "dc-01"), technique="T0846")
    assert said.words == "Sweep on ws-*, dc-01 (T0846)"
    assert Accusation(any=True).words == "any detector"
    assert Accusation(any=True).entities == ()
    assert Accusation(detector="scan", entity="dc-01").entities == ("dc-01",)


def test_stories_are_one_or_several() -> None:
    """In the order of the file."""
    assert DetectTest(format=1, title="x", story="worm").told == ("worm",)
    assert DetectTest(format=1, title="x", stories=("worm", "tag-spoof")).told == ("worm", "tag-spoof")


def test_paths_of_a_variation_are_one_or_several() -> None:
    """All of them get the same value."""
    assert Robustness(any=True, vary="story.hours", values=(1,)).paths == ("story.hours",)
    assert Robustness(any=True, vary=("a", "b"), values=(1,)).paths == ("a", "b")


@pytest.mark.parametrize("confidence", [0.5, 1.0, 95])
def test_a_confidence_is_a_share_above_a_half(confidence: float) -> None:
    """95 is no confidence."""
    with pytest.raises(ValidationError):
        Soon(at_most_s=1, confidence=confidence)
