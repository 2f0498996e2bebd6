"""Sensors' readings against their own noise and rhythm."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.watching import Row, asset, batch, hub, reading, sensor, watch
from twin.core.chance import Stream
from twin.detectors.parts.register import Register
from twin.detectors.physics.sensors import Finding, SensorReports

THREE = ("t-01", "t-02", "t-03")


def noisy(name: str, number: int) -> float:
    """A steady 4 degC, noise 0.05 K, quantised to 1/16 K."""
    return round((4.0 + Stream.of(1, name, "noise").normal(number, 0.0, 0.05)) * 16) / 16


def heard(steps: int, value: Callable[[str, int], float | None], *, extra: bool = False) -> list[tuple[int, Finding]]:
    """Findings with their step, ten seconds each; None is silence."""
    second = (asset("gateway-02", "cold_chain"), sensor("u-01", "gateway-02"), sensor("u-02", "gateway-02"))
    seen = watch(assets=hub(*second) if extra else None)
    reports = SensorReports(seen, Register(seen), -9.0)
    found = []
    for step in range(steps):
        rows: list[Row] = []
        for name in (*THREE, "u-01", "u-02") if extra else THREE:
            said = value(name, step)
            if said is not None:
                rows.append(reading(10 * step + 3, name, said))
        found += [(step, each) for each in reports.judge(batch(seen, 10 * step + 10, from_s=10 * step, reading=rows))]
    return found


@pytest.mark.nightly
def test_honest_noise_is_silent() -> None:
    """Half a day of noisy readings of a steady room raises nothing."""
    assert heard(1500, noisy) == []


def test_a_frozen_gateway_is_accused_within_minutes() -> None:
    """All its thermometers repeat from step 100 on: chances multiply, so a few repeats of each suffice."""
    found = heard(130, lambda name, n: noisy(name, min(n, 100)))
    assert (found[0][1].entity, found[0][1].technique, found[0][1].level) == ("gateway-01", "T0832", "high")
    assert found[0][0] <= 100 + 12


def test_one_frozen_sensor_is_accused_alone() -> None:
    """The others still move, so the gateway is not to blame; it takes a longer run."""
    found = heard(160, lambda name, n: noisy(name, min(n, 100) if name == "t-02" else n))
    assert {each.entity for _, each in found} == {"t-02"}
    assert {each.level for _, each in found} == {"medium"}
    assert 110 < found[0][0] < 140


def test_a_sensor_without_noise_teaches_that_it_repeats() -> None:
    """A door contact's neighbour, quantised so coarsely that it hardly moves, is not accused for that."""
    assert heard(600, lambda _, n: float(n % 20 == 0)) == []


def test_a_silent_gateway_is_accused() -> None:
    """None of its sensors speaks any more while another gateway's do."""
    found = heard(40, lambda name, n: None if n >= 20 and name in THREE else noisy(name, n), extra=True)
    assert {(each.entity, each.technique, each.level) for _, each in found} == {("gateway-01", "T0815", "high")}
    assert found[0][0] == pytest.approx(27, abs=2)


def test_a_gateway_that_comes_back_does_not_accuse_its_sensors() -> None:
    """Frozen, then cut off, then clean: its sensors return one by one, and none of them is to blame."""

    def value(name: str, n: int) -> float | None:
        back = 160 + THREE.index(name)
        return noisy(name, min(n, 100)) if n < 120 else noisy(name, n) if n >= back else None

    found = heard(200, lambda name, n: value(name, n) if name in THREE else noisy(name, n), extra=True)
    assert {each.entity for _, each in found} == {"gateway-01"}


def test_one_silent_sensor_is_accused_alone() -> None:
    """Medium, for the sensor."""
    found = heard(40, lambda name, n: None if n >= 20 and name == "t-01" else noisy(name, n))
    assert {(each.entity, each.technique, each.level) for _, each in found} == {("t-01", "T0815", "medium")}


def test_when_nobody_speaks_the_common_place_is_suspected() -> None:
    """All gateways silent at once: the historian's side, not each gateway."""
    found = heard(40, lambda name, n: None if n >= 20 else noisy(name, n), extra=True)
    assert {(each.entity, each.level) for _, each in found} == {("historian-01", "medium")}


def test_several_readings_in_a_batch_count_one_by_one() -> None:
    """Batches with three readings of each sensor find what batches with one find, at the same reading."""
    seen = watch()
    reports, first = SensorReports(seen, Register(seen), -9.0), -1
    for step in range(50):
        numbers = range(3 * step, 3 * step + 3)
        rows = [reading(10 * n + 3, name, noisy(name, min(n, 100))) for n in numbers for name in THREE]
        if reports.judge(batch(seen, 30 * step + 30, from_s=30 * step, reading=rows)) and first < 0:
            first = step
    one_by_one = heard(130, lambda name, n: noisy(name, min(n, 100)))[0][0]
    assert first == one_by_one // 3
