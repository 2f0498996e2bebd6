"""Processes that do jobs, and can be sent home."""

from __future__ import annotations

import os
import time

import pytest

from twin.core.errors import BadInput, Fault, Place
from twin.lab.what_if.crew import crew_size, in_turn

FAULT = BadInput([Fault(Place("here"), "bad-value", "no", "yes")])


def _square(number: int) -> int:
    if number < 0:
        raise FAULT
    return number * number


def _sleep(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def _end(_: int) -> int:
    os._exit(3)


def test_every_job_is_done_once() -> None:
    """By two workers, in whichever order."""
    assert dict(in_turn(range(7), _square, 2, lambda: None)) == {number: number**2 for number in range(7)}


def test_what_a_job_raises_comes_to_whoever_asked() -> None:
    """A fault with all it says, and the others go home."""
    with pytest.raises(BadInput, match="no"):
        dict(in_turn([1, -1, 2], _square, 2, lambda: None))


def test_who_waits_hears_a_beat_and_may_stop_there() -> None:
    """Nobody is left at work: a minute's sleep is not waited for."""
    began = time.monotonic()

    def enough() -> None:
        if time.monotonic() - began > 1:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        dict(in_turn([60.0, 60.0], _sleep, 2, enough))
    assert time.monotonic() - began < 30


def test_a_worker_that_dies_is_told_and_not_waited_for() -> None:
    """With how it ended."""
    with pytest.raises(RuntimeError, match=r"ended in the middle of its work \(3\)"):
        dict(in_turn([1], _end, 1, lambda: None))


def test_a_crew_is_no_larger_than_its_work() -> None:
    """And at least one."""
    assert crew_size(4, 2) == 2
    assert crew_size(1, 9) == 1
    assert crew_size(None, 1) == 1
