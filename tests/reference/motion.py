"""The reservation rule of robots on lanes, read slowly: sets and loops over one robot at a time.

One robot wins each place: the longest waiting, then the lowest number. Everybody who won is thought to move, and who
cannot is struck off until nothing changes: what is left is the greatest set of robots that move together.
"""

from __future__ import annotations

from twin.plant.robots import Robots


def movers(robots: Robots, asking: list[int]) -> set[int]:
    """Who of *asking* is granted the place it wants."""
    moving = set(_winners(robots, asking).values())
    while True:
        struck = {robot for robot in moving if not _may(robots, robot, moving)}
        if not struck:
            return moving
        moving -= struck


def _winners(robots: Robots, asking: list[int]) -> dict[int, int]:
    won: dict[int, int] = {}
    for robot in asking:
        place = int(robots.want[robot])
        best = won.get(place, robot)
        if (robots.waited[robot], -robot) >= (robots.waited[best], -best):
            won[place] = robot
    return won


def _may(robots: Robots, robot: int, moving: set[int]) -> bool:
    """Whether the place that *robot* wants is free, or will be because its occupant goes, and not into a swap."""
    place = int(robots.want[robot])
    occupant = int(robots.claim[place])
    if occupant < 0:
        return True
    if robots.cell[occupant] != place:
        return False
    if robots.after[occupant] >= 0:
        return True
    return occupant in moving and bool(robots.want[occupant] != robots.cell[robot])
