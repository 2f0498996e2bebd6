"""Knock on ports to learn what is there.

Two things look the same and are not: the hub's own IT that looks for what is open (an **audit**), and **backscatter**,
answers of a host outside to somebody who asked it under our address. To a flow collector both are knocks on ports; the
first comes from a station that has leave to, the second knocks on high ports that nobody ever opened.

Sources: ATT&CK for ICS T0846.001 (Remote System Discovery: Port Scan), Enterprise T1046; D. Moore et al., Inferring
Internet denial-of-service activity, ACM TOCS 24 (2006), for backscatter; the well-known ports below are those that a
first scan of an OT network asks for.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from twin.attacks.base import Attack, Foothold, Steps, Sweep

COMMON = (21, 22, 23, 25, 53, 80, 88, 102, 135, 139, 389, 443, 445, 502, 554, 1433, 3389, 5432, 8080, 8883)


Port = Annotated[int, Field(ge=1, le=65_535)]


class PortScan(Attack):
    """Scan ports of the targets, from one held asset."""

    technique: ClassVar[str] = "T0846.001"
    also: ClassVar[tuple[str, ...]] = ("T0840", "T1046", "T1018")

    ports: int = Field(
        20, ge=1, le=65_535, description="how many ports a target; the common ones first, then upwards from 1"
    )
    only: tuple[Port, ...] = Field((), max_length=100, description="knock on these ports alone, such as [22, 80]")
    rate_per_s: float = Field(10, gt=0, le=10_000, description="probes a second")
    cause: Literal["attack", "audit", "backscatter"] = Field(
        "attack", description="who is behind it: somebody, the hub's own IT, or nobody (answers to forged questions)"
    )

    @property
    def benign(self) -> bool:
        """The hub's own audit needs no foothold; nobody who floods somebody else under our address means us."""
        return self.cause != "attack"

    def least_s(self, targets: int) -> float:
        """All probes, one after the other."""
        return targets * len(self._ports()) / self.rate_per_s

    def steps(self, foothold: Foothold) -> Steps:
        """One sweep; it fails where no port is open."""
        targets = tuple(target for target in foothold.targets if target != foothold.at)
        answered = yield Sweep(foothold.at, targets, self._ports(), self.rate_per_s)
        return "success" if isinstance(answered, tuple) and answered else "failed"

    def _ports(self) -> tuple[int, ...]:
        if self.only:
            return self.only
        rest = (port for port in range(1, 65_536) if port not in COMMON)
        return (COMMON + tuple(rest))[: self.ports]
