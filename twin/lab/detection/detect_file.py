"""A test file, read and checked: every fault at its place, all of them at once, and what it cannot prove as a warning.

Names that begin with ``./`` or ``../`` (a story, site, posture, recording, or the rules of a Sigma detector) are looked
up beside the test file, so that a repository of rules can be copied anywhere; other names are the lab's own.

A promise that nothing could break is refused: an unknown step or impact, an asset that the site lacks, a rule that the
ruleset lacks, a test that expects nothing.

Source: none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from math import ceil
from os.path import normpath
from pathlib import Path

from twin.core.errors import BadInput, Fault, Place
from twin.core.rule_names import TEST_FILES, is_test, yaml_below
from twin.detectors import DETECTORS
from twin.lab.asked import check_seeds, faults_of
from twin.lab.detection.promise_checks import check_promises
from twin.lab.detection.promises import DetectTest
from twin.lab.detection.proofs import warnings_of
from twin.lab.detection.results import is_of_rules
from twin.lab.detection.rules import is_shown
from twin.lab.document import read_plain_document
from twin.lab.kinds import split_choice
from twin.lab.loader import load_story
from twin.lab.rule_files import check_rule_files
from twin.lab.shape import check
from twin.lab.written import Written, in_order

_NAMES = ("story", "site", "recording")
_LISTS = ("stories", "postures")


@dataclass(frozen=True)
class TestFile:
    """A test file that can be run: what it says, where it says it, and what it cannot prove."""

    __test__ = False  # its name is no invitation to pytest

    path: Path
    test: DetectTest
    places: Mapping[str, Place]
    warnings: tuple[Fault, ...]

    def place(self, path: str) -> Place:
        """Where *path* (``expect[0].recall``) is written; the nearest above it where it is not written itself."""
        while path and path not in self.places:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.places.get(path, Place(str(self.path), 1))


def test_files(paths: Iterable[str | Path]) -> tuple[list[Path], list[Fault]]:
    """The files named, and those in the folders named, in order and each once; and what is wrong with the paths."""
    files: dict[Path, Path] = {}
    faults: list[Fault] = []
    for path in map(Path, paths):
        if path.is_dir():
            for found in (each for each in yaml_below(path) if is_test(each) and is_shown(each, path)):
                files.setdefault(found.resolve(), found)
        elif is_test(path) and path.is_file():
            files.setdefault(path.resolve(), path)
        else:
            problem = f"this is no test file ({TEST_FILES}) and no folder" if path.exists() else "there is no such file"
            faults.append(Fault(Place(str(path)), "missing-file", problem, f"name {TEST_FILES} files or their folder"))
    return list(files.values()), faults


def read_test(path: Path, seeds: int | None = None) -> TestFile:
    """The test in *path*; *seeds* replaces its own count. Raises :class:`BadInput` with all its faults."""
    faults: list[Fault] = []
    written = _beside(read_plain_document(path, faults), path.parent)
    entries = dict(written.entries)
    if "detectors" in entries and isinstance(entries["detectors"].value, list):
        for choice in entries["detectors"].items:
            check_rule_files(choice, faults)
        choices = [split_choice(choice, DETECTORS, "a detector", faults) for choice in entries["detectors"].items]
        entries["detectors"] = replace(entries["detectors"], value=choices)
    made = check(DetectTest, written.with_entries(entries), faults)
    if made is not None:
        _check_seeds(made, written, faults)
    if made is not None and all(map(is_of_rules, faults)):
        check_promises(made, written, faults)
    if faults or made is None:
        raise BadInput(in_order(faults))
    if seeds is not None:
        made = made.model_copy(update={"seeds": seeds})
    days = sum(hours * len(seeds) for _, hours, seeds in benign_runs(made)) / 24
    return TestFile(path, made, dict(_places(written)), tuple(warnings_of(made, written, days)))


def benign_runs(test: DetectTest) -> list[tuple[str, float, tuple[int, ...]]]:
    """Story, hours of a run and seeds of the quiet days that *test* asks for.

    Days are shared equally among the stories, in whole runs and never fewer than it takes.
    """
    benign, found = test.benign, []
    for story in benign.stories if benign else ():
        hours = benign.hours if benign and benign.hours else load_story(story, test.site).hours
        if benign and benign.days is not None:
            count = max(1, ceil(24 * benign.days / len(benign.stories) / hours - 1e-9))
            found.append((story, hours, seeds_of(count, test.first_seed)))
        elif benign and benign.seeds is not None:
            found.append((story, hours, seeds_of(benign.seeds, test.first_seed)))
    return found


def seeds_of(seeds: int | tuple[int, ...], first: int) -> tuple[int, ...]:
    """The seeds that *seeds* means: a count from *first* on, or themselves."""
    return tuple(range(first, first + seeds)) if isinstance(seeds, int) else seeds


def _check_seeds(made: DetectTest, written: Written, faults: list[Fault]) -> None:
    stated = [("seeds", made.seeds)]
    if made.benign is not None and made.benign.seeds is not None:
        stated.append(("benign", made.benign.seeds))
    stated += [("robustness", each.seeds) for each in made.robustness if each.seeds is not None]
    for key, seeds in stated:
        found = faults_of(partial(check_seeds, seeds))
        faults += [written[key].fault(fault.code, fault.message, fault.remedy) for fault in found]


def _beside(written: Written, folder: Path) -> Written:
    """*written* with the names that begin with ``./`` or ``../`` as paths from *folder*."""
    entries = dict(written.entries)
    for key in (*_NAMES, *_LISTS):
        if key in entries:
            entries[key] = _moved(entries[key], folder)
    if "benign" in entries and "stories" in entries["benign"].entries:
        benign = entries["benign"]
        stories = _moved(benign["stories"], folder)
        entries["benign"] = benign.with_entries({**benign.entries, "stories": stories})
    if "detectors" in entries and isinstance(entries["detectors"].value, list):
        entries["detectors"] = replace(
            entries["detectors"], value=[_with_rules(each, folder) for each in entries["detectors"].items]
        )
    return written.with_entries(entries)


def _with_rules(choice: Written, folder: Path) -> Written:
    if "rules" not in choice.entries:
        return choice
    return choice.with_entries({**choice.entries, "rules": _moved(choice["rules"], folder.resolve())})


def _moved(value: Written, folder: Path) -> Written:
    """*value*, or each of its items, from *folder*; without detours where that has none that are links."""
    if isinstance(value.value, list):
        return replace(value, value=[_moved(each, folder) for each in value.items])
    if not value.text.startswith(("./", "../")):
        return value
    moved = folder / value.text
    plain = Path(normpath(moved))
    return replace(value, value=str(plain if plain.resolve() == moved.resolve() else moved))


def _places(written: Written) -> Iterator[tuple[str, Place]]:
    if written.path:
        yield written.path, written.key if written.key.source else written.place
    for child in (*written.entries.values(), *written.items):
        yield from _places(child)
