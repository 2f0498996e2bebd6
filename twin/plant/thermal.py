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

Sources: C. Moler, C. Van Loan, Nineteen dubious ways to compute the exponential of a matrix, SIAM Review 45 (2003),
method 3 (scaling and squaring); N. Higham, Functions of Matrices (2008), section 10.7 (phi functions by one larger
exponential). Lumped rooms: ISO 13790 in spirit, with as many nodes as wanted.
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


def exponential_minus_one(matrix: Floats) -> Floats:
    """exp(M) - 1 of square matrices on the first two axes, any stack behind."""
    norm = float(np.max(np.abs(matrix), initial=0.0)) * matrix.shape[0]
    halvings = max(0, int(np.frexp(norm / _SCALED_NORM)[1]))
    scaled = matrix / 2.0**halvings
    total = scaled / _TAYLOR_TERMS
    for k in range(_TAYLOR_TERMS - 1, 0, -1):
        total = (scaled + product(scaled, total)) / k
    for _ in range(halvings):
        total = 2.0 * total + product(total, total)
    return total


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
        """The exponential of the network joined with its integral (in units of *dt_s*) and its constant inputs."""
        nodes, stack = len(self.capacity_j_k), self.capacity_j_k.shape[1:]
        eye = _eye(nodes, self.capacity_j_k)
        joined = np.zeros((3 * nodes, 3 * nodes, *stack))
        joined[:nodes, :nodes] = self._rates() * dt_s
        joined[:nodes, 2 * nodes :] = eye / self.capacity_j_k[:, None] * dt_s
        joined[nodes : 2 * nodes, :nodes] = eye
        grown = exponential_minus_one(joined)
        grown[nodes : 2 * nodes, :nodes] -= eye
        grown[nodes : 2 * nodes] *= dt_s
        kept = np.concatenate([grown[: 2 * nodes, :nodes], grown[: 2 * nodes, 2 * nodes :]], axis=1)
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
    total: Floats = values[0]
    for node in range(1, len(values)):
        total = total + values[node]
    return total
