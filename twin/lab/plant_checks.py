"""What single ranges cannot say about a plant: numbers of one file that contradict each other.

Everything here would build, and then never work: robots without a place, a station behind the wall of the hall,
charging that ends below where it began, servers that trip before they throttle, a day on which nobody orders.
What works badly is no fault; ``twin site describe`` tells it.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from twin.core.errors import Fault
from twin.lab.scenario import Site
from twin.lab.written import Written, show
from twin.plant.floor import Floor
from twin.plant.spec import FloorSpec

_HOURS = 24
"""Most that one hour can have, in means of the day: everything."""
DEEPEST_M = 20
"""Metres beyond the field that stations and chargers may reach [judgement: a strip of the hall]."""


def check_plant(written: Written, site: Site, faults: list[Fault]) -> None:
    """Add what is contradictory in the plant of *site*, at the value to change."""
    floor = Floor(site.plant.floor)
    _check_room_to_drive(written, site, floor, faults)
    _check_places(written, floor, faults)
    _check_restocking(written, site, faults)
    _check_stopping(written, site, faults)
    _check_charging(written, site, faults)
    _check_profile(written, site, faults)
    _check_servers(written, site, faults)
    _check_readings(written, site, faults)


def _at(written: Written, *path: str) -> Written:
    """The value at *path*, or the nearest one above it that the file has."""
    here = written
    for name in path:
        if name not in here.entries:
            break
        here = here.entries[name]
    return here


def _check_room_to_drive(written: Written, site: Site, floor: Floor, faults: list[Fault]) -> None:
    """The floor has two bays a robot, or nobody could step aside."""
    most, count, spec = len(floor.bays) // 2, site.plant.fleet.count, floor.spec
    if count > most:
        problem = f"{count} robots do not fit this floor of {spec.width_m} x {spec.height_m} m"
        remedy = f"write at most {most}, or make plant.floor larger: a robot needs two bays"
        faults.append(_at(written, "plant", "fleet", "count").fault("does-not-fit", problem, remedy))


def _check_places(written: Written, floor: Floor, faults: list[Fault]) -> None:
    """Places beside the field lie within reach, and no two of them on one spot."""
    spec = floor.spec
    deepest = {key: depth for key, depth in _deepest_m(floor).items() if depth > DEEPEST_M}
    if deepest:
        key = max(deepest, key=lambda sort: int(getattr(spec, sort)))
        count, words = getattr(spec, key), key.replace("_", " ")
        problem = f"{count} {words} reach {deepest[key]:g} m beyond a field of {spec.width_m} m; nobody would get there"
        remedy = f"write at most {_most(spec, key)}, or make plant.floor.width_m larger"
        faults.append(_at(written, "plant", "floor", key).fault("does-not-fit", problem, remedy))
    beside = slice(floor.cells, None)
    spots = Counter(zip(floor.x_m[beside].tolist(), floor.y_m[beside].tolist(), strict=True))
    crowded = sum(count - 1 for count in spots.values())
    if crowded and not deepest:
        problem = f"{crowded} places of stations and chargers would lie on the spot of another"
        remedy = "write fewer of them, or make plant.floor.width_m larger"
        faults.append(_at(written, "plant", "floor").fault("does-not-fit", problem, remedy))


def _deepest_m(floor: Floor) -> dict[str, float]:
    """How far beyond the field the places of each sort reach, m."""
    sorts = {"pick_stations": floor.slots, "replenish_stations": floor.replenish_slots, "chargers": floor.chargers}
    top = floor.height - 1
    heights = {key: floor.y_m[places.ravel()].tolist() for key, places in sorts.items()}
    return {key: max((max(-y, y - top) for y in y_m), default=0) for key, y_m in heights.items()}


def _most(spec: FloorSpec, key: str) -> int:
    """The largest number under *key* whose places all lie within reach, by halving."""
    fits, fails = 0, int(getattr(spec, key))
    while fails - fits > 1:
        middle = (fits + fails) // 2
        if max(_deepest_m(Floor(spec.model_copy(update={key: middle}))).values()) > DEEPEST_M:
            fails = middle
        else:
            fits = middle
    return fits


def _check_restocking(written: Written, site: Site, faults: list[Fault]) -> None:
    """Whoever says how often pods are filled up has a station that fills them."""
    at = _at(written, "plant", "orders", "restock_every_lines")
    if site.plant.floor.replenish_stations == 0 and at.path.endswith("restock_every_lines"):
        problem = "pods would be filled up, and there is no station for it"
        remedy = "write plant.floor.replenish_stations above 0, or leave this key out"
        faults.append(at.fault("contradicts-itself", problem, remedy))


def _check_stopping(written: Written, site: Site, faults: list[Fault]) -> None:
    """An emergency stop is no softer than an everyday one, and every set of fields is for some speed."""
    fleet = site.plant.fleet
    if fleet.emergency_mps2 < fleet.braking_mps2:
        keys = _at(written, "plant", "fleet").entries
        at = _at(written, "plant", "fleet", "emergency_mps2" if "emergency_mps2" in keys else "braking_mps2")
        problem = f"emergency stops at {fleet.emergency_mps2:g} m/s2 are softer than braking, {fleet.braking_mps2:g}"
        faults.append(at.fault("contradicts-itself", problem, "write emergency_mps2 at or above braking_mps2"))
    bands = _at(written, "plant", "fleet", "field_bands_mps").items
    for at, speed in zip(bands, fleet.field_bands_mps, strict=False):
        if speed <= 0:
            faults.append(at.fault("out-of-range", f"{show(at)} is out of range", "allowed: above 0"))


def _check_readings(written: Written, site: Site, faults: list[Fault]) -> None:
    """The lowest reading of a sensor lies below its highest."""
    sensor = site.plant.sensor
    if sensor.low_c >= sensor.high_c:
        keys = _at(written, "plant", "sensor").entries
        at = _at(written, "plant", "sensor", "low_c" if "low_c" in keys else "high_c")
        problem = f"the range of readings is the wrong way round: {sensor.low_c:g} to {sensor.high_c:g} degC"
        faults.append(at.fault("contradicts-itself", problem, "write low_c below high_c"))


def _check_charging(written: Written, site: Site, faults: list[Fault]) -> None:
    """Charging ends above where it begins, and a charger gives more than the robot at it draws."""
    fleet = site.plant.fleet
    if fleet.charge_to <= fleet.charge_below:
        at = _at(written, "plant", "fleet", "charge_to")
        problem = f"charging would end at {fleet.charge_to:g}, not above charge_below, {fleet.charge_below:g}"
        faults.append(at.fault("contradicts-itself", problem, f"write more than {fleet.charge_below:g}, and at most 1"))
    if fleet.charge_kw * 1000.0 <= fleet.idle_w:
        at = _at(written, "plant", "fleet", "charge_kw")
        problem = f"a charger of {fleet.charge_kw:g} kW cannot fill a robot that draws {fleet.idle_w:g} W standing"
        faults.append(at.fault("contradicts-itself", problem, f"write more than {fleet.idle_w / 1000:g} kW"))


def _check_profile(written: Written, site: Site, faults: list[Fault]) -> None:
    """Some hour has orders, no hour less than none, and none more than the whole day."""
    profile = site.plant.orders.day_profile
    at = _at(written, "plant", "orders", "day_profile")
    for hour, factor in enumerate(profile):
        if not 0 <= factor <= _HOURS and hour < len(at.items):
            entry = at.items[hour]
            faults.append(entry.fault("out-of-range", f"{show(entry)} is out of range", f"allowed: from 0 to {_HOURS}"))
    if max(profile) <= 0:
        faults.append(
            at.fault("contradicts-itself", "no hour of the day has any orders", "write a factor above 0 for one")
        )


def _check_servers(written: Written, site: Site, faults: list[Fault]) -> None:
    """Load is drained before servers throttle, they throttle before they trip, and full load is the most."""
    spec = site.plant.server_room
    if spec is None:
        return
    steps = ("setpoint_c", "drain_c", "throttle_c", "trip_c")
    for low, high in pairwise(steps):
        below, above = getattr(spec, low), getattr(spec, high)
        if above <= below:
            problem = f"{above:g} degC does not lie above {low}, {below:g} degC"
            remedy = f"order them: {' < '.join(steps)}"
            faults.append(_at(written, "plant", "server_room", high).fault("contradicts-itself", problem, remedy))
    if spec.idle_kw > spec.full_kw:
        problem = f"without load it would draw {spec.idle_kw:g} kW, more than full_kw, {spec.full_kw:g}"
        at = _at(written, "plant", "server_room", "idle_kw")
        faults.append(at.fault("contradicts-itself", problem, f"write at most {spec.full_kw:g}"))
