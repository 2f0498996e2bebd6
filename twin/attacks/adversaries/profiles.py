"""Who is behind a campaign: habits as data, one profile for each sort of adversary.

A profile says how fast somebody knocks, how long they wait, at which hours they work, how many failures they put up
with, whether they keep to connections that exist anyway, and what they do in the end to the devices they got into. All
of it is a judgement of ours after the sources, with waits shortened from days to minutes so that a story of some hours
shows the whole chain: ratios between profiles are meant, not the figures.

Sources: NIST SP 800-30 r1, table D-3 (capability and intent of adversaries); ENISA Threat Landscape 2024 (who they
are); Antonakakis et al., USENIX Security 2017 (rates of a botnet); Mandiant, M-Trends 2024 (days between the
first access and ransom, and how much longer others stay); ATT&CK for ICS, campaigns of 2015 to 2022 (states).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from twin.attacks.adversaries.craft import DOORS

Name = Literal["opportunist", "botnet", "ransomware_crew", "insider", "state"]
Harm = tuple[str, Mapping[str, object]]


@dataclass(frozen=True)
class Profile:
    """The habits of one sort of adversary.

    ``pause_min`` is the mean wait between two moves, ``every_min`` that between two devices in one move, ``reach`` how
    many assets are wanted, ``patience`` how many moves in a row may bring nothing. ``harm`` says which attack is done
    in the end to a device of which kind.
    """

    rate_per_s: float
    ports: tuple[int, ...]
    services: tuple[str, ...]
    pause_min: float
    every_min: float
    reach: int
    patience: int
    hours: tuple[float, float] | None = None
    permitted: bool = False
    calls_home: bool = False
    harm: Mapping[str, Harm] = field(default_factory=dict)


PROFILES: Mapping[Name, Profile] = {
    "opportunist": Profile(
        50, tuple(DOORS), ("http", "ssh", "telnet"), pause_min=1, every_min=0.5, reach=2, patience=2,
    ),
    "botnet": Profile(
        250, (22, 23, 80), ("telnet", "ssh", "http"), pause_min=0.2, every_min=0.1, reach=50, patience=6,
        calls_home=True,
    ),
    "ransomware_crew": Profile(
        20, (22, 80, 445, 3389), ("smb", "rdp", "ssh", "http"), pause_min=5, every_min=0.5, reach=10, patience=4,
        hours=(18, 6), calls_home=True, harm={"gateway": ("gateway_blinding", {"mode": "drop"})},
    ),
    "insider": Profile(
        0.5, (22, 80, 8080), ("http", "ssh", "robot_api"), pause_min=4, every_min=2, reach=3, patience=3,
        hours=(6, 20), permitted=True,
        harm={
            "gateway": ("gateway_blinding", {"mode": "freeze"}),
            "amr": ("tampered_navigation", {"shift_m": (6.0, 0.0)}),
        },
    ),
    "state": Profile(
        0.2, (22, 80, 8080), ("ssh", "http", "robot_api"), pause_min=8, every_min=4, reach=4, patience=12,
        hours=(7, 19), permitted=True, calls_home=True,
        harm={
            "gateway": ("concealment", {"manner": "polyline", "corners": ((0.0, 0.0), (30.0, -3.0))}),
            "amr": ("safety_parameters", {"scale": 0.2}),
        },
    ),
}  # fmt: skip
