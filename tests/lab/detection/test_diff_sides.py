"""A side is what is there, else a posture, else a revision; nothing of the repository is changed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.lab.detection.sights import SINGLE, UNABLE, write_rule
from twin.core.errors import BadInput
from twin.lab.detection.diff_sides import Side, side_of
from twin.lab.loader import load_posture


def _git(*words: str) -> str:
    plain = ("git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false", *words)
    return subprocess.run(plain, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose first commit has one rule, and whose work tree has two."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules").mkdir()
    write_rule(tmp_path / "rules", SINGLE, "a.yml")
    _git("init", "-q")
    _git("add", ".")
    _git("commit", "-q", "-m", "one")
    write_rule(tmp_path / "rules", UNABLE, "b.yml")
    return tmp_path


def test_a_folder_and_a_posture_are_sides(tmp_path: Path) -> None:
    """Rules take the place of the posture's Sigma detector, and of nothing else."""
    write_rule(tmp_path, SINGLE)
    side = side_of(str(tmp_path), tmp_path / "scratch")
    assert [rule.title for rule in side.named] == ["Write from an office"]
    zones = load_posture("zones").ruleset
    kinds = [choice.kind for choice in side.ruleset(zones)]
    assert sorted(kinds) == sorted(choice.kind for choice in zones)
    assert side_of("zones", tmp_path) == Side("zones", posture="zones")
    assert side_of("zones", tmp_path).ruleset() == zones


@pytest.mark.parametrize("word", ["HEAD", "HEAD:rules"])
def test_a_revision_has_the_rules_of_then(repository: Path, word: str) -> None:
    """Its files are elsewhere; status and work tree are as before."""
    before = _git("status", "--porcelain")
    side = side_of(word, repository / ".scratch")
    assert [rule.title for rule in side.named] == ["Write from an office"]
    assert [rule.title for rule in side_of("rules", repository).named] == ["Write from an office", "Of another field"]
    assert _git("status", "--porcelain").replace("?? .scratch/\n", "") == before


@pytest.mark.parametrize("word", ["no-such-thing", "HEAD:nowhere", "--help", ""])
def test_what_means_nothing_is_refused(repository: Path, word: str) -> None:
    """By name, with a remedy; a word is never an option of git."""
    with pytest.raises(BadInput) as refused:
        side_of(word, repository / ".scratch")
    assert refused.value.faults[0].remedy
