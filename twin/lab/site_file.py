"""A site file, checked: its values, and that rooms, gateways and names in it agree with each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from twin.core.errors import Fault, remedy_for
from twin.devices import DEVICES
from twin.lab.kinds import known_kind, known_name, unique
from twin.lab.lifecycle.maturity import FACTS
from twin.lab.naming import ROBOT_KIND, members
from twin.lab.plant_checks import check_plant
from twin.lab.room_checks import check_rooms
from twin.lab.scenario import DeviceGroup, Site
from twin.lab.shape import check, fits
from twin.lab.written import Written
from twin.net.inventory import FUNCTIONS
from twin.plant.sensors import QUANTITIES

SERVER_ROOM = "server-room"
"""What a device group writes as ``room`` to stand in the server room."""

Groups: TypeAlias = list[tuple[Written, DeviceGroup]]

_NOUNS = {
    "room": "a room of this site",
    "gateway": "a gateway of this site",
    "measures": "a quantity that sensors measure",
    "function": "a function of assets",
}


def check_site(written: Written, faults: list[Fault]) -> Site | None:
    """The site, or None with everything that is wrong added to *faults*."""
    site = check(Site, written, faults)
    groups = _groups(written)
    for entry in _entries(written):
        _check_kind(entry, faults)
    unique([(name, entry) for entry, group in groups for name in _distinct(group)], "a device", faults)
    rooms = _rooms(written)
    unique([*_taken(written), *((room.text, room) for room in rooms)], "a room", faults)
    _check_references(groups, "room", [room.text for room in rooms] + _server_room(written), faults)
    _check_references(groups, "measures", QUANTITIES, faults)
    _check_references(groups, "function", FUNCTIONS, faults)
    if len(groups) == len(_entries(written)) and all(group.kind in DEVICES.entries for _, group in groups):
        # A group that is itself at fault would make all who need it look wrong.
        _check_counts(groups, faults)
        _check_gateways(groups, faults)
        _check_needs(_with_robots(groups, written), faults)
    if site is not None:
        check_plant(written, site, faults)
        check_rooms(written, site, faults)
    return site


def _with_robots(groups: Groups, written: Written) -> Groups:
    """The groups, and the fleet's robots where no group lists them: they are there, and need what robots need."""
    if any(group.kind == ROBOT_KIND for _, group in groups):
        return groups
    return [*groups, (written.entries.get("devices", written), DeviceGroup(kind=ROBOT_KIND))]


def _entries(written: Written) -> list[Written]:
    devices = written.entries.get("devices")
    return devices.items if devices else []


def _groups(written: Written) -> Groups:
    """Those entries that are well formed: the others have their own faults."""
    return [(entry, group) for entry in _entries(written) if (group := fits(DeviceGroup, entry)) is not None]


def _distinct(group: DeviceGroup) -> tuple[str, ...]:
    # Two groups collide if any names do; a million names of one group need not be spelled out to see that.
    return members(group) if group.count <= 10_000 else members(group.model_copy(update={"count": 10_000}))


def _rooms(written: Written) -> list[Written]:
    plant = written.entries.get("plant")
    rooms = plant.entries.get("rooms") if plant else None
    return [entry["name"] for entry in (rooms.items if rooms else []) if "name" in entry.entries]


def _taken(written: Written) -> list[tuple[str, Written]]:
    """The name that the server room has, where there is one."""
    return [(name, written["plant"]["server_room"]) for name in _server_room(written)]


def _server_room(written: Written) -> list[str]:
    plant = written.entries.get("plant")
    return [SERVER_ROOM] if plant and "server_room" in plant.entries else []


def _check_kind(entry: Written, faults: list[Fault]) -> None:
    kind = entry.entries.get("kind")
    if kind is None or not known_kind(kind, DEVICES, "a device", faults):
        return
    if kind.text == ROBOT_KIND and "count" in entry.entries:
        problem = "the fleet says how many robots there are"
        faults.append(entry["count"].fault("count-elsewhere", problem, "write plant.fleet.count instead", at_key=True))
    traits = entry.entries.get("traits")
    known = {**DEVICES[kind.text].traits, **FACTS}
    for name, value in (traits.entries if traits else {}).items():
        if name not in known:
            problem = f"{kind.text} has no trait of this name"
            faults.append(value.fault("unknown-trait", problem, remedy_for(name, known), at_key=True))


def _check_references(groups: Groups, key: str, known: Sequence[str], faults: list[Fault]) -> None:
    for entry, _ in groups:
        if key in entry.entries:
            known_name(entry[key], known, _NOUNS[key], faults)


def _check_counts(groups: Groups, faults: list[Fault]) -> None:
    """No more of a kind than a hub can use: the others would stand there and do nothing."""
    counts: dict[str, int] = {}
    for entry, group in groups:
        counts[group.kind] = counts.get(group.kind, 0) + group.count
        most = DEVICES[group.kind].at_most
        if most is not None and counts[group.kind] > most:
            problem = f"a hub uses {most} {group.kind}, and here there are {counts[group.kind]}"
            faults.append(entry.fault("too-many", problem, "remove the others: they would do nothing"))


def _check_gateways(groups: Groups, faults: list[Fault]) -> None:
    """What is read over a bus says by which gateway, where and what."""
    gateways = [name for _, group in groups if group.kind == "gateway" for name in members(group)]
    _check_references(groups, "gateway", gateways, faults)
    for entry, group in groups:
        missing = [key for key in ("room", "gateway", "measures") if key not in entry.entries]
        if DEVICES[group.kind].on_bus:
            problem = f"is missing: {group.kind} is read over a bus"
            faults += [entry.fault("missing-key", f"{key} {problem}", f"add {key}:") for key in missing]


def _check_needs(groups: Groups, faults: list[Fault]) -> None:
    """Every peer that a device cannot do without exists."""
    kinds = {group.kind for _, group in groups} | {ROBOT_KIND}
    names = {name for _, group in groups for name in _distinct(group)}
    for entry, group in groups:
        for need in DEVICES[group.kind].needs:
            if ":" not in need.to and need.to not in kinds and need.to not in names:
                problem = f'{group.kind} needs {need.service} to "{need.to}" ({need.purpose}), which this site lacks'
                as_kind = need.to in DEVICES.entries
                remedy = (
                    f"add {{kind: {need.to}}}" if as_kind else f"add a device with name: {need.to}, numbered: false"
                )
                faults.append(entry.fault("unmet-need", problem, remedy))
