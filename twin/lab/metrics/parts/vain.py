"""Containment in vain: measures on assets in which no attack ever worked.

A measure is in vain where none of the assets that it acts on is *involved* at any time: no attack acts from it, holds
it or has an effect in it (:mod:`twin.lab.metrics.parts.reading`). A measure that comes too late is not in vain, and
neither is one that closes an account or a flow that an attack used or tried to use, whatever assets it names
(:mod:`twin.lab.metrics.parts.used`).

What it costs is counted as far as it can be told apart: staff time, and the check of each asset that was cut off and
re-imaged. Orders and robots that stood meanwhile are in ``loss_containment_eur`` and cannot be laid at one measure's
door.

Source: ours.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence
from twin.lab.metrics.parts.containment import InForce, measures_in_force, touched
from twin.lab.metrics.parts.prices import staff_min
from twin.lab.metrics.parts.reading import parts_played
from twin.lab.metrics.parts.used import met_by
from twin.responses import RESPONSES

_HOUR_MIN = 60.0


def vain_measures(evidence: Evidence) -> list[InForce]:
    """Measures that were applied, act on nothing that an attack ever worked in, and closed nothing that it used."""
    involved = set(parts_played(evidence.log))
    found = measures_in_force(evidence.log)
    apart = [measure for measure in found if not involved & touched(evidence, measure)]
    return [measure for measure in apart if not met_by(evidence, measure)]


def vain_eur(evidence: Evidence) -> float:
    """Staff time and checks of what was contained in vain, at the site's prices."""
    prices, vain = evidence.site.prices, vain_measures(evidence)
    staff_h = sum(staff_min(evidence, measure) for measure in vain) / _HOUR_MIN
    checked = {measure.target for measure in vain if RESPONSES[measure.response].cleans}
    return staff_h * prices.analyst_hour + len(checked) * prices.asset_checked
