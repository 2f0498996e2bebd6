"""What the exercise room takes from outside: the time of day, and bytes that nobody can guess.

A run knows neither; it replays. A room of people needs both: an exercise goes on while seconds pass, and a join code
must not follow from anything that can be read. This is the only module of ``twin`` that asks for them, and nothing that
a run is made of may import it.

Source: RFC 3339 for times; Python documentation, "secrets", for what is unguessable.
"""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime

Wall = str
"""A moment for people and logs: ISO 8601 in UTC, to the second, such as 2026-11-22T10:40:05Z."""


def seconds() -> float:
    """Seconds since 1970, by this machine's clock."""
    return time.time()


def ticking() -> float:
    """Seconds of a clock that never goes back; only differences mean anything."""
    return time.monotonic()


def pause(duration_s: float) -> None:
    """Wait so many seconds."""
    time.sleep(duration_s)


def wall_of(moment_s: float) -> Wall:
    """*moment_s*, seconds since 1970, as people and logs write it."""
    return datetime.fromtimestamp(moment_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds_of(wall: Wall) -> float:
    """Seconds since 1970 of a moment as logs write it."""
    return datetime.fromisoformat(wall).timestamp()


def unguessable(size: int) -> bytes:
    """So many bytes from the operating system's source of chance."""
    return secrets.token_bytes(size)
