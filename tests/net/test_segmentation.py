"""Laws of a segmentation as a value."""

from __future__ import annotations

from twin.net.segmentation import Segmentation, Zone


def test_an_asset_s_zone_is_the_one_that_lists_it() -> None:
    """And an asset that no zone lists has none."""
    made = Segmentation("any", (Zone("north", ("a", "b"), "n"), Zone("south", ("c",), "s")), (), ())
    assert dict(made.zone_of) == {"a": "north", "b": "north", "c": "south"}


def test_unless_said_otherwise_borders_are_closed_and_zones_open() -> None:
    """Deny by default between zones, allow inside, no inspection, no identity, nothing refused on purpose."""
    made = Segmentation("any", (), (), ())
    assert (made.default, made.inside, made.inspected, made.identity) == ("deny", "allow", False, False)
    assert made.denied_demands == ()
