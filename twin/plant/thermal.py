"""Heat: a lumped network of nodes, solved exactly while its inputs stay constant.

A node *i* has a heat capacity C_i (J/K), conductances G_ij to the other nodes and G_ia to the surroundings (W/K), and a
heat input q_i (W)::

    C_i dT_i/dt = sum_j G_ij (T_j - T_i) + G_ia (T_a - T_i) + q_i

For constant inputs the answer is a matrix exponential, whatever the length of the step, and so is the integral of the
temperature over the step, which is what a heat balance needs. Two choices matter:

* the exponential *minus one* is kept, so that a slow node (tonnes of product, seconds of time) loses no digits;
* every product is a written-out sum of elementwise products. Libraries for linear algebra pick a kernel by processor,
  and kernels differ in the last bit: one bit is enough to change the digest of a run.

Nodes are the first axis and any number of equal networks (rooms) lie on the axes behind it: one step moves them all.
The exponential comes with its first two integrals, the phi functions ``phi1 = 1 + z/2! + ...`` and ``phi2 = 1/2 +
z/3! + ...`` of ``z = A dt``, all three by scaling and doubling.

Sources: C. Moler, C. Van Loan, Nineteen dubious ways to compute the exponential of a matrix, SIAM Review 45 (2003),
method 3 (scaling and squaring); N. Higham, Functions of Matrices (2008), section 10.7 (phi functions and their
doubling). Lumped rooms: ISO 13790 in spirit, with as many nodes as wanted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from twin.core.elementary import Floats

AIR_J_M3K = 1.2 * 1005.0
"""Heat capacity of a cubic metre of air, J/(m3 K): 1.2 kg/m3 times 1005 J/(kg K)."""

_TAYLOR_TERMS = 18
_SCALED_NORM = 0.5
_FEW = 8
_FIRST_OCTAVE, _LAST_OCTAVE, _FINEST_OCTAVE, _STRIDES = 0, 23, -31, 8


class Move(NamedTuple):
    """What one step did, both of shape (n, ...): change of temperature (K), integral of temperature (degC s)."""

    change_k: Floats
    integral_c_s: Floats


def product(left: Floats, right: Floats) -> Floats:
    """Matrix product over the first two axes, one written-out sum; the axes behind are a stack."""
    total = left[:, 0, None] * right[None, 0]
    for k in range(1, left.shape[1]):
        total = total + left[:, k, None] * right[None, k]
    return total


def phi_functions(matrix: Floats) -> tuple[Floats, Floats, Floats]:
    """exp(M) - 1, phi1(M) and phi2(M) of square matrices on the first two axes, any stack behind.

    Doubling: ``exp(2z) - 1 = 2e + ee``, ``phi1(2z) = phi1 + e phi1 / 2`` and ``phi2(2z) = (phi1 phi1 + 2 phi2) / 4``
    with ``e = exp(z) - 1``.
    """
    eye = _eye(matrix.shape[0], matrix[0])
    norm = float(np.max(np.abs(matrix), initial=0.0)) * matrix.shape[0]
    halvings = max(0, int(np.frexp(norm / _SCALED_NORM)[1]))
    scaled = matrix / 2.0**halvings
    second = eye / _TAYLOR_TERMS
    for k in range(_TAYLOR_TERMS - 1, 1, -1):
        second = (eye + product(scaled, second)) / k
    first = eye + product(scaled, second)
    grown = product(scaled, first)
    for _ in range(halvings):
        second = (product(first, first) + 2.0 * second) / 4.0
        first = first + product(grown, first) / 2.0
        grown = 2.0 * grown + product(grown, grown)
    return grown, first, second


def _eye(size: int, like: Floats) -> Floats:
    eye = np.eye(size).reshape((size, size) + (1,) * (like.ndim - 1))
    return np.broadcast_to(eye, (size, size, *like.shape[1:]))


@dataclass
class ThermalNetwork:
    """One network, or a stack of equal ones.

    ``capacity_j_k`` (n, ...) in J/K; ``conductance_w_k`` (n, n, ...) in W/K, symmetric, its diagonal ignored;
    ``to_ambient_w_k`` (n, ...) in W/K.
    """

    capacity_j_k: Floats
    conductance_w_k: Floats
    to_ambient_w_k: Floats
    _propagators: dict[float, Floats] = field(default_factory=dict, repr=False)

    def _rates(self) -> Floats:
        """The matrix A of dT/dt = A T + q/C, in 1/s."""
        nodes = len(self.capacity_j_k)
        eye = _eye(nodes, self.capacity_j_k)
        between = self.conductance_w_k * (1.0 - eye)
        lost = self.to_ambient_w_k
        for j in range(nodes):
            lost = lost + between[:, j]
        rates: Floats = (between - eye * lost[:, None]) / self.capacity_j_k[:, None]
        return rates

    def propagator(self, dt_s: float) -> Floats:
        """What *dt_s* seconds do, shape (2n, 2n, ...), kept for the next time.

        First axis: the n temperatures and n heats at the start; second axis: the n changes of temperature and the n
        changes of the integral of temperature beyond its start value times *dt_s*.
        """
        found = self._propagators.get(dt_s)
        if found is None:
            found = self._propagators[dt_s] = self._solve(dt_s)
        return found

    def _solve(self, dt_s: float) -> Floats:
        """Rows of starts (temperatures, heats) and columns of results (changes, integrals beyond the start)."""
        rates = self._rates() * dt_s
        grown, first, second = phi_functions(rates)
        per_heat = dt_s / self.capacity_j_k[None]
        from_start = np.concatenate([grown, dt_s * product(rates, second)])
        from_heat = np.concatenate([first * per_heat, dt_s * second * per_heat])
        kept = np.concatenate([from_start, from_heat], axis=1)
        return np.ascontiguousarray(np.swapaxes(kept, 0, 1))

    def move(self, temperature_c: Floats, dt_s: float, heat_w: Floats, ambient_c: Floats | float) -> Move:
        """Change and integral of temperature over *dt_s* seconds under constant *heat_w* (n, ...) and *ambient_c*."""
        nodes = len(temperature_c)
        start = np.concatenate([temperature_c, heat_w + self.to_ambient_w_k * ambient_c])
        parts = self.propagator(dt_s) * start[:, None]
        total = add_nodes(parts[:nodes] + parts[nodes:])
        return Move(total[:nodes], total[nodes:] + temperature_c * dt_s)

    def step(self, temperature_c: Floats, dt_s: float, heat_w: Floats, ambient_c: Floats | float) -> Floats:
        """Temperatures (degC) after *dt_s* seconds."""
        return temperature_c + self.move(temperature_c, dt_s, heat_w, ambient_c).change_k

    def gain_j(self, integral_c_s: Floats, dt_s: float, ambient_c: Floats | float) -> Floats:
        """Heat (J) that came from the surroundings during a step with that integral, shape (...)."""
        through: Floats = self.to_ambient_w_k * (ambient_c * dt_s - integral_c_s)
        return add_nodes(through)

    def stored_j(self, change_k: Floats) -> Floats:
        """Heat (J) that a change of temperature stores, shape (...)."""
        return add_nodes(self.capacity_j_k * change_k)


def add_nodes(values: Floats) -> Floats:
    """Sum over the first axis in its written order."""
    if len(values) > _FEW:
        total: Floats = np.cumsum(values, axis=0)[-1]
        return total
    total = values[0]
    for node in range(1, len(values)):
        total = total + values[node]
    return total


def crossing_s(
    network: ThermalNetwork, temperature_c: Floats, heat_w: Floats, ambient_c: float, node: int, level_c: float
) -> float | None:
    """Seconds until *node* of one network (n,) reaches *level_c* under constant inputs; None within two years.

    A node that stands on the level at the start has left it: the time is that of its return. The way forward is
    walked in strides that grow eightfold finer than they double, and the stride in which the node passes the level is
    halved down to a billionth of a second; each stride is exact, so the answer is the root of the exact solution. A
    level that is passed and passed back within one stride (an eighth of the time gone by) is not seen.
    """
    now_s, side = 0.0, 0.0
    for octave in range(_FIRST_OCTAVE, _LAST_OCTAVE):
        for _ in range(_STRIDES):
            reached = network.step(temperature_c, 2.0**octave, heat_w, ambient_c)
            beyond = float(reached[node]) - level_c
            side = side or float(temperature_c[node]) - level_c
            if side * beyond < 0.0 or (beyond == 0.0 and side != 0.0):
                return now_s + _halved(network, temperature_c, heat_w, ambient_c, node, level_c, octave)
            temperature_c, now_s = reached, now_s + 2.0**octave
    return None


def _halved(
    network: ThermalNetwork, temperature_c: Floats, heat_w: Floats, ambient_c: float, node: int, level_c: float,
    octave: int,
) -> float:  # fmt: skip
    """Seconds into a stride of 2**octave seconds at which *node* passes *level_c*."""
    side, passed_s = float(temperature_c[node]) - level_c, 0.0
    for power in range(octave - 1, _FINEST_OCTAVE, -1):
        reached = network.step(temperature_c, 2.0**power, heat_w, ambient_c)
        if side * (float(reached[node]) - level_c) > 0.0:
            temperature_c, passed_s = reached, passed_s + 2.0**power
    return passed_s
