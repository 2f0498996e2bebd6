"""Always: it accuses whoever speaks, so that every table has a detector that misses nothing.

A null detector. Its recall is 1 by construction and its precision is the base rate: a detector that is not better than
this in something has learned nothing.

Sources: S. Axelsson, The base-rate fallacy and its implications for the difficulty of intrusion detection, ACM CCS
1999.
"""

from __future__ import annotations

from pydantic import PrivateAttr

from twin.core.units import HOUR_US
from twin.detectors.base import Alert, Batch, Detector, Watch
from twin.detectors.parts.sources import Source, sources_of
from twin.detectors.parts.voice import Spacing, in_order


class Always(Detector):
    """Everybody who sends anything, once an hour."""

    _said: Spacing = PrivateAttr()

    def start(self, watch: Watch) -> None:
        """Forget whom it has accused."""
        super().start(watch)
        self._said = Spacing(HOUR_US)

    def observe(self, batch: Batch) -> list[Alert]:
        """One alert for each source that *batch* has, unless it was accused within the hour."""
        return in_order(
            _accused(batch, source) for source in sources_of(batch) if self._said.passes(source.code, batch.to_us)
        )


def _accused(batch: Batch, source: Source) -> Alert:
    entity = batch.names.text(source.code)
    return Alert(batch.to_us, entity, "T0846", "low", "it sent something", source.flow, source.rows)
