"""Knock on ports to learn what is there.

Sources: ATT&CK for ICS T0846.001 (Remote System Discovery: Port Scan), Enterprise T1046; the well-known ports below are
those that a first scan of an OT network asks for.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from twin.attacks.base import Attack, Foothold, Steps, Sweep

COMMON = (21, 22, 23, 25, 53, 80, 88, 102, 135, 139, 389, 443, 445, 502, 554, 1433, 3389, 5432, 8080, 8883)


class PortScan(Attack):
    """Scan ports of the targets, from one held asset."""

    technique: ClassVar[str] = "T0846.001"
    also: ClassVar[tuple[str, ...]] = ("T0840", "T1046", "T1018")

    ports: int = Field(
        20, ge=1, le=65_535, description="how many ports a target; the common ones first, then upwards from 1"
    )
    rate_per_s: float = Field(10, gt=0, le=10_000, description="probes a second")

    def steps(self, foothold: Foothold) -> Steps:
        """One sweep; it fails where no port is open."""
        targets = tuple(target for target in foothold.targets if target != foothold.at)
        answered = yield Sweep(foothold.at, targets, self._ports(), self.rate_per_s)
        return "success" if isinstance(answered, tuple) and answered else "failed"

    def _ports(self) -> tuple[int, ...]:
        rest = (port for port in range(1, 65_536) if port not in COMMON)
        return (COMMON + tuple(rest))[: self.ports]
