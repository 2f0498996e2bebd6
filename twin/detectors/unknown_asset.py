"""Unknown asset: the register held against what is heard, both ways.

Passive monitoring finds what nobody wrote down: a device that was plugged in without asking, one that was forgotten
eight years ago, one that comes and goes. It also finds what is written down and is not so any more:

* **strangers**: whoever sends, or answers, and is neither in the register nor outside the hub: medium. An answer counts
  as much as a question, because a quiet device answers too;
* **missing**: a registered asset that was heard often and then for a long time not at all: low. How long depends on
  itself: ``silent_gaps`` times the mean gap between the beats at which it was heard, and at least ``silent_min``. When
  many fall silent at once it is the tap that does not hear, and another detector's business;
* **moved**: a row of a switch's own tap, with neither end on that switch by the register: medium. Somebody moved a
  plug, or a device stands in for another.

Sources: CIS Critical Security Controls v8, control 1 (inventory of assets, passive discovery); NIST SP 800-82 r3;
ATT&CK for ICS T0848 (Rogue Master), T0860 (Wireless Compromise) and Enterprise T1200 (Hardware Additions) as what it
may be; T0814 (Denial of Service) for what is missing. Times are judgements.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field, PrivateAttr

from twin.core.chance import Ints
from twin.core.units import Us, us
from twin.detectors.base import Alert, Batch, Detector, Watch
from twin.detectors.parts.register import Flags, Register, look_up, marked
from twin.detectors.parts.voice import Spacing, in_order

_SWITCH_TAP = "tap:"
_OFTEN = 10
_MANY = 0.1


class UnknownAsset(Detector):
    """Who is heard and not in the register, who is in it and not heard any more, and who is heard elsewhere."""

    cadence_s: float = Field(
        30.0, ge=1, le=3600, description="how often it reads what its tap collected, s [judgement]"
    )
    again_h: float = Field(24.0, gt=0, le=8760, description="say it again after, h [judgement: once a day]")
    silent_min: float = Field(60.0, gt=0, le=100_000, description="silence that is at least needed, min [judgement]")
    silent_gaps: float = Field(20.0, gt=1, le=1000, description="mean gaps of its own that it lasts [judgement]")

    _register: Register = PrivateAttr()
    _answered: Ints = PrivateAttr()
    _beats: Ints = PrivateAttr()
    _first_us: Ints = PrivateAttr()
    _last_us: Ints = PrivateAttr()
    _inside: Flags = PrivateAttr()
    _switch: Ints = PrivateAttr()
    _switches: list[str] = PrivateAttr()
    _at: dict[int, int] = PrivateAttr()
    _said: Spacing = PrivateAttr()

    def start(self, watch: Watch) -> None:
        """Learn the register, forget who was heard."""
        super().start(watch)
        self._register = Register(watch)
        self._answered = marked(watch.names, ("SF", "RSTO", "REJ"))
        self._beats, self._first_us, self._last_us = np.zeros((3, self._register.count + 1), dtype=np.int64)
        self._inside = self._register.flags(lambda asset: asset.function != "internet")
        self._switch, self._switches = self._register.ids(asset.switch for asset in self._register.assets)
        self._at = {}
        self._said = Spacing(us(3600 * self.again_h))

    def observe(self, batch: Batch) -> list[Alert]:
        """What *batch* and the register do not agree on."""
        flow = batch.tables["flow"]
        speakers = np.concatenate([flow["src"], flow["dst"][look_up(self._answered, flow["state"]) == 1]])
        numbers = self._register.numbers(speakers)
        strange = np.unique(speakers[numbers == self._register.count])
        heard = np.zeros(self._register.count + 1, dtype=np.bool_)
        heard[numbers] = True
        if len(strange):
            self._accuse_flows(flow["flow"][np.isin(flow["src"], strange)])
        alerts = [self._stranger(batch, code) for code in strange.tolist() if self._said.passes(code, batch.to_us)]
        alerts += self._missing(batch, np.flatnonzero(heard[:-1]))
        return in_order(alerts + self._moved(batch))

    def _stranger(self, batch: Batch, code: int) -> Alert:
        flow = batch.tables["flow"]
        rows = flow["flow"][(flow["src"] == code) | (flow["dst"] == code)]
        title = "speaks, and is in no register"
        return Alert(batch.to_us, batch.names.text(code), "T1200", "medium", title, int(rows[0]), len(rows))

    def _missing(self, batch: Batch, heard: Ints) -> list[Alert]:
        """Registered assets that have been silent for far longer than they use to be."""
        now_us: Us = batch.to_us
        new = heard[self._beats[heard] == 0]
        self._first_us[new] = now_us
        self._beats[heard] += 1
        self._last_us[heard] = now_us
        gap_us = (self._last_us - self._first_us) / np.maximum(self._beats - 1, 1)
        patience_us = np.maximum(self.silent_gaps * gap_us, us(60 * self.silent_min))
        known = self._inside & (self._beats >= _OFTEN)
        silent = np.flatnonzero(known & (now_us - self._last_us > patience_us))
        if len(silent) > max(1.0, _MANY * np.count_nonzero(known)):
            return []
        names = [self._register.assets[number].name for number in silent.tolist()]
        title = "is in the register, and has fallen silent"
        return [
            Alert(now_us, name, "T0814", "low", title) for name in names if self._said.passes((name, title), now_us)
        ]

    def _moved(self, batch: Batch) -> list[Alert]:
        """Sources of rows that a switch's tap wrote, with neither end on that switch."""
        flow = batch.tables["flow"]
        taps, which = np.unique(flow["tap"], return_inverse=True)
        place = np.array([self._switch_of(tap, batch) for tap in taps.tolist()], dtype=np.int64)
        if not (place >= 0).any():
            return []
        at = place[which]
        ends = self._register.numbers(flow["src"]), self._register.numbers(flow["dst"])
        known = (ends[0] < self._register.count) & (ends[1] < self._register.count)
        moved = (at >= 0) & known & (self._switch[ends[0]] != at) & (self._switch[ends[1]] != at)
        alerts = []
        for code in np.unique(flow["src"][moved]).tolist():
            rows = flow["flow"][moved & (flow["src"] == code)]
            title = "is heard at a switch where the register has neither end"
            if self._said.passes((code, title), batch.to_us):
                alerts.append(
                    Alert(batch.to_us, batch.names.text(code), "T1200", "medium", title, int(rows[0]), len(rows))
                )
        return alerts

    def _switch_of(self, tap: int, batch: Batch) -> int:
        """Number of the switch whose own tap that is; -1 for any other tap, and for a switch that nobody knows."""
        if tap not in self._at:
            name = batch.names.text(tap)
            switch = name.removeprefix(_SWITCH_TAP) if name.startswith(_SWITCH_TAP) else ""
            self._at[tap] = self._switches.index(switch) if switch in self._switches else -1
        return self._at[tap]
