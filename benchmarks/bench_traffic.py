"""Flows: how many rows a CPU second decides, counts and writes, batched by cohorts and message by message.

Flows are measured twice: alone (what devices read and do with what arrives is left out), and with the devices' part in
it, which is mostly what sensors say. Each figure is the least of some runs: neighbours only ever add.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import measure

from twin.core.log import Log
from twin.core.units import SECOND_US, us
from twin.devices.world import World
from twin.lab.build import build, start
from twin.lab.loader import load_inputs
from twin.net.message import Message

QUIET_DAY = "quiet-day"
GOALS = {"batched": 1_000_000, "single": 100_000}


def main(argv: Sequence[str] | None = None) -> None:
    """Measure both ways on one site."""
    parser = measure.arguments("flow rows a CPU second", repeats=5)
    parser.add_argument("--site", default="standard", help="site by name")
    parser.add_argument("--minutes", type=int, default=10, help="simulated minutes of batched traffic")
    parser.add_argument("--window", type=int, default=10, help="seconds between two flushes")
    parser.add_argument("--messages", type=int, default=5_000, help="single messages")
    asked = parser.parse_args(argv)
    ways: dict[str, Callable[[World], None]] = {
        f"flows alone, {asked.window} s": lambda world: _flush(world, asked.minutes * 60, asked.window),
        "flows alone, at once": lambda world: _flush(world, asked.minutes * 60, asked.minutes * 60),
        f"with devices, {asked.window} s": lambda world: _flush(world, asked.minutes * 60, asked.window),
        "with devices, at once": lambda world: _flush(world, asked.minutes * 60, asked.minutes * 60),
        "single": lambda world: _send(world, asked.messages),
    }
    rows = [_measured(way, work, asked.site, asked.repeats) for way, work in ways.items()]
    measure.show("traffic", rows, as_json=asked.json)


def _measured(way: str, work: Callable[[World], None], site: str, repeats: int) -> measure.Row:
    worlds = [_world(site, alone=way.startswith("flows alone")) for _ in range(repeats)]
    cpu_s = round(min(measure.cpu_seconds(partial(work, world)) for world in worlds), 4)
    flows = worlds[-1].log.rows("flow")
    goal = GOALS["single" if way == "single" else "batched"]
    rate = round(flows / cpu_s)
    return {"way": way, "site": site, "flows": flows, "cpu_s": cpu_s, "rows_per_cpu_s": rate, "goal": goal}


def _world(site: str, *, alone: bool) -> World:
    """A world whose clock stands still: plant and devices are there, and only traffic is asked to go on."""
    inputs = load_inputs(QUIET_DAY, "zones", site, (), None)
    made = build(inputs.site, inputs.story, inputs.posture.policy, 1, us(3600.0), Log())
    start(made)
    for channels in made.world.traffic.channels if alone else ():
        channels.values = channels.arrived = None
    return made.world


def _flush(world: World, seconds: int, window_s: int) -> None:
    for until_s in range(window_s, seconds + 1, window_s):
        world.traffic.flush(until_s * SECOND_US)
        world.log.seal(until_s * SECOND_US)


def _send(world: World, messages: int) -> None:
    message = Message("ws-01", "dc-01", "kerberos", "AS_REQ", "user")
    for _ in range(messages):
        world.send(message)
    world.log.seal(1)


if __name__ == "__main__":
    main()
