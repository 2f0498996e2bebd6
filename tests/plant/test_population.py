"""Rules of the population."""

from __future__ import annotations

import subprocess
import sys

from tests.plant.driving import Hub
from twin.plant.population import Population, RobotAgent
from twin.plant.robots import Hold


def test_agents_are_views_on_the_arrays() -> None:
    """What an agent says is what the plant says, now and later, and its time is the clock's."""
    hub = Hub(0.1).open()
    population = Population(hub.fleet, hub.people, hub.clock)
    for second in (10.25, 60.25):
        hub.run(second)
        agent = population.robots[3]
        assert agent.position_m == (hub.fleet.robots.x_m[3], hub.fleet.robots.y_m[3])
        assert (agent.speed_mps, agent.battery) == (hub.fleet.robots.speed_mps[3], hub.fleet.batteries.share[3])
        assert population.time == second
    walker = population.walkers[0]
    assert (agent.name, walker.name) == ("amr-004", "person-01")
    assert walker.position_m == (hub.people.x_m[0], hub.people.y_m[0])


def test_agent_sets_answer_questions() -> None:
    """Which robots are stopped? Those that are held."""
    hub = Hub(0.1)
    population = Population(hub.fleet, hub.people, hub.clock)
    for robot in (2, 5):
        hub.fleet.hold(robot, Hold.COMMANDED)
    stopped = population.agents.select(lambda agent: isinstance(agent, RobotAgent) and agent.state == "stopped")
    assert sorted(agent.number for agent in stopped) == [2, 5]


def test_the_grid_knows_who_stands_near() -> None:
    """Robots in neighbouring cells are near, and nobody is near who stands outside the field."""
    hub = Hub(0.1)
    population = Population(hub.fleet, hub.people, hub.clock)
    robots = hub.fleet.robots
    robots.stand_at(1, int(robots.cell[0]) + 1)
    assert population.near(population.robots[0], 1) == [population.robots[1]]
    robots.stand_at(0, int(robots.workshop[0]))
    assert population.robots[0].cell is None
    assert population.near(population.robots[0], 3) == []


def test_a_fleet_needs_no_mesa() -> None:
    """Mesa is imported with this module only."""
    code = "import sys, twin.plant.fleet, twin.plant.orders; sys.exit('mesa' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
