"""Charger bays without a queue: V5, Erlang's loss formula.

A robot that finds no free charger goes away for good. Poisson arrivals see what an outside observer sees (PASTA), so
the share of arrivals lost is the share of time in which every bay is held, which is what is measured.

Sources: A. K. Erlang 1917, as in L. Kleinrock, Queueing Systems I (1975), 3.6; R. W. Wolff, Poisson arrivals see time
averages, Operations Research 30 (1982).
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Streams
from twin.core.units import HOUR_US
from twin.lab.verify import formulas
from twin.lab.verify.base import Case, Finding, Input, Inputs, within
from twin.lab.verify.driving import LOST, drive
from twin.lab.verify.interval import Span
from twin.lab.verify.lines import ChargerBank
from twin.lab.verify.occupancy import occupancy, poisson, strayed
from twin.lab.verify.open_queues import refuse_rare
from twin.lab.verify.sampling import until_narrow

_LONG_H = 600
"""Simulated hours of one replication, with stays of one hour on average."""
_WARM_H = 20
_RAREST, _FINE = 0.001, 0.0001


def _share_full(load: float, bays: int, seed: int) -> Span:
    """Share of time in which all *bays* are held, at *load* stays of one hour an hour."""
    count = int((_LONG_H + _WARM_H) * load + 8.0 * ((_LONG_H + _WARM_H) * load) ** 0.5)
    first, last = _WARM_H * HOUR_US, (_LONG_H + _WARM_H) * HOUR_US
    levels = sorted({0, max(0, bays - 4), max(0, bays - 1), bays + 3})
    chances = poisson(load, int(load + 12.0 * load**0.5) + 40)

    def replicate(number: int) -> tuple[list[float], list[float]]:
        member, turn = np.zeros(count, dtype=np.int64), np.arange(count)
        gaps, stays = (
            Streams.of(seed, [f"loss-{load:g}-{bays}/{number}"], purpose).exponential(member, turn, mean)
            for purpose, mean in (("gap", HOUR_US / load), ("stay", 1.0 * HOUR_US))
        )
        came, stay = np.cumsum(gaps).astype(np.int64), stays.astype(np.int64)
        passage = drive(ChargerBank(bays, patient=False), came, stay, patient=False)
        held = passage.began_us != LOST
        full = occupancy(came[held], passage.ended_us[held], first, last).reached(bays)
        early = int(np.searchsorted(came, last))
        drawn = float(stay[:early].mean()) / HOUR_US - 1.0
        return [full], [drawn, *strayed(occupancy(came, came + stay, first, last), chances, levels)]

    return until_narrow(replicate, [_FINE])[0]


class Loss(Case):
    """V5."""

    title = "M/M/c/c: charger bays without a queue"
    source = "Erlang B; L. Kleinrock, Queueing Systems I, 3.6"
    model = "twin.plant.chargers.Chargers"
    inputs = {
        name: entry
        for row, (load, bays) in enumerate(((10.0, 10), (5.0, 5), (20.0, 30)), 1)
        for name, entry in (
            (f"load_{row}_erlang", Input(load, "erlang", "arrivals an hour times mean stay in hours", 0.1, 200.0)),
            (f"bays_{row}", Input(bays, "", "charger bays", 1, 250, whole=True)),
        )
    }

    def refuse(self, inputs: Inputs) -> None:
        """Losses must not be too rare."""
        for load, bays in _rows(inputs):
            refuse_rare(formulas.erlang_b(load, bays), f"loss at {load:g} erlang and {bays} bays", _RAREST)

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Share lost for each row."""
        found = list[Finding]()
        for load, bays in _rows(inputs):
            span, about = _share_full(load, bays, seed), f"share lost, a = {load:g}, c = {bays}"
            found.append(within(about, "", formulas.erlang_b(load, bays), span, _FINE))
        return found


def _rows(inputs: Inputs) -> list[tuple[float, int]]:
    return [(inputs[f"load_{row}_erlang"], int(inputs[f"bays_{row}"])) for row in (1, 2, 3)]
