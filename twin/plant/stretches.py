"""Stretches: rooms whose inputs stay constant are carried as far as they do so, in one exact move.

A **lane** is a thermal network that shares nothing with the others: one room, or all rooms of a site that share walls.
Each lane has its **anchor**, the last step at which an input of it changed, with the state and the inputs from there
on. Any later state is the exact solution from the anchor, so it does not matter who asks, how often, or in what
windows; nothing is summed up step by step that could be summed up otherwise.

What *k* steps do is a table that grows when it is needed: with ``x' = (1 + E) x + F q`` for one step and ``I``, ``G``
for the integrals of the two, ``E_k+1 = E_k + E_1 + E_k E_1`` and so on, all kept without their ones, so that a slow
node loses no digits. Lanes are the first axis; sums of products are written out.

Sources: the exponential of :mod:`twin.plant.thermal`; C. Moler, C. Van Loan, SIAM Review 45 (2003), for powers of a
propagator.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.units import SECOND_US, Us
from twin.plant.thermal import ThermalNetwork, product

Flags = npt.NDArray[np.bool_]

LONGEST = 64
"""Most steps of one stretch; an anchor moves on by so many even where nothing changes."""
_TABLE_NUMBERS = 4_000_000


class Stretches:
    """All lanes of a site: their anchors, and what follows from them.

    ``anchor`` (lanes,) is the step; ``inputs`` (lanes, 2 nodes) what goes on from it: temperatures at it (degC), and
    heat into each node (W), what the surroundings give included.
    """

    def __init__(self, network: ThermalNetwork, start_c: Floats, ambient_c: float, step_s: float) -> None:
        self.network, self.step_s = network, step_s
        self._nodes, lanes = network.capacity_j_k.shape
        self.anchor: Ints = np.zeros(lanes, dtype=np.int64)
        self._lost_w_k: Floats = np.ascontiguousarray(network.to_ambient_w_k.T)
        self._drawn_w: Floats = self._lost_w_k * ambient_c
        self.inputs: Floats = np.concatenate([start_c, self._drawn_w], axis=1)
        self.longest = max(1, min(LONGEST, _TABLE_NUMBERS // max(1, 4 * self._nodes**2 * lanes)))
        self._lane = np.arange(lanes)
        self._table: Floats = np.zeros((0, lanes, 2 * self._nodes, 2 * self._nodes))

    def ahead(self, steps: int, watched: int) -> Floats:
        """Temperatures (steps, lanes, watched) of each lane's first *watched* nodes, 1 to *steps* steps on."""
        self._grow(steps)
        parts = self._table[:steps, :, :, :watched] * self.inputs[:, :, None]
        total: Floats = self.inputs[:, :watched] + np.add.accumulate(parts, axis=2)[:, :, -1]
        return total

    def moved(self, steps: Ints) -> Floats:
        """What *steps* (lanes,), 1 or more, do: changes (K), integrals (degC s) beyond the start's, side by side."""
        self._grow(int(steps.max()))
        return _applied(self._table[steps - 1, self._lane], self.inputs)

    def go_on(self, done: Floats) -> None:
        """Begin anew where a move that has *done* (lanes, 2 nodes) ends, with the heat of before."""
        self.inputs = self.inputs.copy()
        self.inputs[:, : self._nodes] += done[:, : self._nodes]

    def part(self, lane: int, start_c: Floats, spent_us: Us) -> Floats:
        """What any *spent_us* from *start_c* on do to one lane, (2 nodes,): see :meth:`moved`.

        Times are whole microseconds, so a handful of propagators, one for each bit of the time, does for all of them.
        """
        heat_w, nodes = self.inputs[lane, self._nodes :], self._nodes
        change_k, beyond = np.zeros(nodes), np.zeros(nodes)
        for bit in range(spent_us.bit_length()):
            if spent_us >> bit & 1:
                bit_s = (1 << bit) / SECOND_US
                page = self.network.propagator(bit_s)[None, :, :, lane]
                found = _applied(page, np.concatenate([start_c + change_k, heat_w])[None])[0]
                beyond = beyond + found[nodes:] + change_k * bit_s
                change_k = change_k + found[:nodes]
        return np.concatenate([change_k, beyond])

    def states(self, start: Floats, steps: Ints, lane: Ints) -> Floats:
        """Temperatures (n, nodes) *steps* (n,) after the anchors that had inputs *start* (n, 2 nodes)."""
        self._grow(int(steps.max(initial=1)))
        first = start[:, : self._nodes]
        if not steps.any():
            return first
        change = _applied(self._table[np.maximum(steps, 1) - 1, lane, :, : self._nodes], start)
        return np.where(steps[:, None] > 0, first + change, first)

    def heat(self, air_w: Floats) -> None:
        """From now on *air_w* (lanes, watched) goes into each lane's first nodes; only right after :meth:`go_on`."""
        into = slice(self._nodes, self._nodes + air_w.shape[1])
        self.inputs[:, into] = air_w + self._drawn_w[:, : air_w.shape[1]]

    def imbalance_j(self, done: Floats, inputs: Floats, spent_s: Floats) -> Floats:
        """Heat (J) that moves stored and nobody supplied, rounding or a mistake; (..., lanes).

        ``done`` and ``inputs`` (..., lanes, 2 nodes) are moves and what they began with, ``spent_s`` (..., lanes).
        """
        change_k, beyond = done[..., : self._nodes], done[..., self._nodes :]
        start_c, drawn_w = inputs[..., : self._nodes], inputs[..., self._nodes :]
        lost = self._lost_w_k * beyond + spent_s[..., None] * (self._lost_w_k * start_c - drawn_w)
        left: Floats = np.add.accumulate(self.network.capacity_j_k.T * change_k + lost, axis=-1)[..., -1]
        return left

    def _grow(self, steps: int) -> None:
        """Have the table reach *steps*."""
        if steps <= len(self._table):
            return
        nodes = self._nodes
        first = self.network.propagator(self.step_s)
        found = [np.moveaxis(page, 0, -1) for page in self._table] or [first]
        one = _Blocks(first, nodes)
        while len(found) < steps:
            found.append(_Blocks(found[-1], nodes).and_then(one, self.step_s))
        self._table = np.ascontiguousarray(np.stack([np.moveaxis(page, -1, 0) for page in found]))


class _Blocks:
    """A propagator (2n, 2n, lanes) by its four blocks, each as matrices that act from the left."""

    def __init__(self, page: Floats, nodes: int) -> None:
        turned = np.swapaxes(page, 0, 1)
        self.grown, self.by_heat = turned[:nodes, :nodes], turned[:nodes, nodes:]
        self.beyond, self.heat_beyond = turned[nodes:, :nodes], turned[nodes:, nodes:]

    def and_then(self, one: _Blocks, step_s: float) -> Floats:
        """One step more."""
        grown = self.grown + one.grown + product(one.grown, self.grown)
        by_heat = self.by_heat + one.by_heat + product(one.grown, self.by_heat)
        beyond = self.beyond + one.beyond + step_s * self.grown + product(one.beyond, self.grown)
        heat = self.heat_beyond + one.heat_beyond + step_s * self.by_heat + product(one.beyond, self.by_heat)
        whole = np.concatenate([np.concatenate([grown, by_heat], axis=1), np.concatenate([beyond, heat], axis=1)])
        return np.swapaxes(whole, 0, 1)


def _applied(pages: Floats, start: Floats) -> Floats:
    """Row vectors *start* (n, in) times *pages* (n, in, out), a written-out sum."""
    total: Floats = np.add.accumulate(pages * start[:, :, None], axis=1)[:, -1]
    return total
