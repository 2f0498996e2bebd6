"""Sightings: an alert belongs to the step whose flow is its evidence, or to what was last done to the accused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.lab.stories.stories import TWO_STEPS
from tests.lab.synthetic import made_up_run
from twin.core.log import Log
from twin.core.units import MINUTE_US
from twin.lab.run import attack_steps
from twin.lab.stories.sightings import Sighting, sightings


@dataclass
class _Told:
    """A run of two steps on amr-007: by hand at minute 5, and from it on itself at minute 10."""

    log: Log = field(default_factory=Log)

    def __post_init__(self) -> None:
        for minute, step in ((5, "foothold"), (10, "tamper")):
            self._phase(minute, step, "start", "")
            self._phase(minute + 1, step, "end", "success")
        self.log.one("compromise", time=6 * MINUTE_US, asset="amr-007", state="compromised", step="foothold")

    def _phase(self, minute: int, step: str, phase: str, outcome: str) -> None:
        self.log.one("attack", time=minute * MINUTE_US, step=step, technique="T0864", attack="service_port",
                     actor="amr-007", target="amr-007", phase=phase, outcome=outcome)  # fmt: skip

    def label(self, flow: int, step: str) -> None:
        self.log.one("label", time=7 * MINUTE_US, flow=flow, step=step, delivered=True)

    def alert(self, minute: int, entity: str, evidence: int) -> None:
        self.log.one("alert", time=minute * MINUTE_US, alert=minute, detector="scan", entity=entity, technique="T0846",
                     level="high", title="knocks", evidence=evidence, evidence_rows=1)  # fmt: skip

    def seen(self) -> list[Sighting]:
        """What the run tells."""
        self.log.seal(1 << 62)
        run: Any = made_up_run(quiet=True)
        run.story, run.log, run.attack = TWO_STEPS, self.log, attack_steps(self.log)
        return list(sightings(run))


def test_evidence_names_the_step() -> None:
    """Raised long after the second step began, on a flow of the first."""
    told = _Told()
    told.label(77, "foothold")
    told.alert(12, "amr-007", 77)
    assert told.seen() == [Sighting("foothold", "scan", "knocks", 7 * MINUTE_US)]


def test_without_a_flow_the_last_step_on_the_accused_counts() -> None:
    """Before minute 10 that is the first."""
    told = _Told()
    told.alert(8, "amr-007", 0)
    told.alert(12, "amr-007", 5)
    assert [(each.step, each.after_us) for each in told.seen()] == [
        ("foothold", 3 * MINUTE_US), ("tamper", 2 * MINUTE_US),
    ]  # fmt: skip


def test_a_wrong_alert_sees_nothing() -> None:
    """It accuses somebody whom the attack left alone."""
    told = _Told()
    told.alert(8, "camera-001", 0)
    assert told.seen() == []


def test_a_step_with_a_physical_effect_comes_before_one_without() -> None:
    """What a sensor shows is the doing of what changed something, not of the scan that came later."""
    told = _Told()
    told.log.one("attack", time=11 * MINUTE_US // 2, step="foothold", technique="T0864", attack="service_port",
                 actor="amr-007", target="amr-007", phase="effect_start", outcome="")  # fmt: skip
    told.alert(13, "amr-007", 0)
    assert [each.step for each in told.seen()] == ["foothold"]
