"""Promises as pytest's tests: one for each story, posture and thing that a file promises.

What a file promises under one posture is judged together, because it is judged on the same runs; the verdicts are kept
with the file, and each of its tests reads its own. In a worker of pytest-xdist the runs are first shared out with the
other workers (:mod:`twin.lab.detection.testing.once`).

Source: pytest's documentation, Working with non-Python tests.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pytest

from twin.core.errors import BadInput, Place
from twin.lab.asked import check_seeds, faults_of
from twin.lab.detection.detect_file import TestFile, read_test, seeds_of
from twin.lab.detection.judge import JUDGES
from twin.lab.detection.outputs.words import details, escaped
from twin.lab.detection.places import relative
from twin.lab.detection.plan import gather, plan
from twin.lab.detection.promises import Accusation, DetectTest
from twin.lab.detection.regress import judge_files
from twin.lab.detection.results import Check
from twin.lab.detection.testing.once import make_once
from twin.lab.detection.testing.plugin import cache_of

MANY_SEEDS = 20
"""So many seeds of a story, or quiet days of more than :data:`MANY_HOURS`, are marked as slow."""
MANY_HOURS = 24.0
Part = Literal["expect", "benign", "robustness", "cases"]


class PromiseBroken(Exception):
    """A promise that was not kept, with everything that is known about it."""

    def __init__(self, check: Check) -> None:
        self.check = check
        super().__init__(check.message)


class MistakeInFile(Exception):
    """A test file, or what it was asked, cannot be understood: every fault at its place."""


@dataclass(frozen=True)
class Promised:
    """One promise: in which part of the file, for which story and posture (empty where it has none), and its path."""

    part: Part
    what: str
    subject: str
    story: str
    posture: str

    @property
    def name(self) -> str:
        """``recall-of-scan-on-coffee-01[coffee-machine-zones]``: readable, and easy to choose with ``-k``."""
        last = self.what.rpartition(".")[2] if "." in self.what else self.part.removesuffix("s")
        words = "-".join(escaped(f"{last} of {self.subject}").replace("[", "(").replace("]", ")").split())
        where = "-".join(Path(word).stem for word in (self.story, self.posture) if word)
        return f"{words}[{where}]" if where else words


class DetectFile(pytest.File):
    """A ``*.detect.yml``."""

    def collect(self) -> Iterator[PromiseItem]:
        """A test for each promise; raises for a file that cannot be understood, or that promises nothing."""
        seeds = self.config.getoption("--detect-seeds")
        faults = faults_of(partial(check_seeds, seeds)) if seeds is not None else []
        if faults:
            asked = [replace(fault, place=Place("--detect-seeds")) for fault in faults]
            raise MistakeInFile("\n".join(map(str, asked)))
        try:
            self.file = read_test(Path(relative(str(self.path))), seeds)
        except BadInput as error:
            raise MistakeInFile("\n".join(map(str, error.faults))) from None
        self.judged: dict[tuple[Part, str], dict[tuple[str, str, str], Check]] = {}
        names: dict[str, int] = {}
        for promised in promises_of(self.file):
            number = names[promised.name] = names.get(promised.name, 0) + 1
            name = promised.name if number == 1 else f"{promised.name}#{number}"
            yield PromiseItem.from_parent(self, name=name, promised=promised)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Faults as they are, without the way through the reader."""
        if isinstance(excinfo.value, MistakeInFile):
            return str(excinfo.value)
        return super().repr_failure(excinfo) if style is None else super()._repr_failure_py(excinfo, style)

    def check(self, promised: Promised) -> Check:
        """The verdict on *promised*, judged with its neighbours."""
        key = (promised.part, promised.posture)
        if key not in self.judged:
            self.judged[key] = _judge(_only(self.file, *key), cache_of(self.config))
        return self.judged[key][promised.what, promised.story, promised.posture]


class PromiseItem(pytest.Item):
    """A promise for one story under one posture."""

    parent: DetectFile

    def __init__(self, *, promised: Promised, **rest: Any) -> None:
        super().__init__(**rest)
        self.promised = promised
        self.add_marker(pytest.mark.detect)
        if _is_slow(self.parent.file.test, promised.part):
            self.add_marker(pytest.mark.slow)

    def runtest(self) -> None:
        """Raise unless the promise was kept."""
        check = self.parent.check(self.promised)
        self.user_properties.append(("measured", check.message))
        if not check.passed:
            raise PromiseBroken(check)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The timeline of a broken promise; anything else as pytest has it."""
        if isinstance(excinfo.value, PromiseBroken):
            return details(excinfo.value.check)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The line of the promise."""
        return self.path, max(0, self.parent.file.place(self.promised.what).line - 1), self.name


def promises_of(file: TestFile) -> Iterator[Promised]:
    """What *file* promises, story by story and posture by posture, in the order in which it is judged."""
    test = file.test
    stories = test.told or ("",) * bool(test.recording)
    for posture in test.postures:
        for story in stories:
            for place, promise in enumerate(test.expect):
                parts = [name for name in JUDGES if getattr(promise, name)]
                yield from (_one("expect", f"expect[{place}].{name}", promise, story, posture) for name in parts)
        for number, each in enumerate(test.robustness):
            yield from (_one("robustness", f"robustness[{number}]", each, story, posture) for story in stories)
        for name in ("false_alerts_per_day", "analyst_minutes_per_day"):
            if getattr(test.benign, name, None) is not None:
                yield Promised("benign", f"benign.{name}", "the ruleset", "", posture)
    for number, case in enumerate(test.cases):
        subject = f"{case.rule} {case.name or number + 1}"
        yield Promised("cases", f"cases[{number}]", subject, "", "")


def _one(part: Part, what: str, said: Accusation, story: str, posture: str) -> Promised:
    return Promised(part, what, said.words, story, posture)


def _only(file: TestFile, part: Part, posture: str) -> TestFile:
    """*file* with nothing but one part under one posture; places keep their numbers."""
    empty: dict[str, Any] = {"expect": (), "benign": None, "robustness": (), "cases": ()}
    kept = {name: value for name, value in empty.items() if name != part}
    if posture:
        kept["postures"] = (posture,)
    return replace(file, test=file.test.model_copy(update=kept), warnings=())


def _judge(file: TestFile, cache: Path) -> dict[tuple[str, str, str], Check]:
    """The verdicts on *file*, by path, and by story and posture as the file calls them."""
    shared = "PYTEST_XDIST_WORKER" in os.environ
    if shared:
        make_once([work for work, _ in gather(plan(file))], cache)
    checks = judge_files([file], cache, 1 if shared else None).checks
    called = dict(_names(file))
    return {(check.what, called.get(check.story, check.story), called.get(check.posture, check.posture)): check
            for check in checks}  # fmt: skip


def _names(file: TestFile) -> Iterator[tuple[str, str]]:
    """Stories and postures as runs call them, and as the file does, which may name a path."""
    from twin.lab.loader import load_posture, load_story

    yield from ((load_story(story, file.test.site).name, story) for story in file.test.told)
    yield from ((load_posture(posture).name, posture) for posture in file.test.postures)


def _is_slow(test: DetectTest, part: Part) -> bool:
    if part == "benign":
        days = test.benign.days if test.benign else None
        return days is not None and 24 * days > MANY_HOURS
    return part != "cases" and not test.recording and len(seeds_of(test.seeds, test.first_seed)) >= MANY_SEEDS
