"""Once: several processes that want the same runs share them out, and each run is made by one of them.

Whoever wants runs goes through them and takes the first that nobody has in hand; what another process has in hand is
left to it, and waited for at the end. A run in hand is a lock on an empty file beside the tapes, which the kernel lets
go of however its holder ends.

Source: POSIX advisory locks, flock(2).
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from twin.lab.detection.listen import Work, do, is_kept
from twin.lab.detection.tapes import short_hash


def make_once(works: Sequence[Work], cache: Path) -> int:
    """Have all *works* kept under *cache*; how many of them were left for this process to make."""
    made, busy = 0, []
    for work in works:
        done = _take(work, cache, wait=False)
        made += bool(done)
        busy += [work] if done is None else []
    return made + sum(bool(_take(work, cache, wait=True)) for work in busy)


def _take(work: Work, cache: Path, *, wait: bool) -> bool | None:
    """Whether this process made it; None where another one has it in hand and *wait* is not asked for."""
    if is_kept(work, cache):
        return False
    with _in_hand(cache / "locks" / f"{short_hash(work.take.key, work.live)}.lock", wait=wait) as mine:
        if not mine:
            return None
        if is_kept(work, cache):
            return False
        do(work, cache)
        return True


@contextmanager
def _in_hand(path: Path, *, wait: bool) -> Iterator[bool]:
    """Whether this process holds the lock on *path*, which it lets go of at the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
