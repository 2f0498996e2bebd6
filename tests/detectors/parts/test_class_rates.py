"""How often a class uses a service."""

from __future__ import annotations

import numpy as np

from tests.builders import demand
from tests.watching import Row, batch, flow, watch
from twin.detectors.base import Watch
from twin.detectors.parts.class_rates import Rates
from twin.detectors.parts.register import Register


def _over(seen: Watch, rates: Rates, rows: list[Row]) -> list[tuple[str, str]]:
    register, flows = Register(seen), batch(seen, 10, flow=rows).tables["flow"]
    rates.push(register.numbers(flows["src"]), flows, keep=True)
    found = rates.over(2.0, 3, 3.5, 5)
    return [(register.assets[number].name, seen.names.text(code)) for number, code in found]


def test_the_declared_rate_and_the_least_are_the_measure() -> None:
    """Two windows of 30 s with a need every 10 s: more than 2 x 6 are too many, and 2 x 3 where nothing is declared."""
    seen = watch([demand("coffee-01", "dc-01", "https", every_s=10)])
    for service, most in (("https", 12), ("http", 6)):
        for count in (most, most + 1):
            rates = Rates(Register(seen), seen, 2, 60.0)
            rows = [flow(n / 10, "coffee-01", "dc-01", service) for n in range(count)]
            assert _over(seen, rates, rows) == [("coffee-01", service)] * (count > most)


def test_services_that_nobody_knows_are_left_out() -> None:
    """Ports without a name are a scanner's, and counted elsewhere."""
    seen = watch()
    rows = [flow(n / 10, "coffee-01", "dc-01", "") for n in range(50)]
    assert _over(seen, Rates(Register(seen), seen, 2, 60.0), rows) == []


def test_it_gives_the_flows_of_the_service_alone() -> None:
    """Of the asset that was too loud."""
    seen = watch()
    rates = Rates(Register(seen), seen, 2, 60.0)
    loud = [flow(n / 10, "coffee-01", "dc-01", "http") for n in range(7)]
    other = [flow(1, "coffee-01", "dc-01", "dns"), flow(2, "ws-01", "dc-01", "http")]
    assert _over(seen, rates, loud + other) == [("coffee-01", "http")]
    given = rates.take(rates.over(2.0, 3, 3.5, 5))
    assert np.sort(given).tolist() == [row["flow"] for row in loud]
