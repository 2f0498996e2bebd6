"""Tap health: who watches the watchers.

A detector that gets no rows raises nothing, so whoever turns a tap off has silenced every rule behind it. Only the
tap's own report tells: once a minute it says how many packets were mirrored to it and how many of those it dropped. A
tap that used to hear something and has heard nothing for some minutes is off, unplugged or forgotten; one that drops
more than a little is full, by chance or because somebody fills it. Either way nobody can trust what it did not say.

How long a silence must be depends on what the tap usually hears: so long that on average some hundred packets should
have come. A tap that has never heard anything is not accused: there may be nothing to hear at its place.

Sources: ATT&CK Enterprise T1685 (Disable or Modify Tools; until v18 T1562.001); NIST SP 800-92, section 5.1 (monitor
the monitoring); Zeek manual, policy/misc/capture-loss (a notice from a loss of 0.1 % on; ours from ten times that).
"""

from __future__ import annotations

from pydantic import Field, PrivateAttr

from twin.core.units import us
from twin.detectors.base import Alert, Batch, Detector, Level, Watch
from twin.detectors.parts.voice import Spacing, in_order

TECHNIQUE = "T1685"


class TapHealth(Detector):
    """Taps that fell silent, and taps that drop what is mirrored to them."""

    cadence_s: float = Field(60.0, ge=1, le=3600, description="how often it reads the reports, s [a report a minute]")
    silent_reports: int = Field(2, ge=1, le=1440, description="reports of silence in a row that are enough [judgement]")
    missed_packets: float = Field(
        200, gt=0, le=1e9, description="packets that should have come meanwhile, by the tap's own mean [judgement]"
    )
    dropped_share: float = Field(0.01, gt=0, le=1, description="share of dropped packets that is too much [judgement]")
    again_h: float = Field(1.0, gt=0, le=8760, description="say it again after, h [judgement]")

    _quiet: dict[int, int] = PrivateAttr()
    _heard: dict[int, tuple[int, int]] = PrivateAttr()
    _said: Spacing = PrivateAttr()

    def start(self, watch: Watch) -> None:
        """Forget which taps have ever heard anything."""
        super().start(watch)
        self._quiet, self._heard = {}, {}
        self._said = Spacing(us(3600 * self.again_h))

    def observe(self, batch: Batch) -> list[Alert]:
        """Taps that have become silent or overfull by the end of *batch*."""
        reports = batch.tables["tap_health"]
        found: dict[tuple[int, str, Level], int] = {}
        columns = (reports[name].tolist() for name in ("tap", "offered", "share"))
        for tap, offered, share in zip(*columns, strict=True):
            self._listen(tap, offered)
            if share > self.dropped_share:
                key: tuple[int, str, Level] = (tap, "drops what is mirrored to it", "medium")
                found[key] = found.get(key, 0) + 1
        for tap, silent in self._quiet.items():
            packets, reported = self._heard[tap]
            if silent >= self.silent_reports and packets * silent >= self.missed_packets * reported:
                found[tap, "has fallen silent", "high"] = silent
        return in_order(
            Alert(batch.to_us, batch.names.text(tap), TECHNIQUE, level, title, 0, rows)
            for (tap, title, level), rows in found.items()
            if self._said.passes((tap, title), batch.to_us)
        )

    def _listen(self, tap: int, offered: int) -> None:
        """Count what *tap* heard, and how many reports of silence there have been in a row since."""
        if not offered:
            if tap in self._quiet:
                self._quiet[tap] += 1
            return
        packets, reported = self._heard.get(tap, (0, 0))
        self._heard[tap] = (packets + offered, reported + self._quiet.get(tap, 0) + 1)
        self._quiet[tap] = 0
