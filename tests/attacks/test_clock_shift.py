"""Clock shift: ahead for a while, and everything that is read afterwards looks old."""

from __future__ import annotations

from tests.intents import always, foothold, performed
from tests.tiny_hub import simulated, step
from twin.attacks.base import Effect, Touch, Wait
from twin.attacks.clock_shift import ClockShift
from twin.core.units import MINUTE_US
from twin.devices.dns_resolver import Shift

SERVER = step("server", "service_port", "dns-01", 0, way="phishing", minutes=1)


def test_it_shifts_waits_and_puts_right() -> None:
    """By hand in the server that is held; one that says no is left alone."""
    intents, result = performed(
        ClockShift(ahead_min=60, minutes=5), foothold("dns-01", "dns-01"), always("delivered", "ok")
    )
    assert intents == [
        Touch("dns-01", "tamper", Shift(3_600.0)),
        Effect("dns-01", "effect_start"),
        Wait(300.0),
        Touch("dns-01", "tamper", Shift(0.0)),
        Effect("dns-01", "effect_end"),
    ]
    assert result == "success"
    refused, result = performed(ClockShift(), foothold("dns-01", "dns-01"), always("delivered", "unsupported"))
    assert (len(refused), result) == (1, "failed")


def test_readings_bear_the_wrong_time_and_the_controller_goes_on_believing_the_last_of_them() -> None:
    """Right again, what is said is older than what was heard; a quarter of an hour later the readings are stale.

    Gateways follow at their next synchronisation, every 1,024 s.
    """
    ahead = step("ahead", "clock_shift", "dns-01", 2, ahead_min=60, minutes=20)
    log = simulated(SERVER, ahead, minutes=56).log
    rows = [row for row in log.records("reading") if row["sensor"] == "temp-01"]
    ahead_min = {round((row["sampled"] - row["time"]) / MINUTE_US) for row in rows}
    assert ahead_min == {0, 60}
    first, last = (times[0]["time"] for times in ([r for r in rows if r["sampled"] > r["time"]], rows[-1:]))
    assert 1_024_000_000 <= first < 1_040_000_000
    assert last > 55 * MINUTE_US
    stale = [row["time"] for row in log.records("alarm") if row["alarm"] == "stale_reading"]
    assert len(stale) == 1
    assert 2_048_000_000 + 15 * MINUTE_US <= stale[0] <= 2_048_000_000 + 16 * MINUTE_US


def test_the_window_does_not_show() -> None:
    """Set in the middle of a window of 1, 10 or 60 s, the whole log is the same."""
    steps = (SERVER, step("ahead", "clock_shift", "dns-01", 2, minutes=30))
    assert len({simulated(*steps, minutes=20, window_s=window_s).log.digest() for window_s in (1, 10, 60)}) == 1
