"""The still part of the pictures: floor, rooms and network as they were built, in words and places.

It is sent once and named by its check in every picture after it. It changes only when an unregistered asset is first
seen. It says nothing of the story: its title alone would tell players what to look for.

Sources: none; the layout is :mod:`twin.lab.replay`'s, so that live pictures and replays have the same painters.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from twin.exercise.picture.known import Known
from twin.lab.replay import floor_header, network_header, rooms_header
from twin.lab.replay_codec import pack
from twin.lab.replay_frames import ORIGIN_M, STATES
from twin.lab.scenario import Site
from twin.net.paths import on_air
from twin.net.zoning import INTERNET
from twin.plant.floor import Floor

REPAIR_M = -3.0
"""East (m) of the place where robots are repaired, west of the field."""

INCIDENTS = ("near_miss", "contact", "jam", "protective_stop", "server_trip", "recovered")


def clock_header(starts: datetime) -> dict[str, Any]:
    """When the story starts, so that a browser can say the time."""
    return {"start": starts.isoformat(), "start_s": starts.hour * 3600 + starts.minute * 60 + starts.second}


def floor_ground(floor: Floor, known: Known, people: list[str], starts: datetime) -> bytes:
    """The field, and who moves on it."""
    header = {
        **clock_header(starts),
        "view": "map",
        "floor": {**floor_header(floor, REPAIR_M), "width": floor.width, "height": floor.height},
        "origin_m": ORIGIN_M,
        "robots": known.fleet,
        "people": people,
        "states": STATES,
        "incidents_known": INCIDENTS,
    }
    return pack(header, {})


def room_ground(site: Site, starts: datetime) -> bytes:
    """Every room with its setpoint and limits as designed."""
    return pack({**clock_header(starts), "view": "rooms", "rooms": rooms_header(site, room_names(site))}, {})


def room_names(site: Site) -> list[str]:
    """Rooms in order of name, the server room among them."""
    rooms = [room.name for room in site.plant.rooms]
    return sorted([*rooms, "server-room"] if site.plant.server_room else rooms)


def network_ground(known: Known, starts: datetime) -> bytes:
    """Zones, conduits and assets, and how each asset is wired, which says what way a flow takes."""
    made, assets = known.segmentation, known.inventory.assets
    found = network_header(known.inventory, made)
    for shown, zone in zip(found["zones"], made.zones, strict=True):
        shown["segment"] = zone.segment
    found["assets"] |= {
        "kinds": [asset.kind for asset in assets],
        "switches": [asset.switch for asset in assets],
        "on_air": [int(on_air(asset)) for asset in assets],
        "outside": [int(asset.function == INTERNET) for asset in assets],
    }
    policy = {"policy": made.policy, "inspected": made.inspected, "inside": made.inside}
    return pack({**clock_header(starts), "view": "network", **policy, **found}, {})
