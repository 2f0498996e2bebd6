"""The plan: every run that a test file asks for, and which of them can be one run.

Source: none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Literal

from twin.lab.detection.detect_file import TestFile, benign_runs, seeds_of
from twin.lab.detection.listen import Work, waits_for_alerts
from twin.lab.detection.promises import DetectTest
from twin.lab.detection.scores import NULLS
from twin.lab.detection.tapes import Take
from twin.lab.detection.variants import settings_for
from twin.lab.loader import load_posture
from twin.lab.scenario import Choice, Posture

Role = Literal["expect", "benign", "robustness"]


@dataclass(frozen=True, eq=False)
class Wanted:
    """One run that a file asks for, and the ruleset that is to hear it; ``number`` tells robustness checks apart.

    A ``recording`` stands in place of a run.
    """

    role: Role
    number: int
    story: str
    posture: Posture
    ruleset: tuple[Choice, ...]
    take: Take | None
    live: bool = False
    variant: tuple[str, ...] = ()
    site: str | None = None
    recording: Path | None = None


def plan(file: TestFile) -> list[Wanted]:
    """Every run of *file*, posture by posture."""
    return [wanted for name in file.test.postures for wanted in _under(file, name, load_posture(name))]


def gather(wanted: Sequence[Wanted]) -> list[tuple[Work, list[Wanted]]]:
    """Each run once, with everybody who asks for it; recordings are left out.

    Detectors that know nothing hear every run last, but for those that change with what is said in them.
    """
    asked: dict[tuple[Take, bool], list[Wanted]] = {}
    for each in wanted:
        if each.take is not None:
            asked.setdefault((each.take, each.live), []).append(each)
    return [
        (Work(take, (*(each.ruleset for each in who), *(() if live else (NULLS,))), live), who)
        for (take, live), who in asked.items()
    ]


def _under(file: TestFile, name: str, posture: Posture) -> Iterator[Wanted]:
    """The runs of *file* under one posture."""
    test = file.test
    ruleset = posture.ruleset if test.detectors is None else test.detectors
    if test.recording and test.expect:
        yield Wanted("expect", 0, "", posture, ruleset, None, site=test.site, recording=Path(test.recording))
    for story in test.told if test.expect else ():
        for take, live in _takes(test, story, name, ()):
            yield Wanted("expect", 0, story, posture, ruleset, take, live)
    for number, each in enumerate(test.robustness):
        for story, value in product(test.told, each.values):
            variant = settings_for(each, value)
            for take, live in _takes(test, story, name, variant, each.seeds):
                yield Wanted("robustness", number, story, posture, ruleset, take, live, variant)
    days = [(story, hours, seed) for story, hours, seeds in benign_runs(test) for seed in seeds]
    for story, hours, seed in days:
        yield Wanted("benign", 0, story, posture, ruleset, Take(story, name, seed, test.site, hours), test.respond)


def _takes(
    test: DetectTest, story: str, posture: str, variant: tuple[str, ...], seeds: int | tuple[int, ...] | None = None
) -> Iterator[tuple[Take, bool]]:
    """The runs of *story*, one a seed, and whether alerts change what happens in them."""
    for seed in seeds_of(test.seeds if seeds is None else seeds, test.first_seed):
        take = Take(story, posture, seed, test.site, test.hours, (*test.set, *variant))
        yield take, test.respond or waits_for_alerts(take.inputs.story)
