"""Numbers for names: from the codes of one book of the log to whatever numbers somebody else counts by.

A book goes on coding names while a run goes on. A lookup looks at the new ones only, so who asks at every refresh pays
for what is new.

Sources: none; a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from twin.core.log import Array
from twin.core.names import Names

NONE = -1


class Lookup:
    """The number that each code of *names* stands for; :data:`NONE` where *numbers* does not name it."""

    def __init__(self, names: Names, numbers: Mapping[str, int]) -> None:
        self._names, self._numbers = names, numbers
        self._table: npt.NDArray[np.int64] = np.zeros(0, dtype=np.int64)

    @classmethod
    def of(cls, names: Names, members: Iterable[str]) -> Lookup:
        """Members by their place."""
        return cls(names, {name: number for number, name in enumerate(members)})

    def __getitem__(self, codes: Array) -> npt.NDArray[np.int64]:
        """Numbers of *codes* (integers, any shape)."""
        have, want = len(self._table), len(self._names)
        if have < want:
            fresh = [self._numbers.get(self._names.text(code), NONE) for code in range(have, want)]
            self._table = np.concatenate([self._table, np.array(fresh, dtype=np.int64)])
        found: npt.NDArray[np.int64] = self._table[codes]
        return found
