"""Unknown asset: somebody speaks who is in no register.

Passive monitoring finds what nobody wrote down: a device that was plugged in without asking, one that was forgotten
eight years ago, one that comes and goes. Whoever sends or answers and is neither in the register nor outside the hub is
accused once; an answer counts as much as a question, because a quiet device answers too.

Sources: CIS Critical Security Controls v8, control 1 (inventory of assets, passive discovery); NIST SP 800-82 r3;
ATT&CK for ICS T0848 (Rogue Master), T0860 (Wireless Compromise) and Enterprise T1200 (Hardware Additions) as what it
may be.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field, PrivateAttr

from twin.core.chance import Ints
from twin.core.units import us
from twin.detectors.base import Alert, Batch, Detector, Watch
from twin.detectors.parts.register import Register
from twin.detectors.parts.voice import Spacing, in_order


class UnknownAsset(Detector):
    """Sources of flows, and destinations that answered, that no register knows."""

    again_h: float = Field(24.0, gt=0, le=8760, description="say it again after, h [judgement: once a day]")

    _register: Register = PrivateAttr()
    _answered: Ints = PrivateAttr()
    _said: Spacing = PrivateAttr()

    def start(self, watch: Watch) -> None:
        """Learn the register."""
        super().start(watch)
        self._register = Register(watch)
        self._answered = watch.names.codes(("SF", "RSTO", "REJ"))
        self._said = Spacing(us(3600 * self.again_h))

    def observe(self, batch: Batch) -> list[Alert]:
        """Strangers in *batch*."""
        flow = batch.tables["flow"]
        spoke, answers = flow["src"], flow["dst"][np.isin(flow["state"], self._answered)]
        unknown = [
            code
            for code in np.unique(np.concatenate([spoke, answers])).tolist()
            if self._register.numbers(np.array([code]))[0] == self._register.count
        ]
        return in_order(self._alert(batch, code) for code in unknown if self._said.passes(code, batch.to_us))

    @staticmethod
    def _alert(batch: Batch, code: int) -> Alert:
        flow = batch.tables["flow"]
        rows = np.flatnonzero((flow["src"] == code) | (flow["dst"] == code))
        title = "speaks, and is in no register"
        return Alert(
            batch.to_us, batch.names.text(code), "T1200", "medium", title, int(flow["flow"][rows[0]]), len(rows)
        )
