"""A replay: everything that a picture of a finished run needs, in one message of compact bytes.

The dashboard sends it once and scrubs without asking again; the report carries it inside its own file. Both hand it
to the same script, :func:`replay_script`, whose ``mount(element, bytes)`` draws it. The bytes are a function of the log
and of the run's inputs alone, so equal runs give equal replays.

The layout of the container is :mod:`twin.lab.replay_codec`'s, the arrays are :mod:`twin.lab.replay_frames`'s, the lists
of events :mod:`twin.lab.replay_events`'s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from twin.core.log import Log
from twin.lab.replay_codec import pack
from twin.lab.replay_events import events
from twin.lab.replay_frames import (
    ORIGIN_M,
    STATES,
    attack_links,
    bin_seconds,
    person_frames,
    robot_frames,
    room_frames,
    traffic_frames,
)
from twin.lab.resources import dashboard_root
from twin.lab.scenario import Posture, Site, Story
from twin.net.inventory import Inventory
from twin.net.segmentation import Segmentation
from twin.plant.floor import Floor

SCRIPTS = (
    "codec", "paint", "overlay", "floor", "rooms", "timeline", "network_layout", "network", "table", "page", "player",
)  # fmt: skip
"""Modules of the player under ``dashboards/components``, each after those it needs."""

_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:const|function) (\w+))", re.MULTILINE)


class Replayable(Protocol):
    """What a replay reads of a run."""

    @property
    def log(self) -> Log:
        """Both books."""

    @property
    def story(self) -> Story:
        """What happened."""

    @property
    def site(self) -> Site:
        """Where."""

    @property
    def posture(self) -> Posture:
        """How it was defended."""

    @property
    def seed(self) -> int:
        """Seed of every draw."""

    @property
    def inventory(self) -> Inventory:
        """What is on the network."""

    @property
    def segmentation(self) -> Segmentation:
        """What the policy made of it."""

    @property
    def floor(self) -> Floor:
        """The robot field."""

    @property
    def span_us(self) -> int:
        """Simulated time, microseconds."""

    @property
    def digest(self) -> str:
        """Digest of the log."""


def replay_payload(run: Replayable) -> bytes:
    """The replay of *run*: a header and frames, to be packed out by ``codec.js`` or :func:`unpack`."""
    log, inventory, zones = run.log, run.inventory, run.segmentation
    robots = sorted(set(log.texts("pose", "robot")))
    people = sorted(set(log.texts("person", "person")))
    rooms = rooms_header(run.site, sorted(set(log.texts("room", "room"))))
    pairs, traffic = traffic_frames(log, zones, run.span_us)
    header = {
        **_inputs(run),
        "floor": floor_header(run.floor, float(np.fmin.reduce(log.since("pose")["x_m"], initial=-1.5))),
        "origin_m": ORIGIN_M,
        "robots": robots,
        "people": people,
        "rooms": rooms,
        "states": STATES,
        "bin_s": bin_seconds(run.span_us),
        "pairs": pairs,
        **network_header(inventory, zones),
        **events(log, zones),
    }
    frames = {
        **robot_frames(log, robots),
        **person_frames(log, people),
        **room_frames(log, [room["name"] for room in rooms]),
        **traffic,
        **attack_links(log, inventory),
    }
    return pack(header, frames)


def replay_script() -> str:
    """The player as one ES module: exports ``mount(element, bytes)``, and a default for Streamlit."""
    return joined_script(SCRIPTS)


def joined_script(modules: Sequence[str]) -> str:
    """The *modules* under ``dashboards/components`` as one ES module, with the exports of the last.

    Each module keeps its own names; what it exports stands before the modules that import it.
    """
    folder = dashboard_root() / "components"
    texts = [_IMPORT.sub("", (folder / f"{name}.js").read_text(encoding="utf-8")) for name in modules]
    return "".join([*(_enclosed(text) for text in texts[:-1]), texts[-1]])


def _enclosed(text: str) -> str:
    exports = ", ".join(_EXPORT.findall(text))
    return f"const {{ {exports} }} = (() => {{\n{_EXPORT.sub('', text)}return {{ {exports} }};\n}})();\n\n"


def _inputs(run: Replayable) -> dict[str, Any]:
    starts = run.story.starts
    return {
        "story": {"name": run.story.name, "title": run.story.title},
        "site": run.site.name,
        "posture": run.posture.name,
        "policy": run.segmentation.policy,
        "seed": run.seed,
        "digest": run.digest,
        "start": starts.isoformat(),
        "start_s": starts.hour * 3600 + starts.minute * 60 + starts.second,
        "span_s": run.span_us / 1e6,
    }


def floor_header(floor: Floor, west_m: float) -> dict[str, Any]:
    """The field, with a margin that holds walkways and wherever robots are repaired, *west_m* (m) at the farthest."""
    at = [[float(x), float(y)] for x, y in zip(floor.x_m.tolist(), floor.y_m.tolist(), strict=True)]
    lanes = [[*at[int(floor.junctions[edge.tail])], *at[int(floor.junctions[edge.head])]] for edge in floor.edges]
    slots = [[at[place] for place in places] for places in floor.slots.tolist()]
    chargers = [at[place] for place in floor.chargers.tolist()]
    south = min((y for places in slots for _, y in places), default=0.0)
    north = max((y for _, y in chargers), default=floor.height - 1.0)
    return {
        "x0": west_m - 1.0,
        "x1": floor.width + 1.5,
        "y0": south - 2.0,
        "y1": north + 1.0,
        "lanes": lanes,
        "pods": [at[place] for place in floor.bays.tolist()],
        "slots": [place for places in slots for place in places],
        "stations": [[sum(x for x, _ in places) / len(places), min(y for _, y in places) - 1.0] for places in slots],
        "chargers": chargers,
    }


def rooms_header(site: Site, sampled: list[str]) -> list[dict[str, Any]]:
    """Title, setpoint and limits (degrees Celsius) of each room of *sampled*, as the site says."""
    known = {
        room.name: {
            "name": room.name,
            "title": room.title,
            "setpoint": room.setpoint_c,
            "low": room.limit_low_c,
            "high": room.limit_high_c,
            "stores": room.product_t > 0,
        }
        for room in site.plant.rooms
    }
    return [known[name] if name in known else _server_room(site, name) for name in sampled]


def _server_room(site: Site, name: str) -> dict[str, Any]:
    spec = site.plant.server_room
    setpoint, high = (spec.setpoint_c, spec.drain_c) if spec else (site.plant.ambient_c, site.plant.ambient_c + 10)
    return {
        "name": name,
        "title": name.replace("-", " ").capitalize(),
        "setpoint": setpoint,
        "low": setpoint - (high - setpoint),
        "high": high,
        "stores": False,
    }


def network_header(inventory: Inventory, segmentation: Segmentation) -> dict[str, Any]:
    """Zones with their members, conduits as pairs of zone numbers, and assets, all by number."""
    assets, index = inventory.assets, inventory.index
    zones = [
        _zone(zone.name, sorted((index[name] for name in zone.members), key=lambda n: _rank(inventory, n)), inventory)
        for zone in segmentation.zones
    ]
    number = {zone.name: position for position, zone in enumerate(segmentation.zones)}
    ends = {(one.src, one.dst) for one in segmentation.conduits}
    home = segmentation.zone_of
    ends |= {
        (home.get(rule.src, rule.src), home.get(rule.dst, rule.dst))
        for rule in segmentation.rules
        if rule.action == "allow"
    }
    known = sorted((number[a], number[b]) for a, b in ends if a in number and b in number and a != b)
    return {
        "zones": zones,
        "conduits": [{"src": src, "dst": dst} for src, dst in known],
        "assets": {
            "names": [asset.name for asset in assets],
            "functions": [asset.function for asset in assets],
        },
    }


def _rank(inventory: Inventory, number: int) -> tuple[int, str, int]:
    asset = inventory.assets[number]
    return -asset.purdue_level, asset.function, number


def _zone(name: str, members: list[int], inventory: Inventory) -> dict[str, Any]:
    levels = sorted(inventory.assets[number].purdue_level for number in members)
    middle = levels[len(levels) // 2] if levels else 0
    return {"name": name, "members": members, "level": middle, "levels": [levels[0], levels[-1]] if levels else [0, 0]}
