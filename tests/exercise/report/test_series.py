"""How the hub fared over time."""

from __future__ import annotations

import numpy as np

from tests.exercise.reviewed import review
from twin.exercise.report.series import series


def test_assets_held_are_those_that_fell_less_those_that_were_taken_back() -> None:
    """At each minute."""
    made = review()
    held = next(one for one in series(made) if one.words == "assets held by the attacker")
    rows = made.tables["compromise"]
    for time_us, value in zip(held.times, held.values, strict=True):
        now: set[str] = set()
        for row in rows:
            if row["time"] <= time_us:
                (now.add if row["state"] == "compromised" else now.discard)(row["asset"])
        assert value == len(now)


def test_late_orders_only_grow_and_end_where_the_metric_does() -> None:
    """What is late stays late."""
    made = review()
    late = next(one for one in series(made) if one.words == "orders late")
    assert bool(np.all(np.diff(late.values) >= 0))
    assert late.values[-1] == made.value("orders_late")


def test_what_never_happened_has_no_series() -> None:
    """Late orders apart, which are always asked for."""
    for one in series(review()):
        assert one.words == "orders late" or np.ptp(one.values) > 0
