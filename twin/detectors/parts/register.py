"""The register as arrays: from a name's code to the asset's number and to what is known about it.

Rows carry codes; a detector that looked up a dictionary for each row would spend its time there. Here a lookup is one
gather. Everything unknown (a name that is not in the register) has one number of its own, the last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

from twin.core.chance import Ints
from twin.core.names import Names
from twin.detectors.base import Watch
from twin.net.inventory import Asset

Flags = npt.NDArray[np.bool_]

_BITS = 21


class Register:
    """Assets by code; asset ``count`` stands for everything that is not in the register."""

    def __init__(self, watch: Watch) -> None:
        self.assets = watch.inventory.assets
        self.count = len(self.assets)
        self.codes = watch.names.codes(asset.name for asset in self.assets)
        self._number = tabled(self.codes, np.arange(self.count, dtype=np.int64), self.count)

    def numbers(self, codes: npt.NDArray[np.integer]) -> Ints:
        """Numbers of the assets that *codes* name, shape as given; ``count`` where there is none."""
        return look_up(self._number, codes)

    def flags(self, known: Callable[[Asset], bool]) -> Flags:
        """Whether *known* holds for each asset, shape (count + 1,); False for the unknown."""
        return np.array([*(known(asset) for asset in self.assets), False])

    def meant(self, words: Iterable[str]) -> Flags:
        """Which assets *words* mean by name or kind, shape (count + 1,); raises ``ValueError`` where one means none."""
        wanted = set(words)
        known = {word for asset in self.assets for word in (asset.name, asset.kind)}
        if wanted - known:
            raise ValueError(f"no asset and no kind of the register is called {', '.join(sorted(wanted - known))}")
        return self.flags(lambda asset: asset.name in wanted or asset.kind in wanted)

    def ids(self, words: Iterable[str]) -> tuple[Ints, list[str]]:
        """A small number for each asset's word, shape (count + 1,), and the words they stand for, sorted."""
        texts = list(words)
        known = sorted(set(texts))
        place = {word: number for number, word in enumerate(known)}
        return np.array([*(place[text] for text in texts), len(known)], dtype=np.int64), known


def tabled(codes: Ints, values: Ints, unknown: int) -> Ints:
    """A table for :func:`look_up`: *values* at *codes*, *unknown* elsewhere."""
    table = np.full(int(codes.max(initial=-1)) + 2, unknown, dtype=np.int64)
    table[codes] = values
    return table


def look_up(table: Ints, codes: npt.NDArray[np.integer]) -> Ints:
    """Values of *table* at *codes*; codes beyond its end get its last value, which stands for unknown."""
    found: Ints = table[np.minimum(codes, len(table) - 1)]
    return found


def marked(names: Names, words: Iterable[str]) -> Ints:
    """A table for :func:`look_up`: 1 at the codes of *words*, 0 elsewhere."""
    codes = names.codes(words)
    return tabled(codes, np.ones(len(codes), dtype=np.int64), 0)


def packed(first: npt.NDArray[np.integer], second: npt.NDArray[np.integer], third: npt.NDArray[np.integer]) -> Ints:
    """Three whole numbers below two million as one, shape (n,), so that a set of triples is a sorted array."""
    return (first.astype(np.int64) << (2 * _BITS)) | (second.astype(np.int64) << _BITS) | third


def among(keys: Ints, known: Ints) -> Flags:
    """Which of *keys* are in the sorted array *known*."""
    if not len(known):
        return np.zeros(len(keys), dtype=np.bool_)
    place = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    found: Flags = known[place] == keys
    return found


def declared_triples(watch: Watch) -> Ints:
    """(source, destination, service) of every declared need, packed and sorted."""
    demands = watch.inventory.demands
    src = watch.names.codes(demand.src for demand in demands)
    dst = watch.names.codes(demand.dst for demand in demands)
    return np.unique(packed(src, dst, watch.names.codes(demand.need.service for demand in demands)))
