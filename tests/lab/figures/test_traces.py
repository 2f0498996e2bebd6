"""Traces of rooms: reports by minute, lies told from lags, worst room first."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lab.synthetic import made_up_run
from twin.core.units import MINUTE_US
from twin.lab.figures.traces import LIE_K, reported_air, traces
from twin.plant.spec import RoomSpec


def test_reported_air_is_the_mean_of_each_minute() -> None:
    """One sensor, one sample a minute: its own values."""
    times, values = reported_air(made_up_run().log, "chill-1")
    assert times[1] == MINUTE_US
    assert np.all(values <= 4.4)


def test_a_lie_is_a_mean_of_ten_minutes() -> None:
    """Air rises to 7.5 degC, sensors stay at 4.4; before the attack they are honest."""
    trace = traces(made_up_run())[0]  # type: ignore[arg-type]
    assert trace.lie_k == pytest.approx(float(trace.gap_k[-1]), abs=0.5)
    assert 2.0 < trace.lie_k < 2.9
    assert np.all(np.abs(trace.gap_k[:20]) < LIE_K)


def test_product_outside_a_limit_is_measured_on_either_side() -> None:
    """0.2 K above 5 degC; against limits of 6 and 7 degC it is 2 K too cold."""
    run = made_up_run()
    assert traces(run)[0].excess_k == pytest.approx(0.18)  # type: ignore[arg-type]
    cold = RoomSpec(name="chill-1", limit_low_c=6.0, limit_high_c=7.0)
    run.site = run.site.model_copy(update={"plant": run.site.plant.model_copy(update={"rooms": (cold,)})})
    assert traces(run)[0].excess_k == pytest.approx(2.0)  # type: ignore[arg-type]


def test_the_worst_room_comes_first_and_an_unsampled_one_last() -> None:
    """Nothing is known of chill-2."""
    run = made_up_run()
    rooms = (RoomSpec(name="chill-2"), RoomSpec(name="chill-1"))
    run.site = run.site.model_copy(update={"plant": run.site.plant.model_copy(update={"rooms": rooms})})
    found = traces(run)  # type: ignore[arg-type]
    assert [trace.spec.name for trace in found] == ["chill-1", "chill-2"]
    assert found[1].excess_k == float("-inf")
    assert found[1].lie_k == 0.0


def test_cooling_that_is_asked_for_and_does_not_run_is_held() -> None:
    """Asked for from minute 2 on, given from minute 5 on; the setpoint in force is the controller's."""
    run = made_up_run()
    for minute in range(8):
        run.log.one("room", time=minute * MINUTE_US, room="chill-2", air_c=4.0, product_c=4.0, structure_c=4.0,
                    cooling_kw=3.0 * (minute >= 5), electric_kw=1.2 * (minute >= 5), door_open=0.0)  # fmt: skip
    run.log.one("control", time=2 * MINUTE_US, controller="c", room="chill-2", mode="cooling", setpoint_c=2.5,
                reading_c=4.0, command=1.0, requests=0)  # fmt: skip
    run.log.seal(10**12)
    plant = run.site.plant.model_copy(update={"rooms": (RoomSpec(name="chill-2"),)})
    run.site = run.site.model_copy(update={"plant": plant})
    trace = traces(run)[0]  # type: ignore[arg-type]
    assert np.flatnonzero(trace.held).tolist() == [2, 3, 4]
    assert not trace.heater.any()
    assert trace.wanted_c.tolist() == [2.5]
