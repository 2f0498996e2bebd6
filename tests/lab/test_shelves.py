"""All shelves by name."""

from __future__ import annotations

from twin.lab.shelves import SHELVES


def test_every_shelf_is_listed_under_its_name_and_holds_something() -> None:
    """``twin list`` shows what there is."""
    assert list(SHELVES) == sorted(SHELVES)
    assert all(len(shelf) > 0 for shelf in SHELVES.values())
    assert all(shelf.name.endswith(name) for name, shelf in SHELVES.items())
