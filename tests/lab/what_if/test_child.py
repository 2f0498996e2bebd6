"""A process that goes on from where this one stands."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from twin.core.errors import BadInput, Fault, Place
from twin.lab.what_if.child import FORKS, Child

pytestmark = pytest.mark.skipif(not FORKS, reason="this machine cannot double a process")

ORPHAN = """
import sys, time
from pathlib import Path
from twin.lab.what_if.child import Child

def task(still_wanted):
    for _ in range(600):
        Path(sys.argv[1]).write_text("alive")
        time.sleep(0.05)
        still_wanted()

Child(task).result()
"""


def test_a_child_sees_what_was_and_changes_nothing_here() -> None:
    """Its writes stay with it; what it says may be larger than a pipe holds."""
    seen = [1, 2]

    def task(_: object) -> list[int]:
        seen.append(3)
        return seen * 100_000

    assert Child(task).result() == [1, 2, 3] * 100_000
    assert seen == [1, 2]


def test_what_a_child_raises_is_raised_here() -> None:
    """With its faults."""

    def task(_: object) -> None:
        raise BadInput([Fault(Place("here"), "bad-value", "no", "yes")])

    with pytest.raises(BadInput, match="no"):
        Child(task).result()


def test_a_child_that_dies_is_no_result() -> None:
    """Silence is not taken for an answer."""
    with pytest.raises(RuntimeError, match="without a word"):
        Child(lambda _: os._exit(9)).result()


def test_a_child_does_not_outlive_its_parent(tmp_path: Path) -> None:
    """Whoever kills the parent leaves nobody behind."""
    sign = tmp_path / "sign"
    with subprocess.Popen([sys.executable, "-c", ORPHAN, str(sign)]) as parent:
        while not sign.exists():
            time.sleep(0.05)
        parent.send_signal(signal.SIGKILL)
    time.sleep(1)
    sign.unlink(missing_ok=True)
    time.sleep(0.5)
    assert not sign.exists()
