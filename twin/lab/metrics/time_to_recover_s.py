"""Time to recover: from the first physical effect to the end of the last; undefined while one goes on, or without one.

Start row: ``attack`` with phase ``effect_start``. End row: the last ``effect_end``. An asset is well again when its
last effect ended, however often one began in it.

Source: ours; recovery as in NIST SP 800-61.
"""

from __future__ import annotations

from twin.core.units import SECOND_US, Us
from twin.lab.metrics.base import Evidence, Metric


class TimeToRecoverS(Metric):
    """From the first physical effect to the end of the last."""

    unit = "s"
    better = "low"
    title = "time to recover"

    def measure(self, evidence: Evidence) -> float | None:
        """The value, or None where it is undefined."""
        began: dict[str, Us] = {}
        last: dict[str, tuple[str, Us]] = {}
        for row in evidence.log.records("attack"):
            if row["phase"] in ("effect_start", "effect_end"):
                began.setdefault(row["target"], row["time"])
                last[row["target"]] = (row["phase"], row["time"])
        if not last or any(phase == "effect_start" for phase, _ in last.values()):
            return None
        return (max(time for _, time in last.values()) - min(began.values())) / SECOND_US
