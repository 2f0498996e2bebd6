"""Judged by the truth: right over made is precision, right over there is recall."""

from __future__ import annotations

import pytest

from tests.lab.inventory.recordings import CLOUD, COFFEE, RESOLVER, asset
from twin.lab.inventory.findings import Finding
from twin.lab.inventory.guess import Guess
from twin.lab.inventory.judged import KindScore, judged
from twin.lab.inventory.makers import Maker

SPY = asset("spy", "camera", "office", "10.70.0.11", registered=False)
ALL = (COFFEE, RESOLVER, CLOUD, SPY, asset("dns-02", "dns_resolver", "identity", "10.100.0.11"))


def _guess(kind: str) -> Guess:
    return Guess(kind, 0.9, "", (), Maker("", ()))


def test_a_guess_is_right_or_wrong_and_the_unheard_are_missed() -> None:
    """Of four devices inside, three are heard, two guessed, one rightly; two resolvers are half of them."""
    guesses = {"coffee-01": _guess("coffee_machine"), "dns-01": _guess("broker"), "spy": _guess("")}
    found = judged(guesses, (Finding("unknown", "spy", "", ""), Finding("missing", "dns-02", "", "")), ALL)
    assert (found.precision.mean, found.precision.n) == (0.5, 2)
    assert (found.recall.mean, found.recall.n) == (0.25, 4)
    assert found.commonest == 0.5
    assert (found.unknown_precision.mean, found.unknown_recall.mean) == (1.0, 1.0)
    assert found.wrong == (("10.100.0.10", "broker", "dns_resolver"),)
    assert KindScore("dns_resolver", 2, 0, 0) in found.kinds
    assert KindScore("broker", 0, 1, 0) in found.kinds


def test_unknown_is_judged_by_who_nobody_registered() -> None:
    """One called so wrongly, one missed."""
    found = judged({}, (Finding("unknown", "dns-02", "", ""),), ALL)
    assert (found.unknown_precision.mean, found.unknown_recall.mean) == (0.0, 0.0)


@pytest.mark.parametrize("assets", [(), (CLOUD,)])
def test_of_nothing_there_is_no_share(assets: tuple[()]) -> None:
    """Undefined, not 0."""
    found = judged({}, (), assets)
    assert (found.precision.mean, found.recall.mean, found.unknown_recall.mean) == (None, None, None)
