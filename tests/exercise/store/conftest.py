"""Stores to test with, on each database."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from twin.exercise.store.store import Store


@pytest.fixture
def opened(url: str) -> Iterator[Callable[[], Store]]:
    """Opens the same store once more, as another process would."""
    stores: list[Store] = []

    def open_it() -> Store:
        stores.append(Store(url))
        return stores[-1]

    yield open_it
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[[], Store]) -> Store:
    """A new store."""
    return opened()


@pytest.fixture
def exercise(store: Store) -> str:
    """An exercise in it, of which nothing has happened."""
    return store.create("format: 1", "2026-11-22T10:00:00Z", name="small", title="A cold night", roles=())
