"""Contact: how hard a robot hits a person, against what a part of the body bears.

Two masses meet through a spring: the robot and the part of the body that is hit, with the stiffness of its tissue. The
quasi-elastic peak force is ``F = v sqrt(mu k)`` with the reduced mass ``mu = m_H m_R / (m_H + m_R)``. A person who can
move away bears twice the quasi-static limit for a moment (transient contact); for the head there is no such allowance.

A robot meets an upright person with its whole front, so the trunk is hit first: the **back** where the person walks
away from it, else the **chest**, the more critical of the two parts in front. Nothing is left to chance. Face and
skull are there for who asks; a robot without an arm does not reach them.

Sources: ISO/TS 15066:2016 Tables A.2 to A.4 (limits, masses, stiffness), now ISO 10218-2:2025 Annex A (model; chest
25 N/mm and 280 N transient, abdomen 10 and 220, back 35 and 420, trunk 40 kg).
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import NamedTuple


class Region(NamedTuple):
    """A part of the body: effective mass (kg), stiffness (N/m), quasi-static limit (N) and its transient multiple."""

    mass_kg: float
    stiffness_n_m: float
    quasi_static_n: float
    transient: float

    @property
    def limit_n(self) -> float:
        """Peak force (N) that is borne for a moment."""
        return self.quasi_static_n * self.transient


REGIONS: Mapping[str, Region] = {
    "abdomen": Region(40.0, 10_000.0, 110.0, 2.0),
    "back": Region(40.0, 35_000.0, 210.0, 2.0),
    "chest": Region(40.0, 25_000.0, 140.0, 2.0),
    "face": Region(4.4, 75_000.0, 65.0, 1.0),
    "skull": Region(4.4, 150_000.0, 130.0, 1.0),
}
"""Parts of the body by name."""

CHEST = REGIONS["chest"]


def contact_force_n(speed_mps: float, robot_kg: float, region: Region = CHEST) -> float:
    """Peak force (N) on *region* hit at *speed_mps* by a robot of *robot_kg* (load included)."""
    reduced_kg = region.mass_kg * robot_kg / (region.mass_kg + robot_kg)
    return speed_mps * sqrt(reduced_kg * region.stiffness_n_m)


def limit_speed_mps(robot_kg: float, region: Region = CHEST) -> float:
    """The speed (m/s) at which the contact force reaches the transient limit of *region*."""
    return region.limit_n / contact_force_n(1.0, robot_kg, region)


def severity(speed_mps: float, robot_kg: float, region: Region = CHEST) -> float:
    """Contact force over the transient limit: above 1 the contact is an injury."""
    return contact_force_n(speed_mps, robot_kg, region) / region.limit_n


def region_hit(away_from_robot: bool) -> str:
    """The part of the body that is hit of a person who walks *away_from_robot*, or does not."""
    return "back" if away_from_robot else "chest"
