"""What a verification case is: inputs that anybody may change, and the lab's own model held to a known answer.

A case computes what is expected from its inputs by the closed form or the published method, and measures the same
quantities on the model that the simulation uses: a queue row runs through the simulation's queue, a room row through
the thermal network of the rooms, a detector row through the detector. Neither side may call the other.

A finding is one of three:

* **exact**: the difference is within a tolerance;
* **stochastic**: a 99 % interval over at least 20 replications, no wider than 2 % of the value on either side. It
  passes where its interval holds the expected value and is narrow enough;
* **a bound**: what was measured is on the right side of it.

Sources: R. G. Sargent, Verification and validation of simulation models, Journal of Simulation 7 (2013), on
comparison with known answers; intervals: Student, Biometrika 6 (1908).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from twin.lab.verify.interval import Span, student

LEVEL = 0.99
"""Level of the interval of a stochastic finding."""
WIDEST = 0.02
"""Half width that a stochastic finding may have, in shares of the expected value."""
EXACT = 1e-6
"""Relative tolerance of an exact finding, where the case says nothing else."""
FEWEST = 20
"""Replications that a stochastic finding has at least."""


class Input(NamedTuple):
    """One input of a case: its printed value, unit, what it is, and the range in which the case holds."""

    value: float
    unit: str
    doc: str
    least: float
    most: float
    whole: bool = False
    """Whether only whole numbers make sense: servers, robots."""


Inputs = Mapping[str, float]
"""Values by name of input."""


@dataclass(frozen=True)
class Finding:
    """One quantity of a case: what is expected and what was measured, in *unit*.

    ``tolerance`` is the absolute difference that is allowed. A stochastic finding has ``low`` and ``high`` instead, the
    ends of its interval, over ``replications``. A bound has ``side``: ``at most`` or ``at least`` what is expected, a
    tolerance allowed. ``tries`` is 2 where a first measurement missed and a second one, on fresh draws, decided.
    """

    quantity: str
    unit: str
    expected: float
    measured: float
    tolerance: float = 0.0
    low: float | None = None
    high: float | None = None
    widest: float = WIDEST
    replications: int = 0
    side: str = ""
    tries: int = 1

    @property
    def stochastic(self) -> bool:
        """Whether it has an interval."""
        return self.low is not None

    @property
    def passed(self) -> bool:
        """Whether the model gave the known answer."""
        if self.low is not None and self.high is not None:
            narrow = (self.high - self.low) / 2.0 <= self.widest * abs(self.expected)
            return narrow and self.low <= self.expected <= self.high
        if self.side:
            over = self.measured - self.expected
            return (over if self.side == "at most" else -over) <= self.tolerance
        return abs(self.measured - self.expected) <= self.tolerance

    def to_json(self) -> dict[str, Any]:
        """What ``--json`` prints: numbers as they are, ``passed`` with them; what a finding has not is left out."""
        found: dict[str, Any] = {
            "quantity": self.quantity,
            "unit": self.unit,
            "expected": self.expected,
            "measured": self.measured,
        }
        if self.stochastic:
            found |= {"low": self.low, "high": self.high, "level": LEVEL, "widest": self.widest * abs(self.expected)}
            found |= {"replications": self.replications, "tries": self.tries}
        else:
            found |= {"tolerance": self.tolerance} | ({"side": self.side} if self.side else {})
        return found | {"passed": self.passed}


def exact(quantity: str, unit: str, expected: float, measured: float, relative: float = EXACT) -> Finding:
    """A finding whose tolerance is *relative* to what is expected (absolute where that is 0)."""
    return Finding(quantity, unit, expected, measured, relative * (abs(expected) or 1.0))


def stochastic(quantity: str, unit: str, expected: float, values: Sequence[float]) -> Finding:
    """A finding whose interval is Student's over *values*, one number from each independent replication."""
    return within(quantity, unit, expected, student(values, LEVEL))


def within(quantity: str, unit: str, expected: float, span: Span, enough: float = 0.0) -> Finding:
    """A finding whose interval is *span*; a half width of *enough* will do where 2 % of the value would be less."""
    if span.n < FEWEST:
        raise ValueError(f"{quantity}: {span.n} replications; an interval here needs {FEWEST}")
    widest = max(WIDEST, enough / abs(expected)) if expected else WIDEST
    return Finding(
        quantity, unit, expected, span.mean, low=span.low, high=span.high, widest=widest, replications=span.n
    )


def at_most(quantity: str, unit: str, bound: float, measured: float, tolerance: float = 0.0) -> Finding:
    """A finding that *measured* is at most *bound*, or above it by *tolerance*."""
    return Finding(quantity, unit, bound, measured, tolerance, side="at most")


def at_least(quantity: str, unit: str, bound: float, measured: float, tolerance: float = 0.0) -> Finding:
    """A finding that *measured* is at least *bound*, or below it by *tolerance*."""
    return Finding(quantity, unit, bound, measured, tolerance, side="at least")


class Case(ABC):
    """One case: class attributes say what it is, :meth:`run` holds the model to the answer.

    ``inputs`` maps names (with units, such as ``arrivals_per_h``) to :class:`Input`; a case refuses inputs that are in
    range one by one and make no sense together with :class:`ValueError`, whose words are for people.
    """

    title: ClassVar[str]
    source: ClassVar[str]
    model: ClassVar[str]
    """What of the lab is measured, by its dotted name."""
    inputs: ClassVar[Mapping[str, Input]]

    def refuse(self, inputs: Inputs) -> None:  # noqa: B027 - most cases refuse nothing
        """Raise :class:`ValueError` where *inputs* make no sense together; cheap, called before anything runs."""

    @abstractmethod
    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Findings for *inputs*, a value for each name of :attr:`inputs`; the same seed gives the same findings."""
