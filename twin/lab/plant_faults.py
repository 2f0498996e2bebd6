"""Faults of a story, brought into the plant: which sensors they break and when robots break down.

A fault is nobody's intention: it is written to the truth book as ``sensor_fault``, never as ``attack``, so that no
metric takes it for one, and it is the same under every posture. A story without its attack keeps its faults.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from functools import partial

from twin.core.clock import EARLY
from twin.core.log import Log
from twin.core.units import Us
from twin.devices.world import World
from twin.lab.fault_file import BREAKDOWN
from twin.lab.scenario import PlantFault, Story
from twin.plant.sensor_faults import FAULTS, SensorFault

USUAL_SHARE = {"dropout": 1.0, "spike": 0.05}
"""Share of the samples where the story does not say: a sensor that is silent, and single spikes (judgement)."""


def sensor_faults(story: Story, sensors: Sequence[str], horizon_us: Us) -> list[SensorFault]:
    """What breaks among *sensors* (named in the order of their numbers) up to *horizon_us*."""
    number = {name: index for index, name in enumerate(sensors)}
    return [
        made
        for told in story.faults
        if told.kind in FAULTS and told.at_us < horizon_us
        for made in _made(told, number, horizon_us)
    ]


def write_sensor_faults(log: Log, sensors: Sequence[str], faults: Sequence[SensorFault]) -> None:
    """Write the label of each fault to the truth book."""
    for fault in faults:
        log.one(
            "sensor_fault", time=fault.onset_us, sensor=sensors[fault.sensor], fault=fault.kind, end=fault.end_us,
            size=fault.size or float("nan"),
        )  # fmt: skip


def schedule_breakdowns(world: World, story: Story) -> None:
    """Let the robots that the story names break down at their time."""
    robots = world.plant.fleet.robots.names
    for told in story.faults:
        if told.kind == BREAKDOWN:
            for name in _named(told.on, robots):
                broken = partial(world.plant.fleet.break_down, robots.index(name))
                world.clock.at(told.at_us, f"story/{BREAKDOWN}/{name}", broken, EARLY)


def _made(told: PlantFault, number: dict[str, int], horizon_us: Us) -> Iterator[SensorFault]:
    for name in _named(told.on, list(number)):
        fault = SensorFault(
            sensor=number[name],
            kind=told.kind,
            onset_us=told.at_us,
            end_us=horizon_us if told.end_us is None else told.end_us,
            size=told.size or 0.0,
            share=USUAL_SHARE.get(told.kind, 1.0) if told.share is None else told.share,
            other=number.get(told.other, -1),
            back_us=told.back_us,
        )
        yield fault
        if fault.other >= 0:
            yield fault._replace(sensor=fault.other, other=fault.sensor)


def _named(patterns: Sequence[str], names: Sequence[str]) -> list[str]:
    """Those of *names* that any of *patterns* names, in the order of *names*."""
    return [name for name in names if any(fnmatchcase(name, pattern) for pattern in patterns)]
