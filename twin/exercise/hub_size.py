"""How large the hub of an exercise may be: counted from what is written, before any of it is built.

An exercise may come from anywhere, and its settings change every number of a site. Each of them has a range of its
own, and yet a million sensors, or a hundred thousand orders an hour for two days, would keep the reader busy for
minutes. So what they come to is counted: not which setting says it, but how many things there would be. Counting takes
arithmetic alone; no name of a device is made.

What may be is a judgement: everything that the largest site of the lab has, and some more. Measured on one core, a hub
at all these limits is read in a second and built in four, with 400 MB in all.

Sources: none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import ceil, isfinite
from typing import NamedTuple

from twin.core.errors import BadInput, Fault
from twin.devices import DEVICES
from twin.devices.gateway import SAMPLE_S
from twin.exercise.spec import Twin
from twin.lab.document import read_document, read_plain_document
from twin.lab.find import find
from twin.lab.naming import ROBOT_KIND
from twin.lab.scenario import DeviceGroup
from twin.lab.settings import Setting, apply_settings, parse_settings
from twin.lab.shape import fits
from twin.lab.written import NOWHERE, Written
from twin.plant.spec import OrdersSpec, PlantSpec

MOST_VALUES = 1_000
"""Most values that the settings of an exercise write."""

_DAY_H = 24
_NAME = re.compile(r"[a-z][a-z0-9-]{0,59}")
_EMPTY = Written({}, NOWHERE)


class Amount(NamedTuple):
    """How many of something the hub would have, and how many it may."""

    noun: str
    found: float
    most: float


def check_size(wanted: Twin, said: Written, faults: list[Fault]) -> bool:
    """Whether the hub that *wanted* names, written in *said*, can be read; faults where it is too large.

    What cannot be found or understood here counts nothing: reading it tells its own faults.
    """
    here = said.entries.get("settings", said.entries.get("site", said))
    too_large = [amount for amount in _amounts(wanted) if amount.found > amount.most]
    faults += [
        here.fault(
            "hub-too-large", f"this makes {amount.found:,.0f} {amount.noun}",
            f"allowed: at most {amount.most:,.0f}; set smaller numbers, or take a smaller site",
        )
        for amount in too_large
    ]  # fmt: skip
    return not too_large


def _amounts(wanted: Twin) -> Iterator[Amount]:
    """All amounts; those of the settings alone come first, and nothing else is counted where they are too many."""
    yield Amount("settings", len(wanted.settings), MOST_VALUES)
    if len(wanted.settings) > MOST_VALUES:
        return
    settings = parse_settings(wanted.settings, [])
    values = [value for setting in settings for value in _values(setting.value)]
    yield Amount("values in settings", len(values), MOST_VALUES)
    if len(values) > MOST_VALUES:
        return
    story = _document("story", wanted.story, settings)
    stage = wanted.site or (story.entries["site"].text if "site" in story.entries else "")
    site = _document("site", stage, settings)
    plant = (fits(PlantSpec, site.entries["plant"]) if "plant" in site.entries else None) or PlantSpec()
    yield from _of_devices(list(_groups(site, plant.fleet.count)), sum(1 for value in values if value.text))
    yield Amount("cells of the floor", plant.floor.width_m * plant.floor.height_m, 40_000)
    yield Amount("stories at a time", 1 + len(story.entries["beside"].items) if "beside" in story.entries else 1, 10)
    yield Amount("order lines", _lines(plant.orders, story, wanted), 2_000_000)


def _document(what: str, name: str, settings: Sequence[Setting]) -> Written:
    """A story or a site as it is written, with the settings made; an empty one where there is none of this name."""
    if not _NAME.fullmatch(name):
        return _EMPTY
    try:
        path = find(what, name)
        written = read_plain_document(path, []) if what == "story" else read_document(path, [])
    except BadInput:
        return _EMPTY
    return apply_settings(what, written, settings, [])


def _groups(site: Written, robots: int) -> Iterator[DeviceGroup]:
    """Groups of devices, with as many robots as the fleet has.

    Those that are well formed: the site may be at fault elsewhere, and they would be made all the same.
    """
    entries = site.entries["devices"].items if "devices" in site.entries else []
    found = [group for entry in entries if (group := fits(DeviceGroup, entry)) is not None]
    listed = any(group.kind == ROBOT_KIND for group in found)
    for group in found if listed else [*found, DeviceGroup(kind=ROBOT_KIND)]:
        if group.kind in DEVICES.entries:
            yield group.model_copy(update={"count": robots}) if group.kind == ROBOT_KIND else group


def _of_devices(groups: Sequence[DeviceGroup], words: int) -> Iterator[Amount]:
    """Devices, who talks to whom, how often they speak, and how much work it is to look names up among them."""
    devices = sum(group.count for group in groups)
    yield Amount("devices and robots", devices, 8_000)
    yield Amount("links between devices", _links(groups), 60_000)
    yield Amount("readings a second", sum(_rate(group) for group in groups), 5_000)
    yield Amount("look-ups of words of settings among devices", words * devices, 100_000)


def _links(groups: Sequence[DeviceGroup]) -> int:
    """How many pairs of devices need each other: one for a need of one peer, all of a kind or function for others."""
    peers: dict[str, int] = {}
    for group in groups:
        for key in (f"kind:{group.kind}", f"function:{group.function or DEVICES[group.kind].function}"):
            peers[key] = peers.get(key, 0) + group.count
    return sum(
        group.count * (peers.get(need.to, 0) if ":" in need.to else 1)
        for group in groups
        for need in DEVICES[group.kind].needs_of({**DEVICES[group.kind].traits, **group.traits})
    )


def _rate(group: DeviceGroup) -> float:
    """What a group says of its own accord, a second: samples of sensors, and what traits have a period for."""
    kind = DEVICES[group.kind]
    periods = [group.every_s or SAMPLE_S] if kind.on_bus else []
    traits = {**kind.traits, **group.traits}
    periods += [
        float(value) for name, value in traits.items() if name.endswith("_s") and isinstance(value, int | float)
    ]
    return sum(group.count / period for period in periods if period > 0)


def _lines(orders: OrdersSpec, story: Written, wanted: Twin) -> float:
    """Lines of all orders of the run: the mean day at its busiest, and what is released at once."""
    written = story.entries.get("hours")
    hours = wanted.hours or (_number(written) if written is not None else 0.0)
    days = ceil(hours / _DAY_H) + 1
    surges = story.entries["surges"].items if "surges" in story.entries else []
    at_once: float = sum(batch.orders for batch in orders.batches) * days
    at_once += sum(_number(surge.entries["orders"]) * days for surge in surges if "orders" in surge.entries)
    return (orders.per_hour * max(orders.day_profile) * hours + at_once) * orders.lines_mean


def _number(written: Written) -> float:
    """The number, 0 where this is none, or no finite one."""
    return float(written.value) if isinstance(written.value, int | float) and isfinite(written.value) else 0.0


def _values(written: Written) -> Iterator[Written]:
    """The value, and every one in it."""
    yield written
    for inside in (*written.items, *written.entries.values()):
        yield from _values(inside)
