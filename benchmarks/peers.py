"""Who else moves robots in a warehouse, in the same process: ``rware`` and ``cps-twin``, where they are installed."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

import measure
from lifelong import Lifelong, grid
from plants import WARM_S, plant_of, warm_hub

from twin.plant.spec import FleetSpec

RWARE_GRID = (64, 56)
RWARE_AGENTS = 200
GOALS = {"rware": 40, "cps-twin": 50}


def measured(seconds: int, repeats: int) -> list[measure.Row]:
    """A row each: how fast it is, and how much faster the lab is on the same task."""
    return [_rware(seconds, repeats), _cps_twin(seconds, repeats)]


def _row(package: str, robots: int, what: str, ours: float, theirs: list[float]) -> measure.Row:
    found = measure.median(theirs) if theirs else None
    return {
        "beside": _version(package),
        "robots": robots,
        "kinematics": "real",
        "what": what,
        "per_cpu_s": round(ours),
        "theirs": round(found, 1) if found else "none",
        "ratio": round(ours / found, 1) if found else "none",
        "goal": GOALS[package],
    }


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} is not installed"


def _rware(seconds: int, repeats: int) -> measure.Row:
    """200 agents, random actions on 64 x 56 cells; ours drive to random goals on the same grid."""
    width, height = RWARE_GRID
    ours = Lifelong(grid(width, height), RWARE_AGENTS, FleetSpec())
    ticks = 2 * seconds
    mine = RWARE_AGENTS * ticks / measure.cpu_seconds(measure.times(ours.step, ticks))
    tries = repeats if find_spec("rware") else 0
    return _row("rware", RWARE_AGENTS, "agent-steps", mine, [_rware_rate(max(2, seconds // 20)) for _ in range(tries)])


def _rware_rate(steps: int) -> float:
    rware = import_module("rware.warehouse")
    world = rware.Warehouse(
        shelf_columns=21, column_height=8, shelf_rows=6, n_agents=RWARE_AGENTS, msg_bits=0, sensor_range=1,
        request_queue_size=RWARE_AGENTS, max_inactivity_steps=None, max_steps=None,
        reward_type=rware.RewardType.INDIVIDUAL,
    )  # fmt: skip
    if world.grid_size != RWARE_GRID[::-1]:
        raise AssertionError(f"a grid of {world.grid_size}")
    world.reset(seed=1)
    world.action_space.seed(1)
    actions = [world.action_space.sample() for _ in range(steps)]
    return RWARE_AGENTS * steps / measure.cpu_seconds(lambda: [world.step(action) for action in actions])


def _cps_twin(seconds: int, repeats: int) -> measure.Row:
    """Its warehouse of 20 robots against the small plant, rooms, orders and people included: simulated seconds."""
    plant = plant_of("small")
    hub = warm_hub(plant, seconds / 3600)
    mine = seconds / measure.cpu_seconds(lambda: hub.run(WARM_S + seconds))
    tries = repeats if find_spec("warehouse_twin") else 0
    theirs = [_cps_twin_rate(max(1, seconds // 20)) for _ in range(tries)]
    return _row("cps-twin", plant.fleet.count, "simulated s", mine, theirs)


def _cps_twin_rate(seconds: int) -> float:
    engine, layout = import_module("warehouse_twin.sim.engine"), import_module("warehouse_twin.sim.navgrid")
    world = engine.SimEngine(layout.load_layout(), seed=1)
    return seconds / measure.cpu_seconds(measure.times(world.step, 10 * seconds))


if __name__ == "__main__":
    measure.show("peers", measured(600, 3), as_json=False)
