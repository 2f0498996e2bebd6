"""A host that is killed has a successor at once; one that leaves, or is killed again and again, has none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = """
import os, signal, sys
from twin.exercise.host.supervise import supervise

def play(dead):
    with open("plays.txt", "a") as file:
        print(os.getpid(), dead, file=file)
    lines = open("plays.txt").read().splitlines()
    {act}

sys.exit(supervise(play))
"""


def _play(tmp_path: Path, repo: Path, act: str) -> tuple[int, list[list[int]], str]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(act=act)], cwd=tmp_path, env={"PYTHONPATH": str(repo)}, check=False,
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    lines = (tmp_path / "plays.txt").read_text().splitlines()
    return done.returncode, [[int(word) for word in line.split()] for line in lines], done.stderr


def test_a_successor_knows_who_was_killed(tmp_path: Path, repo: Path) -> None:
    """And its own end is the end."""
    act = "os.kill(os.getpid(), signal.SIGKILL) if len(lines) < 3 else None; return 0"
    code, plays, _ = _play(tmp_path, repo, act)
    assert code == 0
    assert [dead for _, dead in plays] == [0, plays[0][0], plays[1][0]]


def test_who_leaves_by_itself_is_not_replaced(tmp_path: Path, repo: Path) -> None:
    """Its exit code is the parent's."""
    code, plays, _ = _play(tmp_path, repo, "return 1")
    assert (code, len(plays)) == (1, 1)


def test_who_fails_is_not_replaced_and_says_why(tmp_path: Path, repo: Path) -> None:
    """A fault would only come again."""
    code, plays, said = _play(tmp_path, repo, "raise ValueError('no such hub')")
    assert (code, len(plays)) == (3, 1)
    assert "no such hub" in said


def test_who_is_killed_again_and_again_is_given_up(tmp_path: Path, repo: Path) -> None:
    """After five successors in a minute."""
    code, plays, _ = _play(tmp_path, repo, "os.kill(os.getpid(), signal.SIGKILL)")
    assert (code, len(plays)) == (3, 6)


def test_a_signal_to_the_parent_reaches_the_child(tmp_path: Path, repo: Path) -> None:
    """Which leaves as it likes."""
    act = (
        "signal.signal(signal.SIGTERM, lambda *_: os._exit(7)); os.kill(os.getppid(), signal.SIGTERM); "
        "signal.pause(); return 0"
    )
    code, plays, _ = _play(tmp_path, repo, act)
    assert (code, len(plays)) == (7, 1)
