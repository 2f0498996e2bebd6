"""Random: it accuses by lot, so that every table has a detector that knows nothing.

A null detector. Whoever speaks is accused with the same chance in each batch, whatever they say. On any scale from
missing everything to accusing everybody there is a random detector as good as that: one that earns its place lies
above.

Sources: T. Fawcett, An introduction to ROC analysis, Pattern Recognition Letters 27 (2006) 861-874 (the diagonal).
"""

from __future__ import annotations

from pydantic import Field, PrivateAttr

from twin.core.chance import Stream
from twin.core.units import HOUR_US
from twin.detectors.base import Alert, Batch, Detector, Watch
from twin.detectors.parts.sources import sources_of
from twin.detectors.parts.voice import Spacing, in_order


class Random(Detector):
    """A share of those who send anything in a batch; at most once an hour each."""

    share: float = Field(0.02, gt=0, le=1, description="chance to be accused in a batch [judgement]")

    _said: Spacing = PrivateAttr()

    def start(self, watch: Watch) -> None:
        """Forget whom it has accused."""
        super().start(watch)
        self._said = Spacing(HOUR_US)

    def observe(self, batch: Batch) -> list[Alert]:
        """Those on whom the lot falls: it depends on their name and the time, and on nothing else."""
        alerts = []
        for source in sources_of(batch):
            entity = batch.names.text(source.code)
            lot = Stream.of(0, entity, "random detector").uniform(batch.to_us)
            if lot < self.share and self._said.passes(source.code, batch.to_us):
                title = "the lot fell on it"
                alerts.append(Alert(batch.to_us, entity, "T0846", "low", title, source.flow, source.rows))
        return in_order(alerts)
