"""Verdicts: each text is tried once."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from twin.core.names import Names
from twin.detectors.sigma_rules.values import Criterion, Number, Wild
from twin.detectors.sigma_rules.verdicts import Verdicts


@dataclass(frozen=True, eq=False)
class Counted(Criterion):
    """Passes texts with an a, and remembers what it was asked."""

    asked: list[str] = field(default_factory=list)

    def text(self, text: str) -> bool:
        """Has an a."""
        self.asked.append(text)
        return "a" in text


def test_a_text_is_tried_once_in_a_run() -> None:
    """New texts are tried when they come; old ones are looked up."""
    names, verdicts, counted = Names(), Verdicts(), Counted()
    first = names.codes(["abc", "xyz"])
    assert verdicts.of(counted, "", first, names, None)[first].tolist() == [True, False]
    second = names.codes(["abc", "xyz", "bar", *(f"n{n}" for n in range(50))])
    assert verdicts.of(counted, "", second, names, None)[second].tolist() == [True, False, True] + [False] * 50
    assert len(counted.asked) == len(set(counted.asked)) == 53


def test_a_second_spelling_passes_as_well() -> None:
    """Either is enough, and another spelling is another verdict."""
    names, verdicts = Names(), Verdicts()
    codes, ten = names.codes(["ws-01", "ws-02"]), Wild((("10.",), ("",)))
    found = verdicts.of(ten, "address", codes, names, {"ws-01": "10.0.0.1"}.get)  # type: ignore[arg-type]
    assert found[codes].tolist() == [True, False]
    assert verdicts.of(ten, "", codes, names, None)[codes].tolist() == [False, False]


def test_the_empty_text_is_missing() -> None:
    """Only the empty value fits it."""
    names, verdicts, nothing = Names(), Verdicts(), np.array([0])
    assert not verdicts.of(Wild((("",), ("",))), "", nothing, names, None)[0]
    assert verdicts.of(Wild((("",),)), "", nothing, names, None)[0]
    assert not verdicts.of(Number(0.0), "", nothing, names, None)[0]
