"""The clock breaks ties by priority and then by name, never by who asked first."""

from __future__ import annotations

from collections.abc import Generator

from hypothesis import given
from hypothesis import strategies as st
from simpy.events import Event

from twin.core.clock import EARLY, LAST, USUAL, Clock


@given(st.permutations(["amr-001", "amr-002", "dc-01", "fw", "zz"]))
def test_events_of_one_time_run_in_order_of_their_names(order: list[str]) -> None:
    """Whatever the order of scheduling, the order of running is the same."""
    clock, ran = Clock(), []
    for name in order:
        clock.at(10, name, lambda n=name: ran.append(n))
    clock.run_until(11)
    assert ran == sorted(order)


def test_priority_comes_before_the_name() -> None:
    """Decisions act early, the log's seal comes last."""
    clock, ran = Clock(), []
    for name, priority in (("a", LAST), ("b", USUAL), ("c", EARLY)):
        clock.at(5, name, lambda n=name: ran.append(n), priority)
    clock.run_until(6)
    assert ran == ["c", "b", "a"]


def test_a_beat_comes_at_whole_multiples_of_its_period() -> None:
    """Not at 0, not at the end of the run, and at the multiples when begun between two."""
    clock, times = Clock(), []
    clock.at(7, "start", lambda: clock.every(10, "beat", lambda: times.append(clock.now_us)))
    clock.run_until(40)
    assert times == [10, 20, 30]


def test_a_cancelled_timer_does_nothing() -> None:
    """Its time comes and passes."""
    clock, ran = Clock(), []
    clock.at(5, "x", lambda: ran.append("x")).cancel()
    clock.run_until(10)
    assert ran == []


def test_a_time_in_the_past_means_now() -> None:
    """The clock never goes back."""
    clock, ran = Clock(), []
    clock.at(8, "late", lambda: clock.at(3, "past", lambda: ran.append(clock.now_us)))
    clock.run_until(20)
    assert ran == [8]


def test_processes_sleep_in_whole_microseconds() -> None:
    """A SimPy process and a timer share one clock."""
    clock, seen = Clock(), []

    def walk() -> Generator[Event, object, None]:
        for _ in range(3):
            yield clock.sleep(4, "walker")
            seen.append(clock.now_us)

    clock.start(walk())
    clock.run_until(100)
    assert seen == [4, 8, 12]


def test_settling_flushes_every_cohort_to_now_in_order_of_attachment() -> None:
    """Whoever changes something calls it first."""
    clock, flushed = Clock(), []

    class Population:
        def __init__(self, name: str) -> None:
            self.name = name

        def flush(self, until_us: int) -> None:
            flushed.append((self.name, until_us))

    clock.attach(Population("first"))
    clock.attach(Population("second"))
    clock.at(30, "change", clock.settle)
    clock.run_until(31)
    assert flushed == [("first", 30), ("second", 30)]
