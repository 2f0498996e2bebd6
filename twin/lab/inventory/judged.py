"""Judged: the guesses of an inventory beside the truth of the site.

A guess is right when it names the device's kind. **Precision** is the share of guesses that are right, **recall** the
share of devices on the network that were guessed rightly: a host that was never heard, or of which nothing was guessed,
is missed. The same for what the inventory calls unknown, against what nobody registered. Always guessing the commonest
kind stands beside it, since a hub of a hundred robots makes that an easy game.

Devices of the lab behave as their sheets say and call themselves by telling names, so what is measured here is what
passive monitoring could reach where both hold.

Source: Wilson's interval for a share (:mod:`twin.lab.statistics`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from twin.lab.inventory.findings import UNKNOWN, Finding
from twin.lab.inventory.guess import Guess
from twin.lab.statistics import Estimate, share_interval
from twin.net.inventory import Asset


class KindScore(NamedTuple):
    """Devices of one kind that are there, guesses that name it, and those of them that are right."""

    kind: str
    there: int
    guessed: int
    right: int


class Judgement(NamedTuple):
    """Precision and recall, of kinds and of ``unknown``.

    ``commonest`` is what always guessing the commonest kind scores; ``wrong`` are the wrong guesses: address, guessed
    and true kind.
    """

    precision: Estimate
    recall: Estimate
    commonest: float
    unknown_precision: Estimate
    unknown_recall: Estimate
    kinds: tuple[KindScore, ...]
    wrong: tuple[tuple[str, str, str], ...]


def judged(guesses: Mapping[str, Guess], findings: Sequence[Finding], assets: Sequence[Asset]) -> Judgement:
    """How right *guesses* and *findings* are, *assets* being everything that there is."""
    truth = {asset.name: asset for asset in assets if asset.address and asset.function != "internet"}
    made = {name: guess.kind for name, guess in guesses.items() if guess.kind}
    right = {name for name, kind in made.items() if truth[name].kind == kind}
    there = Counter(asset.kind for asset in truth.values())
    guessed, hits = Counter(made.values()), Counter(truth[name].kind for name in right)
    called = {each.name for each in findings if each.finding == UNKNOWN}
    strange = {asset.name for asset in truth.values() if not asset.registered}
    return Judgement(
        precision=share_interval(len(right), len(made)),
        recall=share_interval(len(right), len(truth)),
        commonest=max(there.values(), default=0) / max(1, len(truth)),
        unknown_precision=share_interval(len(called & strange), len(called)),
        unknown_recall=share_interval(len(called & strange), len(strange)),
        kinds=tuple(KindScore(kind, there[kind], guessed[kind], hits[kind]) for kind in sorted(there | guessed)),
        wrong=tuple((truth[n].address, made[n], truth[n].kind) for n in sorted(made) if n not in right),
    )
