"""CUSUM: a thermometer that leaves its siblings is found, the room's own ways are not."""

from __future__ import annotations

import numpy as np

from tests.watching import batch, hub, reading, said, sensor, started, state, watch
from twin.detectors.base import Alert
from twin.detectors.cusum import Cusum

SENSORS = [f"t-{n:02d}" for n in range(1, 7)]
LOOK_S = 60


def _alerts(apart: np.ndarray, room_c: np.ndarray, gateways: str = "111111") -> list[Alert]:
    """What is said about six sensors in one room, (looks, 6) *apart* from *room_c* (looks,)."""
    more = [sensor(name, f"gateway-0{at}") for name, at in zip(SENSORS, gateways, strict=True)]
    others = tuple(each for each in hub() if each.kind != "sensor")
    seen = watch(assets=tuple(sorted((*others, *more), key=lambda each: each.name)))
    detector, noise = started(Cusum(), seen), np.random.default_rng(4).normal(0.0, 0.05, apart.shape)
    alerts = []
    for look, values in enumerate(room_c[:, None] + apart + noise):
        rows = [reading(LOOK_S * look + 5, name, value) for name, value in zip(SENSORS, values.tolist(), strict=True)]
        alerts += detector.observe(batch(seen, LOOK_S * look + LOOK_S, from_s=LOOK_S * look, reading=rows))
    return alerts


def _swings(looks: int = 400) -> np.ndarray:
    return 3.5 + np.tile(np.concatenate([np.linspace(-1, 1, 10), np.linspace(1, -1, 10)]), looks // 20)


def test_a_room_that_swings_with_calibration_errors_is_quiet() -> None:
    """Constant errors of a few tenths are learnt; what all do together is not a sibling's business."""
    constant = np.tile([0.3, -0.2, 0.1, 0.0, -0.4, 0.2], (400, 1))
    assert _alerts(constant, _swings()) == []


def test_a_slow_drift_of_one_sensor_is_found() -> None:
    """0.6 K over five hours: every single value is within the noise of the one before."""
    drift = np.zeros((400, 6))
    drift[100:, 2] = np.linspace(0.0, 0.6, 300)
    alerts = _alerts(drift, _swings())
    assert {each[:2] for each in said(alerts)} == {("t-03", "T0856")}
    assert LOOK_S * 110 < alerts[0].time_us / 1e6 < LOOK_S * 260


def test_no_single_look_accuses() -> None:
    """A spike of five kelvin is forgotten; the same for good is found within minutes."""
    spike, step = np.zeros((200, 6)), np.zeros((200, 6))
    spike[100, 0] = 5.0
    step[100:, 0] = 5.0
    assert _alerts(spike, _swings(200)) == []
    assert said(_alerts(step, _swings(200)))[0][0] == "t-01"


def test_a_jump_of_the_whole_room_within_a_look_is_not_theirs() -> None:
    """Half of the sensors have spoken before it and half after it, once."""
    mixed = np.zeros((200, 6))
    mixed[100, :3] = -3.0
    assert _alerts(mixed, _swings(200)) == []


def test_a_gateway_whose_sensors_leave_together_is_accused_itself() -> None:
    """Two of six, behind a gateway of their own."""
    lie = np.zeros((200, 6))
    lie[100:, 4:] = -0.5
    alerts = _alerts(lie, _swings(200), "111122")
    assert (alerts[0].entity, alerts[0].title) == (
        "gateway-02",
        "its sensors leave those of other gateways",
    )
    assert {each.entity for each in alerts} == {"gateway-02"}


def test_two_siblings_are_too_few_to_say_who_is_wrong() -> None:
    """With a median of two there is no majority."""
    seen = watch(assets=tuple(each for each in hub() if each.name != "t-03"))
    detector = started(Cusum(), seen)
    alerts = []
    for look in range(100):
        rows = [reading(60 * look + 5, "t-01", 4.0), reading(60 * look + 6, "t-02", 4.0 + (look > 60))]
        alerts += detector.observe(batch(seen, 60 * look + 60, from_s=60 * look, reading=rows))
    assert alerts == []


def _driven(drift_m: float, jump_m: float = 0.0, minutes: int = 40) -> list[Alert]:
    """What is said about a robot that drives up and down at 1 m/s, and reports a place that drifts east, or jumps."""
    seen = watch()
    detector, rng, alerts = started(Cusum(), seen), np.random.default_rng(6), []
    for minute in range(minutes):
        times = [60 * minute + 2 * n for n in range(30)]
        north = [abs((t % 80) - 40) + 0.1 * float(rng.normal()) for t in times]
        east = [drift_m * max(0, t / 60 - 10) + jump_m * (t >= 600) for t in times]
        rows = [state(t, x, y, speed_mps=1.0) for t, x, y in zip(times, east, north, strict=True)]
        alerts += detector.observe(batch(seen, 60 * minute + 60, from_s=60 * minute, robot_state=rows))
    return alerts


def test_a_place_that_drifts_away_from_its_odometry_is_found() -> None:
    """Four metres a minute, some centimetres between two reports: found within a quarter of an hour."""
    alerts = _driven(4.0)
    assert said(alerts)[0] == ("amr-001", "T0836", "medium")
    assert 600 < alerts[0].time_us / 1e6 < 1500


def test_a_robot_that_drives_is_quiet_and_so_is_one_jump() -> None:
    """Turning and noise add up to nothing; a single jump is others' business."""
    assert _driven(0.0) == []
    assert _driven(0.0, jump_m=6.0) == []
