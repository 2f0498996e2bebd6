"""Verdicts: what each criterion says of each text, tried once in a run.

Texts travel as codes, and there are far fewer of them than rows. A criterion keeps two flags a code, tried and passed;
a row then costs one gather, or nothing where all texts of a batch agree.

Sources: none; the memory is two bytes for each criterion and text.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from twin.core.chance import Ints
from twin.core.names import Names
from twin.detectors.parts.register import Flags
from twin.detectors.sigma_rules.values import Criterion

Spell = Callable[[str], str]
"""The second spelling of a text; empty where it has none."""


class Verdicts:
    """Verdicts of all criteria on the texts of one table of names."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Criterion, str], tuple[Flags, Flags]] = {}
        self._folded: dict[str, str] = {}

    def of(self, criterion: Criterion, spelt: str, codes: Ints, names: Names, spell: Spell | None) -> Flags:
        """Flags by code, right at *codes* (distinct); a text passes in either of its spellings.

        *spelt* names the second spellings that *spell* gives.
        """
        tried, passed = self._grown((criterion, spelt), len(names))
        new = codes[~tried[codes]]
        if len(new):
            passed[new] = self._tried(criterion, [names.text(code) for code in new.tolist()], spell)
            tried[new] = True
        return passed

    def _grown(self, key: tuple[Criterion, str], size: int) -> tuple[Flags, Flags]:
        tried, passed = self._kept.get(key, _NOTHING)
        if len(tried) < size:
            more = np.zeros(size + size // 4 - len(tried), dtype=np.bool_)
            tried, passed = np.concatenate([tried, more]), np.concatenate([passed, more])
            self._kept[key] = (tried, passed)
        return tried, passed

    def _tried(self, criterion: Criterion, texts: list[str], spell: Spell | None) -> list[bool]:
        verdicts = criterion.texts(texts, [self._fold(text) for text in texts])
        if spell:
            for place, other in enumerate(map(spell, texts)):
                verdicts[place] = verdicts[place] or (bool(other) and criterion.text(other))
        if "" in texts:
            verdicts[texts.index("")] = criterion.empty()
        return verdicts

    def _fold(self, text: str) -> str:
        folded = self._folded.get(text)
        if folded is None:
            folded = self._folded[text] = text.casefold()
        return folded


_NOTHING = (np.zeros(0, dtype=np.bool_), np.zeros(0, dtype=np.bool_))
