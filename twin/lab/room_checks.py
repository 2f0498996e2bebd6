"""What single ranges cannot say about rooms: walls that lead nowhere, limits the wrong way round, laws that cannot act.

Every one of these would build and run, and show nonsense: a room whose heat has nowhere to go warms for ever, limits
the wrong way round condemn all product at once, and a thermostat that only opens and closes cannot modulate.
"""

from __future__ import annotations

from collections.abc import Sequence

from twin.core.errors import Fault
from twin.lab.kinds import known_name
from twin.lab.scenario import Site
from twin.lab.written import Written, show
from twin.plant.spec import RoomSpec

_DAY_MIN, _HOUR_S = 1440.0, 3600.0
_BALL = 36.0 ** (1.0 / 3.0) * 3.141592653589793 ** (1.0 / 3.0)
"""Surface of a ball over the two-thirds power of its volume: the cube root of 36 pi, 4.836."""


def check_rooms(written: Written, site: Site, faults: list[Fault]) -> None:
    """Add what is contradictory in the rooms of *site*, at the value to change."""
    names = [room.name for room in site.plant.rooms]
    walls: set[frozenset[str]] = set()
    for at, room in zip(_rooms(written), site.plant.rooms, strict=True):
        _check_walls(at, room, names, walls, faults)
        _check_limits(at, room, faults)
        _check_product(at, room, faults)
        _check_law(at, room, faults)
        _check_hours(at, room, faults)
        _check_doors(at, room, faults)
        _check_shape(at, room, site.plant.rooms, faults)
    warmed = _with_a_path(site.plant.rooms, walls)
    for at, room in zip(_rooms(written), site.plant.rooms, strict=True):
        if room.name not in warmed:
            problem = "a room with no heat path: nothing passes its envelope, and no wall leads on to the hall"
            remedy = "write u_w_m2k above 0 (0.28 is 80 mm of PU panel), or walls: to a room that has one"
            faults.append(_at(at, "u_w_m2k").fault("no-heat-path", problem, remedy))


def _with_a_path(rooms: Sequence[RoomSpec], walls: set[frozenset[str]]) -> set[str]:
    """Names of the rooms from which heat gets to the hall, through walls of other rooms if need be."""
    found = {room.name for room in rooms if room.u_w_m2k > 0}
    while more := {name for pair in walls if pair & found for name in pair} - found:
        found |= more
    return found


def _rooms(written: Written) -> list[Written]:
    plant = written.entries.get("plant", written)
    return plant.entries["rooms"].items if "rooms" in plant.entries else []


def _at(room: Written, key: str) -> Written:
    return room.entries.get(key, room)


def _check_walls(
    at: Written, room: RoomSpec, names: list[str], walls: set[frozenset[str]], faults: list[Fault]
) -> None:
    """A wall leads to another room of the site, and is written once."""
    for wall in at.entries["walls"].items if "walls" in at.entries else []:
        pair = frozenset((room.name, wall["to"].text))
        others = [name for name in names if name != room.name]
        known_name(wall["to"], others, "another room of this site", faults)
        if pair in walls:
            problem = f"the wall between {' and '.join(sorted(pair))} is written twice"
            faults.append(wall["to"].fault("contradicts-itself", problem, "write it at one of the two rooms"))
        walls.add(pair)


def _check_limits(at: Written, room: RoomSpec, faults: list[Fault]) -> None:
    """Low below setpoint below high, in all hours, and the product's longer limits above the high one."""
    if room.limit_low_c >= room.limit_high_c:
        where = _at(at, "limit_low_c" if "limit_low_c" in at.entries else "limit_high_c")
        problem = f"the limits are the wrong way round: low {room.limit_low_c:g}, high {room.limit_high_c:g} degC"
        faults.append(where.fault("contradicts-itself", problem, "write limit_low_c below limit_high_c"))
        return
    for number, setpoint_c in enumerate((room.setpoint_c, *(each.setpoint_c for each in room.setback))):
        if not room.limit_low_c <= setpoint_c <= room.limit_high_c:
            where = _at(at, "setback").items[number - 1]["setpoint_c"] if number else _at(at, "setpoint_c")
            problem = f"a setpoint of {setpoint_c:g} degC lies outside the product's limits"
            remedy = f"write {room.limit_low_c:g} to {room.limit_high_c:g}, or other limits"
            faults.append(where.fault("contradicts-itself", problem, remedy))
    for key in ("warm_c", "cap_c"):
        if getattr(room, key) < room.limit_high_c:
            problem = f"{show(_at(at, key))} lies below limit_high_c, {room.limit_high_c:g}"
            faults.append(_at(at, key).fault("contradicts-itself", problem, f"write at least {room.limit_high_c:g}"))


def _check_product(at: Written, room: RoomSpec, faults: list[Fault]) -> None:
    """Product that is there takes part in the room's heat."""
    if room.product_t > 0 and room.product_w_k == 0:
        problem = "product with no heat path: it would stay as it is whatever the room does"
        remedy = "write product_w_k above 0 (120 W/K a tonne is 33 pallets of 20 t), or product_t: 0"
        faults.append(_at(at, "product_w_k").fault("no-heat-path", problem, remedy))


def _check_hours(at: Written, room: RoomSpec, faults: list[Fault]) -> None:
    """A setback lasts some time, and a day has time for more than defrosts."""
    for number, setback in enumerate(room.setback):
        if setback.from_hour == setback.to_hour:
            where = at["setback"].items[number]
            problem = f"the setback ends when it begins, at {setback.from_hour:g} h"
            remedy = "write another to_hour, or for all day: from_hour: 0, to_hour: 24"
            faults.append(_at(where, "to_hour").fault("contradicts-itself", problem, remedy))
    lasts_min = room.defrosts_a_day * room.defrost_min
    if lasts_min >= _DAY_MIN:
        where = _at(at, "defrost_min" if "defrost_min" in at.entries else "defrosts_a_day")
        problem = f"{room.defrosts_a_day:g} defrosts of {room.defrost_min:g} min take the whole day: nothing ever cools"
        remedy = f"write less than {_DAY_MIN / room.defrosts_a_day:g} min each, or fewer defrosts"
        faults.append(where.fault("contradicts-itself", problem, remedy))


def _check_shape(at: Written, room: RoomSpec, rooms: Sequence[RoomSpec], faults: list[Fault]) -> None:
    """No body has less surface than a ball of its volume, and a door is part of a surface."""
    walls_m2 = sum(wall.area_m2 for each in rooms for wall in each.walls if room.name in (each.name, wall.to))
    least_m2 = _BALL * room.volume_m3 ** (2.0 / 3.0)
    if room.surface_m2 + walls_m2 < least_m2:
        where = _at(at, "surface_m2" if "surface_m2" in at.entries else "volume_m3")
        problem = f"{room.surface_m2 + walls_m2:g} m2 of surface and walls cannot enclose {room.volume_m3:g} m3"
        remedy = f"write surface_m2 above {least_m2 - walls_m2:.0f} (a ball has that), or a smaller volume_m3"
        faults.append(where.fault("contradicts-itself", problem, remedy))
    if room.door_m2 > room.surface_m2 + walls_m2:
        problem = f"a doorway of {room.door_m2:g} m2 is larger than all surfaces, {room.surface_m2 + walls_m2:g} m2"
        remedy = "write a smaller door_m2 (5 is 2 x 2.5 m)"
        faults.append(_at(at, "door_m2").fault("contradicts-itself", problem, remedy))


def _check_doors(at: Written, room: RoomSpec, faults: list[Fault]) -> None:
    """A door is not open for longer than there is time."""
    open_s = room.door_per_hour * room.door_s
    if open_s > _HOUR_S:
        where = _at(at, "door_s" if "door_s" in at.entries else "door_per_hour")
        problem = (
            f"{room.door_per_hour:g} openings an hour of {room.door_s:g} s are {open_s / _HOUR_S:.3g} hours an hour"
        )
        remedy = f"write door_s at most {_HOUR_S / room.door_per_hour:g}, or fewer openings"
        faults.append(where.fault("contradicts-itself", problem, remedy))


def _check_law(at: Written, room: RoomSpec, faults: list[Fault]) -> None:
    """PI is a controller's law: a thermostat in the room opens and closes."""
    if room.control == "pi" and room.thermostat != "none":
        problem = f"a {room.thermostat} thermostat opens and closes, it cannot follow a PI law"
        faults.append(
            _at(at, "control").fault("contradicts-itself", problem, "write thermostat: none, or control: hysteresis")
        )
    if room.alarm_far_k < room.alarm_above_k:
        problem = f"level 2 at {room.alarm_far_k:g} K comes before level 3 at {room.alarm_above_k:g} K"
        where = _at(at, "alarm_far_k" if "alarm_far_k" in at.entries else "alarm_above_k")
        faults.append(where.fault("contradicts-itself", problem, "write alarm_far_k above alarm_above_k"))
    if room.control == "hysteresis" and room.alarm_above_k <= room.band_k / 2.0:
        problem = (
            f"an alarm {room.alarm_above_k:g} K from the setpoint lies within the control band of {room.band_k:g} K"
        )
        where = _at(at, "alarm_above_k" if "alarm_above_k" in at.entries else "band_k")
        remedy = f"write alarm_above_k above {room.band_k / 2.0:g}, half the band"
        faults.append(where.fault("contradicts-itself", problem, remedy))
