"""Several processes share runs out; none is made twice, and a process that dies holds nobody up."""

from __future__ import annotations

import fcntl
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from twin.lab.detection.listen import Work
from twin.lab.detection.tapes import Take
from twin.lab.detection.testing import once


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The seeds that were made, in a lab where making is writing a file."""
    seeds: list[int] = []

    def do(work: Work, cache: Path) -> None:
        seeds.append(work.take.seed)
        (cache / str(work.take.seed)).touch()

    monkeypatch.setattr(once, "do", do)
    monkeypatch.setattr(once, "is_kept", lambda work, cache: (cache / str(work.take.seed)).exists())
    return seeds


WORKS = [Work(Take("coffee-machine", "zones", seed), ()) for seed in range(1, 9)]


def test_a_run_is_made_by_one_of_many(tmp_path: Path, made: list[int]) -> None:
    """Four at once want the same eight runs."""
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda _: once.make_once(WORKS, tmp_path), range(4)))
    assert sorted(made) == list(range(1, 9))
    assert sum(counts) == 8
    assert once.make_once(WORKS, tmp_path) == 0


def test_what_another_has_in_hand_is_left_until_the_end(tmp_path: Path, made: list[int]) -> None:
    """The second run is busy, so it is made last, once its holder has let go without having made it."""
    once.make_once(WORKS[:1], tmp_path)
    (lock,) = (tmp_path / "locks").iterdir()
    (tmp_path / "1").unlink()
    made.clear()
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert once._take(WORKS[0], tmp_path, wait=False) is None
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(once.make_once, WORKS[:3], tmp_path)
            while sorted(made) != [2, 3]:
                assert not waiting.done()
            fcntl.flock(held, fcntl.LOCK_UN)
            assert waiting.result() == 3
    assert made == [2, 3, 1]
