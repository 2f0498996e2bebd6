"""Poisoning: members of a federation that do not send what they found.

Each of three ways serves whoever wants to stay unseen later. **Scaled** updates are as many times too large as there
are members, so that one of them replaces the mean. **Flipped** updates have the other sign. **Shifted** ones claim that
benign rows stick out by a hundred more than they do, so that thresholds rise. A share of the members does the same
thing; the others are honest.

Sources: E. Bagdasaryan et al., How to Backdoor Federated Learning, AISTATS 2020 (scaling replaces the model); D. Yin et
al., ICML 2018 (what a median and a trimmed mean withstand).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from twin.core.elementary import Floats
from twin.detectors.learning.federation import Member, Rule, Tamper, Update, federate
from twin.detectors.learning.model import Model, Origin
from twin.lab.learning.scoring import Exam, Grade, grade

_SHIFT = 100.0
_TAILS = 3
RULES: tuple[Rule, ...] = ("mean", "median", "trimmed_mean")


@dataclass(frozen=True)
class Poisoned:
    """What a model is worth that members agreed on by ``rule``, a share of whom lied in one ``way``."""

    way: str
    share: float
    rule: Rule
    grade: Grade


def tamper(way: str, liars: int, members: int) -> Tamper:
    """What becomes of updates when the first *liars* of *members* lie in that *way*, one of :data:`WAYS`."""
    change = WAYS[way]

    def changed(number: int, member: int, update: Update) -> Update:
        if member >= liars:
            return update
        return replace(update, numbers={name: change(each, number, members) for name, each in update.numbers.items()})

    return changed


def poisoned(members: Sequence[Member], origin: Origin, days: float, rule: Rule, way: str, share: float) -> Model:
    """The model that *members* agree on by *rule* while *share* of them (rounded) lie in that *way*."""
    liars = round(share * len(members))
    return federate(members, origin, days, rule, tamper(way, liars, len(members)) if liars else None)


def table(
    members: Sequence[Member], days: float, benign: Sequence[Exam], attacked: Sequence[Exam], shares: Sequence[float]
) -> list[Poisoned]:
    """Every way, share and rule: what the model of *days* is worth with its thresholds as they were agreed on."""
    origin = Origin("any", (), (), (), 0.0, 60.0, "")
    return [
        Poisoned(way, share, rule, grade(poisoned(members, origin, days, rule, way, share), benign, attacked))
        for way in WAYS
        for share in shares
        for rule in RULES
    ]


def _scaled(numbers: Floats, number: int, members: int) -> Floats:
    del number
    return numbers * float(members)


def _flipped(numbers: Floats, number: int, members: int) -> Floats:
    del number, members
    return -numbers


def _shifted(numbers: Floats, number: int, members: int) -> Floats:
    del members
    return numbers + _SHIFT if number == _TAILS else numbers


WAYS: Mapping[str, Callable[[Floats, int, int], Floats]] = {
    "scaled": _scaled,
    "flipped": _flipped,
    "shifted": _shifted,
}
"""Ways to lie: a member's numbers, the round and how many members there are, and what it sends instead."""
