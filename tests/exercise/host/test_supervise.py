"""A host that is killed has a successor at once; one that leaves, or is killed again and again, has none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = """
import os, signal, sys, time
from twin.exercise.host import supervise as module
{first}

def play(dead):
    with open("plays.txt", "a") as file:
        print(os.getpid(), dead, file=file)
    lines = open("plays.txt").read().splitlines()
    {act}

sys.exit(module.supervise(play))
"""


def _play(tmp_path: Path, repo: Path, act: str, first: str = "") -> tuple[int, list[list[int]], str]:
    script = SCRIPT.format(act=act, first=first)
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env={"PYTHONPATH": str(repo)}, check=False,
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    plays = tmp_path / "plays.txt"
    lines = plays.read_text().splitlines() if plays.exists() else []
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


def test_who_is_asked_to_stop_between_two_children_makes_no_other(tmp_path: Path, repo: Path) -> None:
    """There is nobody to tell, so it is remembered."""
    asked = "module.pause = lambda _s: os.kill(os.getpid(), signal.SIGTERM)"
    code, plays, _ = _play(tmp_path, repo, "os.kill(os.getpid(), signal.SIGKILL) if len(lines) == 1 else 0", asked)
    assert (code, len(plays)) == (0, 1)


def test_who_is_asked_to_stop_while_it_forks_tells_the_child(tmp_path: Path, repo: Path) -> None:
    """Which does not play yet, or leaves."""
    asked = "os.register_at_fork(after_in_parent=lambda: os.kill(os.getpid(), signal.SIGTERM))"
    code, _, _ = _play(tmp_path, repo, "time.sleep(5); return 7", asked)
    assert code == 0


def test_a_child_that_is_asked_to_stop_before_it_plays_does_not_play(tmp_path: Path, repo: Path) -> None:
    """It has nothing to give back."""
    asked = "os.register_at_fork(after_in_child=lambda: os.kill(os.getpid(), signal.SIGTERM))"
    code, plays, _ = _play(tmp_path, repo, "return 7", asked)
    assert (code, plays) == (0, [])


def test_a_child_leaves_when_asked_until_it_says_how_it_leaves(tmp_path: Path, repo: Path) -> None:
    """Between its first word and its own handlers nothing swallows a signal."""
    code, plays, _ = _play(tmp_path, repo, "os.kill(os.getpid(), signal.SIGTERM); time.sleep(0.1); return 7")
    assert (code, len(plays)) == (0, 1)


def test_a_child_that_does_not_leave_is_killed_and_has_no_successor(tmp_path: Path, repo: Path) -> None:
    """It hangs, or somebody stopped it."""
    stopped = "os.kill(os.getppid(), signal.SIGTERM); os.kill(os.getpid(), signal.SIGSTOP); return 7"
    deaf = f"signal.signal(signal.SIGTERM, signal.SIG_IGN); {stopped}"
    code, plays, _ = _play(tmp_path, repo, deaf, "module.LEAVES_S = 0.2")
    assert (code, len(plays)) == (0, 1)
