"""Rules of demand."""

from __future__ import annotations

import numpy as np
import pytest

from twin.core.units import HOUR_US
from twin.plant.demand import Demand, Pods, zipf_shares
from twin.plant.floor import Floor
from twin.plant.spec import BatchSpec, FloorSpec, OrdersSpec

FLOOR = Floor(FloorSpec())
MEAN_DAY = (1.0,) * 24


def demand(hours: float = 50.0, seed: int = 1, start: float = 0.0, **fields: object) -> Demand:
    """Orders of many hours."""
    spec = OrdersSpec.model_validate({"day_profile": MEAN_DAY, **fields})
    return Demand(spec, Pods(FLOOR, spec.popularity, seed), seed, start, int(hours * HOUR_US))


def test_demand_has_the_wanted_means() -> None:
    """Orders an hour, lines an order, and service time a line, to within four standard errors."""
    made = demand()
    assert len(made.arrival_us) == pytest.approx(200 * 50, abs=4 * np.sqrt(200 * 50))
    assert made.lines.mean() == pytest.approx(2.5, rel=0.03)
    assert made.service_us.sum() / made.lines.sum() == pytest.approx(10e6, rel=0.02)


def test_arrivals_follow_the_profile_from_the_start_hour() -> None:
    """An hour without demand has no orders, wherever the story begins."""
    profile = (0.0, 2.0, *([1.0] * 22))
    made = demand(2.0, start=0.5, day_profile=profile)
    assert (made.arrival_us >= HOUR_US // 2).all()
    assert (np.diff(made.arrival_us) >= 0).all()


def test_demand_depends_on_the_seed_alone() -> None:
    """Equal seeds give equal fingerprints, other seeds others."""
    assert demand(5.0).fingerprint() == demand(5.0).fingerprint()
    assert demand(5.0).fingerprint() != demand(5.0, seed=2).fingerprint()


def test_popularity_follows_zipf() -> None:
    """The second rank is asked for half as often as the first when the exponent is one, equally when it is zero."""
    shares = np.diff(zipf_shares(100, 1.0), prepend=0.0)
    assert shares[0] / shares[1] == pytest.approx(2.0)
    assert np.diff(zipf_shares(4, 0.0), prepend=0.0) == pytest.approx([0.25] * 4)


def test_popular_pods_stand_near_the_pick_stations() -> None:
    """With stations on both sides, both sides are near."""
    wide = Floor(FloorSpec(width_m=32, height_m=96, pick_stations=20, station_slots=2))
    asked = Pods(wide, 1.0, 1).draw("visits", np.arange(4_000, dtype=np.int64))[:, 0]
    from_side_m = np.minimum(wide.y_m[asked], 95 - wide.y_m[asked])
    assert from_side_m.mean() < 95 / 4
    assert 0.3 < (wide.y_m[asked] < 48).mean() < 0.7


def test_a_batch_drops_at_once_every_day_and_is_due_at_its_cut_off() -> None:
    """From six in the evening: the batches of ten o'clock drop after 16 and 40 hours, beside the single orders."""
    batch = BatchSpec(at_hour=10, orders=30, due_h=3.5)
    single, both = demand(48.0, start=18.0), demand(48.0, start=18.0, batches=[batch])
    times, counts = np.unique(both.arrival_us, return_counts=True)
    dropped = counts == 30
    assert times[dropped].tolist() == [16 * HOUR_US, 40 * HOUR_US]
    assert len(both.arrival_us) == len(single.arrival_us) + 60
    of_first = both.arrival_us == 16 * HOUR_US
    assert set(both.due_us[of_first].tolist()) == {round(19.5 * HOUR_US)}
    assert np.setdiff1d(both.arrival_us, single.arrival_us).tolist() == [16 * HOUR_US, 40 * HOUR_US]


def test_a_batch_at_the_start_drops_at_time_zero_and_one_after_the_end_never() -> None:
    """The horizon is half open."""
    at_start = BatchSpec(at_hour=8, orders=2, due_h=1)
    at_end = BatchSpec(at_hour=9, orders=2, due_h=1)
    made = demand(1.0, start=8.0, per_hour=0.001, batches=[at_start, at_end])
    assert made.arrival_us.tolist() == [0, 0]
