"""Bus forensics: the gateway that lies is accused, whatever its sensors do."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tests.builders import asset
from tests.watching import batch, flow, hub, polled, reading, sensor, started, watch
from twin.detectors.base import Alert
from twin.detectors.bus_forensics import BusForensics

EVERY_S = 10
HERE, THERE = ("t-01", "t-02", "t-03"), ("t-11", "t-12")
FROM = 60
"""Sample from which gateway-01 misbehaves."""
Gateway = Callable[[int, list[float]], float | None]
"""What is said of sample n, given all that was read up to and with it; None is nothing."""


def _honest(_n: int, read: list[float]) -> float | None:
    return read[-1]


def _alerts(
    gateway: Gateway = _honest, samples: int = 150, *, delay_s: float = 0.0, historian: bool = True,
    open_: bool = False, session: tuple[int, ...] = (), broken: str = "", other: Gateway = _honest,
) -> list[Alert]:  # fmt: skip
    """Two gateways with thermometers; gateway-01 passes on what *gateway* makes of it, *delay_s* later from FROM on."""
    more = (asset("gateway-02", "cold_chain", kind="gateway"), *(sensor(name, "gateway-02") for name in THERE))
    seen = watch(assets=tuple(sorted((*hub(), *more), key=lambda each: each.name)))
    detector, rng = started(BusForensics(), seen), np.random.default_rng(11)
    bus, said, read = [], [], {name: [] for name in (*HERE, *THERE)}  # type: ignore[var-annotated]
    for n in range(samples):
        for place, name in enumerate((*HERE, *THERE)):
            at_s = EVERY_S * n + place + 0.5
            value = 85.0 if name == broken else round(float(4 + np.sin(n / 9.0) + rng.normal(0, 0.1)) * 16) / 16
            read[name].append(value)
            bus.append(polled(at_s, name, value, n, "gateway-01" if name in HERE else "gateway-02"))
            told = (gateway if name in HERE else other)(n, read[name])
            late_s = delay_s if name in HERE and n >= FROM else 0.0
            if told is not None:
                topic = f"site/chill-1/{name}"
                said.append(
                    flow(at_s + late_s, "gateway-01", "broker-robots", "mqtt", verb="PUBLISH", object=topic, value=told)
                    if open_ else reading(at_s + late_s, name, told, sequence=n)
                )  # fmt: skip
    ended = [{"time": at * 10**6, "client": "gateway-01", "event": "keep_alive_expired"} for at in session]
    alerts = []
    for to_s in range(30, EVERY_S * samples + 400, 30):

        def now(rows: list[dict], to_s: int = to_s) -> list[dict]:  # type: ignore[type-arg]
            return sorted(
                (r for r in rows if to_s - 30 <= r["time"] / 1e6 < to_s), key=lambda r: (r["time"], r.get("sensor", ""))
            )

        tables = {
            "bus": now(bus),
            "flow" if open_ else "reading": now(said) if historian else [],
            "session": now(ended),
        }
        alerts += detector.observe(batch(seen, to_s, from_s=to_s - 30, **tables))
    return alerts


def _told(alerts: list[Alert]) -> set[tuple[str, str, str]]:
    return {(each.entity, each.technique, each.title) for each in alerts}


@pytest.mark.parametrize("open_", [False, True])
def test_an_honest_gateway_is_quiet(*, open_: bool) -> None:
    """By the historian's readings, and by what a tap sees in the open."""
    assert _alerts(open_=open_) == []


def test_a_sensor_that_is_broken_accuses_nobody() -> None:
    """It says 85 degC on its bus, and the gateway says so too."""
    assert _alerts(broken="t-02") == []


@pytest.mark.parametrize(
    ("lie", "title"),
    [
        (lambda _n, read: read[-1] - 3.0, "publishes what its bus says with an offset"),
        (lambda _n, read: read[FROM - 1], "publishes a frozen value while its bus says others"),
        (lambda n, read: read[n - 30], "publishes what its bus said earlier"),
        (lambda _n, read: read[-1] * 0.6, "publishes a multiple of what its bus says"),
    ],
)
def test_each_lie_is_found_within_two_minutes_and_named(lie: Gateway, title: str) -> None:
    """The gateway, not its sensors, and no other gateway."""
    alerts = _alerts(lambda n, read: lie(n, read) if n >= FROM else read[-1])
    assert ("gateway-01", "T1692.002", title) in _told(alerts)
    assert {each.entity for each in alerts} == {"gateway-01"}
    assert EVERY_S * FROM < alerts[0].time_us / 1e6 <= EVERY_S * FROM + 120


def test_an_offset_from_the_first_sample_on_is_found() -> None:
    """There is nothing to learn: what the bus says is what it says."""
    assert _alerts(lambda _n, read: read[-1] - 0.5)[0].time_us <= 60_000_000


def test_an_offset_is_found_in_the_open_without_a_historian() -> None:
    """A publication is joined to the poll before it, by time."""
    assert _alerts(lambda n, read: read[-1] - 2.0 * (n >= FROM), open_=True)[0].entity == "gateway-01"


def test_another_unit_is_no_lie() -> None:
    """Fahrenheit for good is a unit; Fahrenheit from now on is not."""
    assert _alerts(lambda _n, read: read[-1] * 1.8 + 32.0) == []
    assert _alerts(lambda n, read: read[-1] * 1.8 + 32.0 if n >= FROM else read[-1])


def test_samples_that_are_never_published_accuse_the_gateway() -> None:
    """All of them, or those of one sensor alone."""
    for lost in (lambda n, read: None if n >= FROM else read[-1], lambda n, read: None if n % 4 == 0 else read[-1]):
        alerts = _alerts(lost)
        assert _told(alerts) == {("gateway-01", "T1691.002", "does not publish what its bus says")}


def test_a_gateway_whose_session_ended_has_an_excuse() -> None:
    """What did not arrive was not kept back."""
    ended = tuple(range(EVERY_S * FROM + 90, 1900, 100))
    assert _alerts(lambda n, read: None if n >= FROM else read[-1], session=ended) == []


def test_when_nobodys_readings_arrive_no_gateway_is_accused() -> None:
    """The historian is down; both gateways polled on."""
    assert _alerts(historian=False) == []
    gone: Gateway = lambda n, read: None if n >= FROM else read[-1]  # noqa: E731
    assert _alerts(gone, other=gone) == []


def test_samples_that_come_minutes_late_accuse_unless_the_session_ended() -> None:
    """Two minutes are what sending again explains, five are not."""
    assert _alerts(delay_s=120.0) == []
    late = _alerts(delay_s=300.0)
    assert ("gateway-01", "T1691.002", "publishes long after its bus has said it") in _told(late)
    assert _alerts(delay_s=300.0, session=tuple(range(EVERY_S * FROM, 2000, 100))) == []
