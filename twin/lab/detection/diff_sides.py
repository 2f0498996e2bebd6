"""Sides: what two rulesets are compared, each a folder or file of rules, a posture, or a state of the repository.

A path that is there comes first, then a posture by name, then a revision that git knows: ``main``, ``HEAD~1``, or with
a folder ``v1.0:detections/rules``. Of a revision the rules are put into a folder of their own; the work tree, the
index and the repository stay as they are. Without a folder it is the first of ``scenarios/rules``, ``rules`` and the
folder where one is that the revision has rules in.

Source: git's own names of revisions (gitrevisions(7)).
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from twin.core.errors import BadInput, Fault, Place
from twin.core.rule_names import is_test, is_yaml, may_be_rule
from twin.lab.detection.rules import NamedRule, rules_in, rules_of
from twin.lab.loader import load_posture
from twin.lab.rule_files import KIND
from twin.lab.scenario import Choice

_FOLDERS = ("scenarios/rules", "rules", ".")


@dataclass(frozen=True)
class Side:
    """One of the two: ``rules`` is a file or folder of rules, ``posture`` a name or path; one of them is set."""

    name: str
    rules: Path | None = None
    posture: str = ""

    def ruleset(self, instead_of: tuple[Choice, ...] = ()) -> tuple[Choice, ...]:
        """Its detectors; rules take the place of the Sigma detectors of *instead_of*."""
        if self.rules is None:
            return load_posture(self.posture).ruleset
        options = {"rules": (str(self.rules.resolve()),), "unsupported": "report"}
        return (*(each for each in instead_of if each.kind != KIND), Choice(kind=KIND, parameters=options))

    @property
    def named(self) -> tuple[NamedRule, ...]:
        """Its Sigma rules."""
        return rules_of(self.ruleset())


def side_of(word: str, scratch: Path) -> Side:
    """What *word* means; rules of a revision are put below *scratch*. Raises ``BadInput`` for what means nothing."""
    path = Path(word)
    if not word.strip():
        raise BadInput([Fault(Place("A or B"), "missing-value", "a ruleset has no name", "name rules or a posture")])
    if path.is_dir() or (path.is_file() and may_be_rule(path)):
        return Side(word, rules=path)
    try:
        load_posture(word)
    except BadInput as error:
        if path.is_file():
            raise
        return _revision(word, scratch, error)
    return Side(word, posture=word)


def _revision(word: str, scratch: Path, error: BadInput) -> Side:
    revision, _, folder = word.partition(":")
    commit = (
        _git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}") if revision[:1] not in ("", "-") else None
    )
    if commit is None:
        problem = f"{word!r} is no file or folder of rules, no posture and no revision of a git repository here"
        remedy = next((fault.remedy for fault in error.faults if fault.remedy), "check the path")
        raise BadInput([Fault(Place(word), "missing-file", problem, remedy)])
    target = scratch / "".join(letter if letter.isalnum() else "-" for letter in word)
    for each in [folder] if folder else _FOLDERS:
        _extract(commit.decode().strip(), each, target)
        if rules_in([target]):
            return Side(word, rules=target)
    problem = f"revision {revision!r} has no rules in {folder or ', '.join(_FOLDERS)}"
    raise BadInput([Fault(Place(word), "missing-rules", problem, "name their folder: REVISION:FOLDER")])


def _extract(commit: str, folder: str, target: Path) -> None:
    """Write the rule files that *commit* has below *folder* to *target*."""
    for name in _files(commit, folder):
        text = _git("show", f"{commit}:./{name}")
        if text is not None:
            path = target / PurePosixPath(name).relative_to(PurePosixPath(folder))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
            if not rules_in([path]) and folder == ".":
                path.unlink()


def _files(commit: str, folder: str) -> Iterator[str]:
    listed = _git("ls-tree", "-r", "-z", "--name-only", commit, "--", folder) or b""
    for name in listed.decode("utf-8", errors="surrogateescape").split("\0"):
        if is_yaml(name) and not is_test(name) and ".." not in PurePosixPath(name).parts:
            yield name


def _git(*words: str) -> bytes | None:
    """What git says, or None where it says no, or is not there."""
    try:
        return subprocess.run(["git", *words], capture_output=True, check=True).stdout  # noqa: S603, S607
    except (OSError, subprocess.CalledProcessError, ValueError):
        return None
