"""V16: the force of a robot against a person, against the work that the contact does.

Two masses meet, a spring between them. In the frame of their common centre all of the relative motion's energy goes
into the spring: ``k x^2 / 2 = mu v^2 / 2``, so the peak force is ``k x = v sqrt(mu k)``. The same peak is found once
more by integrating the two equations of motion, with no energy argument at all.

Sources: ISO 10218-2:2025 Annex A (contact model, limits of body regions).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from twin.lab.verify.base import Case, Finding, Input, Inputs, exact
from twin.plant.safety import contact_force_n, limit_speed_mps

CHEST_N_M = 25_000.0
CHEST_N = 280.0
TORSO_KG = 40.0


def peak_force_n(speed_mps: float, robot_kg: float) -> float:
    """Peak force (N) by integrating both masses' motion until they part, Runge and Kutta's way."""
    from scipy.integrate import solve_ivp

    def motion(_time: float, state: list[float]) -> list[float]:
        pressed_m, robot_mps, person_mps = state
        force_n = CHEST_N_M * pressed_m
        return [robot_mps - person_mps, -force_n / robot_kg, force_n / TORSO_KG]

    def turning(_time: float, state: list[float]) -> float:
        return state[1] - state[2]

    met = solve_ivp(motion, (0.0, 1.0), [0.0, speed_mps, 0.0], events=turning, rtol=1e-11, atol=1e-13)
    return CHEST_N_M * float(met.y_events[0][0][0])


class ContactForce(Case):
    """Contact force and limit speed of a robot against a chest."""

    title = "Contact force, robot on chest"
    source = "ISO 10218-2:2025 Annex A form: F = v sqrt(mu k), mu the reduced mass"
    model = "twin.plant.safety.contact_force_n, twin.plant.safety.limit_speed_mps"
    inputs: ClassVar[Mapping[str, Input]] = {
        "robot_kg": Input(500.0, "kg", "robot and load", 1.0, 10_000.0),
        "slow_mps": Input(1.0, "m/s", "a speed of contact", 0.01, 3.0),
        "fast_mps": Input(2.0, "m/s", "another speed of contact", 0.01, 3.0),
    }

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Limit speed, and forces at two speeds."""
        del seed
        robot_kg, slow, fast = inputs["robot_kg"], inputs["slow_mps"], inputs["fast_mps"]
        reduced_kg = 1.0 / (1.0 / TORSO_KG + 1.0 / robot_kg)
        per_speed = float((reduced_kg * CHEST_N_M) ** 0.5)
        return [
            exact("limit speed", "m/s", CHEST_N / per_speed, limit_speed_mps(robot_kg)),
            exact("force, slow", "N", slow * per_speed, contact_force_n(slow, robot_kg)),
            exact("force, fast", "N", fast * per_speed, contact_force_n(fast, robot_kg)),
            exact("force, fast, by the equations of motion", "N", peak_force_n(fast, robot_kg),
                  contact_force_n(fast, robot_kg)),
        ]  # fmt: skip
