"""The hub as it really is, in the same three views."""

from __future__ import annotations

from tests.exercise.picture.hubs import played
from twin.exercise.picture.codec import TRUTH, unpack_picture


def test_the_truth_names_its_own_ground_and_book() -> None:
    """So that a browser never lays one book's picture over the other's floor."""
    _, gallery = played(2, every_s=60)
    shown = gallery.pictures()
    for view in ("map", "rooms", "network"):
        true, said = unpack_picture(shown[f"{view}:truth"]), unpack_picture(shown[f"{view}:reported"])
        assert true.book == TRUTH
        assert said.book != TRUTH
        assert true.time_ms == said.time_ms == 120_000
    assert unpack_picture(shown["map:truth"]).ground != unpack_picture(shown["map:reported"]).ground
