"""Never: it accuses nobody, so that every table has a detector that raises no false alert.

A null detector. Between it and ``always`` lies everything that can be said about a detector.

Sources: S. Axelsson, The base-rate fallacy and its implications for the difficulty of intrusion detection, ACM CCS
1999.
"""

from __future__ import annotations

from twin.detectors.base import Alert, Batch, Detector


class Never(Detector):
    """Nobody, whatever happens."""

    def observe(self, _: Batch) -> list[Alert]:
        """Nothing."""
        return []
