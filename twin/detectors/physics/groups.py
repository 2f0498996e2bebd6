"""Thermometers as a detector takes them: one value a sensor and batch, gathered by room and by gateway.

A batch holds none, one or several readings of a sensor. Their mean is the sensor's value; where there is none the last
one is held for a while, because a slow sensor does not speak in every batch.

Sources: Modbus over Serial Line V1.02 (a bus behind each gateway, so what is behind one gateway can lie together).
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.units import SECOND_US
from twin.detectors.base import Batch, Watch
from twin.detectors.parts.register import Flags, Register
from twin.net.inventory import Asset

HELD_US = 150 * SECOND_US
"""How long a value stands for its sensor (judgement: two and a half periods of a slow one)."""


class Thermometers:
    """The thermometers of the register that stand in a room and behind a gateway, by number.

    ``numbers`` are their numbers in the register, ``room`` and ``gateway`` (n,) their room's and gateway's place in
    ``rooms`` and ``gateways``.
    """

    def __init__(self, watch: Watch, register: Register) -> None:
        self._register = register
        chosen = [n for n, asset in enumerate(register.assets) if _is_thermometer(asset)]
        self.numbers = np.array(chosen, dtype=np.int64)
        self.assets = [register.assets[n] for n in chosen]
        self.rooms, self.room = _places([asset.area for asset in self.assets])
        self.gateways, self.gateway = _places([str(asset.traits["gateway"]) for asset in self.assets])
        self._column = np.full(register.count + 1, -1, dtype=np.int64)
        self._column[self.numbers] = np.arange(len(chosen))
        self._temperature = watch.names.code("temperature_c")
        self._value = np.full(len(chosen), np.nan)
        self._heard_us = np.full(len(chosen), -HELD_US, dtype=np.int64)

    def take(self, batch: Batch) -> Flags:
        """Take the readings of *batch* in; which sensors spoke, (n,)."""
        rows = batch.tables["reading"]
        warm = rows["quantity"] == self._temperature
        column = self._column[self._register.numbers(rows["sensor"][warm])]
        value = rows["value"][warm][column >= 0]
        column = column[column >= 0]
        count = np.bincount(column, minlength=len(self.assets))
        total = np.bincount(column, weights=value, minlength=len(self.assets))
        spoke: Flags = count > 0
        self._value[spoke] = total[spoke] / count[spoke]
        self._heard_us[spoke] = batch.to_us
        return spoke

    def values(self, now_us: int) -> Floats:
        """Each sensor's value, NaN where none is recent, (n,)."""
        return np.where(now_us - self._heard_us < HELD_US, self._value, np.nan)


def _is_thermometer(asset: Asset) -> bool:
    return bool(asset.area and asset.traits.get("gateway") and asset.traits.get("measures") == "temperature_c")


def _places(words: list[str]) -> tuple[list[str], Ints]:
    known = sorted(set(words))
    place = {word: number for number, word in enumerate(known)}
    return known, np.array([place[word] for word in words], dtype=np.int64)


def middle(values: Floats) -> float:
    """Median of the known *values*, NaN where none is known."""
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else float("nan")
