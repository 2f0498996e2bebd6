"""Pace: the share of their top speed at which robots drive while responses slow them down.

Several measures may slow one robot at once; the slowest counts. Each is a token of its own, so that ending them in any
order leaves what the others ask for, and ending all of them the full speed.

Sources: ISO 3691-4:2023 (reduced speed of driverless trucks as a risk reduction); the shares are the responses' own.
"""

from __future__ import annotations

from collections.abc import Sequence

from twin.plant.robots import Robots


class Pace:
    """What slows the robots of one fleet, by token."""

    def __init__(self, robots: Robots) -> None:
        self._robots, self._tokens = robots, 0
        self._slow: dict[int, tuple[tuple[int, ...], float]] = {}

    def slow(self, robots: Sequence[int], share: float) -> int:
        """Let *robots* drive at *share* (above 0, at most 1) of their top speed; the token ends it."""
        if not 0.0 < share <= 1.0:
            raise ValueError(f"{share} is no share of a speed")
        self._tokens += 1
        self._slow[self._tokens] = tuple(robots), share
        self._follow(robots)
        return self._tokens

    def end(self, token: int) -> None:
        """End what slowed robots down. Raises ``KeyError`` where it is over already."""
        robots, _ = self._slow.pop(token)
        self._follow(robots)

    def _follow(self, robots: Sequence[int]) -> None:
        for robot in robots:
            shares = [share for members, share in self._slow.values() if robot in members]
            self._robots.drive_at(robot, min(shares, default=1.0))
