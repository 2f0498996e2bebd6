"""Names: every text in a book of the log is coded once and travels as a small integer.

Cohorts may use only codes that were made while the run was built; whatever is coded later is coded by an event on the
clock. So the codes, and with them the digest, do not depend on how cohorts were windowed.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from twin.core.chance import Ints


class Names:
    """A two-way table of texts and codes; code 0 is the empty text."""

    def __init__(self, texts: Iterable[str] = ("",)) -> None:
        self.texts: list[str] = []
        self._codes: dict[str, int] = {}
        for text in texts:
            self.code(text)

    def __len__(self) -> int:
        return len(self.texts)

    def code(self, text: str) -> int:
        """The code of *text*, made if it is new."""
        found = self._codes.get(text)
        if found is None:
            found = self._codes[text] = len(self.texts)
            self.texts.append(text)
        return found

    def codes(self, texts: Iterable[str]) -> Ints:
        """Codes of many texts, shape (n,)."""
        return np.array([self.code(text) for text in texts], dtype=np.int64)

    def find(self, text: str) -> int | None:
        """The code of *text*, or None where the run never used it."""
        return self._codes.get(text)

    def text(self, code: int) -> str:
        """The text of *code*."""
        return self.texts[code]
