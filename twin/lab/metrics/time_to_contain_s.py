"""Time to contain: from the start of the first step until every held asset was cut off; undefined before.

Start row: ``attack`` with phase ``start``. End row: for each ``compromise`` the first time from then on at which a
``decision`` on the asset was in force (applied, and not undone) that cuts it off: its isolation, the quarantine of its
zone, or a block of every flow from it. The last of these times counts. A robot that is only stopped still speaks on the
network, so a stop contains nobody. Undefined while a held asset is under none.

Source: ours; containment as in NIST SP 800-61.
"""

from __future__ import annotations

from twin.core.units import SECOND_US
from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.containment import cut_off_at
from twin.lab.metrics.parts.reading import first_moment, takeovers


class TimeToContainS(Metric):
    """From the start of the first step until every held asset was cut off."""

    unit = "s"
    better = "low"
    title = "time to contain"

    def measure(self, evidence: Evidence) -> float | None:
        """The value, or None where it is undefined."""
        began, taken = first_moment(evidence.log), takeovers(evidence.log)
        if began is None or not taken:
            return None
        ends = [cut_off_at(evidence, asset, held_us) for held_us, asset in taken]
        known = [end for end in ends if end is not None]
        return (max(known) - began) / SECOND_US if len(known) == len(ends) else None
