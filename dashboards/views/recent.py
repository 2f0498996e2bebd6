"""The results shown lately, shared by all browsers of one server and bounded: old ones give way.

A run is a pure function of its inputs, so a result found under the same inputs is the same result. What is kept is what
a page draws (some hundred kilobytes), never a log.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """At most *size* results by key; the one not asked for longest goes first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def put(self, key: Hashable, value: T) -> None:
        """Keep *value* under *key*."""
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)

    def get(self, key: Hashable) -> T | None:
        """What was kept under *key*, if it is still there."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)
