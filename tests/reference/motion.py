"""The laws of motion of robots on lanes, read slowly: sets and loops over one robot at a time.

Driving: as fast as acceleration, top speed and the way that is free allow, braking at the normal rate where that is
known in time. Reserving: one robot wins each place: the longest waiting, then the lowest number. Everybody who won is
thought to move, and who cannot is struck off until nothing changes: what is left is the greatest set of robots that
move together.
"""

from __future__ import annotations

from math import sqrt

from twin.plant.robots import Hold, Robots

TICK_S = 0.5


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


def drive(robots: Robots) -> list[tuple[float, float]]:
    """Speed at the end of the next step (m/s) and way in it (m) of every robot."""
    speed = [_speed(robots, robot) for robot in range(robots.count)]
    reach = [
        robots.prog_m[robot] + (float(robots.speed_mps[robot]) + speed[robot]) * 0.25 for robot in range(robots.count)
    ]
    changed = True
    while changed:
        changed = False
        for robot in range(robots.count):
            lead, come = int(robots.lead[robot]), float(robots.prog_m[robot])
            if lead < 0 or robots.after[lead] < 0 or robots.cell[lead] != robots.after[robot]:
                continue
            most = max(reach[lead], come)
            if reach[robot] > most:
                reach[robot], changed = most, True
                speed[robot] = min(speed[robot], (most - come) / TICK_S)
    way = [min(reach[robot], robots.span_m[robot]) - robots.prog_m[robot] for robot in range(robots.count)]
    return list(zip(speed, map(float, way), strict=True))


def _speed(robots: Robots, robot: int) -> float:
    """How fast it would be at the end of the step if nobody were ahead of it."""
    spec, now = robots.spec, float(robots.speed_mps[robot])
    at_once = bool(robots.holds[robot] & (Hold.PROTECTIVE | Hold.EMERGENCY))
    leave = 0.0 if at_once or robots.after[robot] < 0 else float(robots.limit_mps[robot])
    brake = spec.emergency_mps2 if at_once else spec.braking_mps2
    fast = min(max(leave, now - brake * TICK_S), now + spec.acceleration_mps2 * TICK_S)
    room = float(robots.span_m[robot] - robots.prog_m[robot])
    if not (robots.halt[robot] or robots.holds[robot]):
        room += min(float(robots.slack_m[robots.want[robot]]), float(robots.beyond_m[robot]))
    braked = spec.braking_mps2 * TICK_S
    bend = sqrt(max(0.0, room * (2.0 * spec.braking_mps2) - now * braked + braked * braked / 4.0)) - braked / 2.0
    return max(0.0, min(fast, bend), now - max(spec.braking_mps2, spec.emergency_mps2) * TICK_S)
