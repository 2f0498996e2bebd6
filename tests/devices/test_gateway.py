"""The gateway: whoever holds it decides what the hub believes, and the bus goes on telling the truth."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tiny_hub import cut, give_back, log_in, rows, run_to, say, site, story, world
from twin.core.clock import LAST
from twin.core.log import Log
from twin.core.units import MINUTE_US, SECOND_US
from twin.devices.gateway import AMPERE_A_KW, Gateway
from twin.devices.world import World
from twin.lab.build import build, start
from twin.lab.scenario import Choice, Site, TapPlace
from twin.net.translation import Mode, Tampering
from twin.plant.sensors import CURRENT, DOOR, TEMPERATURE


def _tampered(mode: Mode, offset: float = 0.0, scale: float = 1.0, *, minutes: float = 5, stretch: float = 2) -> World:
    hub = world()
    run_to(hub, minutes)
    assert hub.devices["gateway"].touch("gateway-01", "tamper", Tampering(mode, offset, scale, stretch)).ok
    return hub


def _readings(hub: World, sensor: str, from_min: float, to_min: float) -> list[tuple[int, float]]:
    return [
        (row["time"], row["value"])
        for row in rows(hub, "reading", sensor=sensor)
        if from_min * MINUTE_US <= row["time"] < to_min * MINUTE_US
    ]


def _air(hub: World, times: list[int]) -> list[float]:
    found: list[float] = hub.plant.rooms.air_at(np.zeros(len(times), dtype=np.int64), np.array(times)).tolist()
    return found


def test_readings_are_what_the_sensors_say() -> None:
    """With exact sensors: the room's air, the hall's, the door, and the current of the power drawn."""
    hub = world()
    run_to(hub, 5)
    times, values = zip(*_readings(hub, "temp-01", 0, 5), strict=True)
    assert list(values) == pytest.approx(_air(hub, list(times)))
    assert {value for _, value in _readings(hub, "hall-01", 0, 5)} == {hub.plant.spec.ambient_c}
    assert {value for _, value in _readings(hub, "door-01", 0, 5)} == {0.0}
    amps = [(time, value) for time, value in _readings(hub, "amps-01", 0, 5)]
    power = hub.plant.rooms.electric_kw_at(np.zeros(len(amps), dtype=np.int64), np.array([time for time, _ in amps]))
    assert [value for _, value in amps] == pytest.approx((power * AMPERE_A_KW).tolist())


def test_each_sensor_is_read_in_its_own_period() -> None:
    """Ten seconds where the site says nothing, and each sample has its number."""
    hub = world()
    run_to(hub, 5)
    for sensor, quantity, count in (
        ("temp-01", TEMPERATURE, 30),
        ("door-01", DOOR, 30),
        ("amps-01", CURRENT, 30),
        ("hall-01", TEMPERATURE, 5),
    ):
        found = rows(hub, "reading", sensor=sensor)
        assert count - 1 <= len(found) <= count
        assert [row["sequence"] for row in found] == list(range(len(found)))
        assert {row["quantity"] for row in found} == {quantity}


def test_dropping_publishes_nothing() -> None:
    """No reading, and no flow that carries one: a tap sees that the gateway is there, once a minute, and no more."""
    hub = _tampered("drop")
    run_to(hub, 10)
    assert rows(hub, "reading", sensor="temp-01")[-1]["time"] < 5 * MINUTE_US
    published = [row["time"] for row in rows(hub, "flow", src="gateway-01", service="mqtt")]
    assert len([time for time in published if time < 5 * MINUTE_US]) > 100
    assert np.diff([time for time in published if time >= 5 * MINUTE_US]).tolist() == [MINUTE_US] * 4


def test_freezing_repeats_the_last_value() -> None:
    """Message after message with the value of the last honest one."""
    hub = _tampered("freeze")
    run_to(hub, 10)
    before, after = _readings(hub, "temp-01", 0, 5), _readings(hub, "temp-01", 5, 10)
    assert len(after) == pytest.approx(30, abs=1)
    assert {value for _, value in after} == {before[-1][1]}


def test_a_gateway_frozen_before_its_first_reading_has_nothing_to_repeat() -> None:
    """What was never said cannot be said again."""
    hub = _tampered("freeze", minutes=0.001)
    run_to(hub, 2)
    assert _readings(hub, "temp-01", 0, 2) == []


def test_an_offset_is_added_to_every_value() -> None:
    """The room is as it was; what is said of it is not."""
    hub = _tampered("alter", 4.0)
    run_to(hub, 10)
    times, values = zip(*_readings(hub, "temp-01", 5, 10), strict=True)
    assert list(values) == pytest.approx([value + 4.0 for value in _air(hub, list(times))])


def test_tampering_begins_at_its_time_and_not_at_the_window_s() -> None:
    """A window of a whole minute is cut exactly where the gateway was changed."""
    hub = world(window_s=60)
    hub.clock.run_until(150_000_000)
    hub.devices["gateway"].touch("gateway-01", "tamper", Tampering("alter", 30.0))
    run_to(hub, 3)
    for time_us, value in _readings(hub, "temp-01", 0, 3):
        assert (value > 20) == (time_us >= 150_000_000)


def test_only_its_own_sensors_are_changed() -> None:
    """The hall's sensor hangs on another gateway."""
    hub = _tampered("alter", 4.0)
    run_to(hub, 10)
    assert {value for _, value in _readings(hub, "hall-01", 5, 10)} == {hub.plant.spec.ambient_c}


@pytest.mark.parametrize("mode", ["drop", "freeze", "replay", "alter"])
def test_a_cleaned_gateway_is_honest_again(mode: Mode) -> None:
    """From the moment of its recovery on, values are the sensors' own."""
    hub = _tampered(mode, 7.0)
    run_to(hub, 8)
    hub.change(lambda: hub.devices["gateway"].recover("gateway-01"))
    run_to(hub, 12)
    times, values = zip(*_readings(hub, "temp-01", 8, 12), strict=True)
    assert len(times) == pytest.approx(24, abs=1)
    assert list(values) == pytest.approx(_air(hub, list(times)))


def test_tampering_changes_no_demand() -> None:
    """A silent gateway was due to speak all the same: the fingerprint of the demand counts what was due."""
    honest, silent = world(), _tampered("drop")
    run_to(honest, 10)
    run_to(silent, 10)
    assert honest.traffic.fingerprint == silent.traffic.fingerprint


def test_its_mode_is_written_by_who_has_a_session() -> None:
    """Without one the write is refused and nothing changes; with one it is obeyed."""
    hub = world()
    refused = say(hub, "ws-01", "gateway-01", "ssh", "write_config", payload=Tampering("drop"))
    assert (refused.fate, refused.status) == ("delivered", "401")
    run_to(hub, 5)
    log_in(hub, "ws-01", "gateway-01", "ssh")
    assert say(hub, "ws-01", "gateway-01", "ssh", "write_config", payload=Tampering("drop")).ok
    run_to(hub, 10)
    assert _readings(hub, "temp-01", 0, 5)
    assert _readings(hub, "temp-01", 5, 10) == []


def test_a_gateway_that_is_cut_off_is_not_heard() -> None:
    """The price of isolating it: its room is unseen until it comes back."""
    hub = world()
    run_to(hub, 5)
    token = cut(hub, "gateway-01")
    run_to(hub, 10)
    give_back(hub, token)
    run_to(hub, 15)
    assert _readings(hub, "temp-01", 5, 10) == []
    fresh = [row for row in rows(hub, "reading", sensor="temp-01") if row["sampled"] >= 10 * MINUTE_US]
    assert len(fresh) == pytest.approx(30, abs=1)
    assert len(_readings(hub, "hall-01", 5, 10)) == pytest.approx(5, abs=1)


def test_altering_scales_and_adds() -> None:
    """Half of what is read, and one kelvin more."""
    hub = _tampered("alter", 1.0, 0.5)
    run_to(hub, 10)
    times, values = zip(*_readings(hub, "temp-01", 5, 10), strict=True)
    assert list(values) == pytest.approx([value * 0.5 + 1.0 for value in _air(hub, list(times))])


def test_replaying_says_an_earlier_stretch_again_as_if_it_were_new() -> None:
    """The twelve samples of the two minutes before, over and over, at the times of the new samples."""
    hub = _tampered("replay", stretch=2)
    run_to(hub, 10)
    before, after = _readings(hub, "temp-01", 0, 5), _readings(hub, "temp-01", 5, 10)
    stretch = [value for _, value in before[-12:]]
    assert len(set(stretch)) > 6
    assert [value for _, value in after] == [stretch[number % 12] for number in range(len(after))]
    assert np.diff([time for time, _ in after]).mean() == pytest.approx(10_000_000, rel=0.05)


def test_a_replay_has_no_more_than_there_was() -> None:
    """Half a minute of samples, asked for ten minutes."""
    hub = _tampered("replay", minutes=0.5, stretch=10)
    run_to(hub, 3)
    stretch = [value for _, value in _readings(hub, "temp-01", 0, 0.5)]
    after = [value for _, value in _readings(hub, "temp-01", 0.5, 3)]
    assert after == [stretch[number % len(stretch)] for number in range(len(after))]


def _listened(window_s: float = 10) -> World:
    """A flat hub with a listener on its serial buses."""
    taps = [TapPlace(at="core"), TapPlace(at="bus")]
    made = build(site(), story(), Choice(kind="flat"), 1, 60 * MINUTE_US, Log(), taps)
    start(made)
    made.world.clock.every(round(window_s * SECOND_US), "window", made.world.clock.settle, LAST)
    return made.world


def test_the_bus_tells_the_truth_whatever_the_gateway_says() -> None:
    """Altered at the broker, dropped or not: the listener reads the sensor's own word, sample by sample."""
    hub = _listened()
    run_to(hub, 5)
    hub.devices["gateway"].touch("gateway-01", "tamper", Tampering("alter", 4.0))
    run_to(hub, 10)
    heard = {row["sequence"]: row for row in rows(hub, "bus", sensor="temp-01")}
    said = rows(hub, "reading", sensor="temp-01")
    assert len(said) == len(heard) == pytest.approx(60, abs=1)
    for row in said:
        truth = heard[row["sequence"]]
        assert truth["value"] == pytest.approx(_air(hub, [truth["time"]])[0])
        assert row["value"] - truth["value"] == pytest.approx(4.0 * (row["time"] >= 5 * MINUTE_US))


def test_what_is_dropped_is_still_on_the_bus() -> None:
    """Every unit of the gateway goes on answering, under its own number."""
    hub = _listened()
    hub.devices["gateway"].touch("gateway-01", "tamper", Tampering("drop"))
    run_to(hub, 2)
    heard = rows(hub, "bus", master="gateway-01")
    assert {(row["sensor"], row["unit"]) for row in heard} == {
        ("amps-01", 1), ("door-01", 2), ("temp-01", 3), ("temp-02", 4),
    }  # fmt: skip
    assert rows(hub, "reading", sensor="temp-01") == []


def test_nobody_hears_the_bus_without_a_tap_on_it() -> None:
    """A mirror port of a switch sees no serial line."""
    hub = world("zero_trust")
    run_to(hub, 2)
    assert rows(hub, "bus") == []
    assert rows(hub, "reading")


@pytest.mark.parametrize("verb", ["read_input_registers", "write_single_register", "write_multiple_registers"])
def test_a_gateway_is_no_router(verb: str) -> None:
    """What is said to a sensor over the network reaches nobody, and what is said to a gateway stays there."""
    hub = _listened()
    run_to(hub, 1)
    heard = len(rows(hub, "bus"))
    assert not say(hub, "ws-01", "temp-01", "modbus", verb, object="30001", value=99.0).ok
    reply = say(hub, "ws-01", "gateway-01", "modbus", verb, object="30001", value=99.0)
    assert reply.status == ("ok" if verb.startswith("read") else "illegal_function")
    hub.clock.settle()
    hub.log.seal(MINUTE_US)
    assert len(rows(hub, "bus")) == heard
    run_to(hub, 2)
    assert all(row["value"] != 99.0 for row in rows(hub, "bus"))


def test_its_registers_hold_what_it_said_last() -> None:
    """In the order of the units, two registers each; of what it has not said there is no number."""
    hub = world()
    silent = say(hub, "ws-01", "gateway-01", "modbus", "read_input_registers", object="30005")
    assert np.isnan(silent.payload)
    run_to(hub, 2)
    hub.devices["gateway"].touch("gateway-01", "tamper", Tampering("alter", 50.0))
    run_to(hub, 3)
    reply = say(hub, "ws-01", "gateway-01", "modbus", "read_input_registers", object="30005")
    assert reply.payload == rows(hub, "reading", sensor="temp-01")[-1]["value"] > 40
    assert say(hub, "ws-01", "gateway-01", "modbus", "read_input_registers", object="30999").status == (
        "illegal_data_address"
    )


def _samples(hub: World, sensor: str) -> list[int]:
    return [row["sequence"] for row in rows(hub, "reading", sensor=sensor)]


def test_what_was_not_acknowledged_comes_later_with_the_time_at_which_it_was_taken() -> None:
    """Five minutes away from the broker: every sample arrives, in order, and says when it was taken."""
    hub = world()
    run_to(hub, 5)
    token = cut(hub, "gateway-01")
    run_to(hub, 10)
    give_back(hub, token)
    run_to(hub, 15)
    found = rows(hub, "reading", sensor="temp-01")
    assert sorted(_samples(hub, "temp-01")) == list(range(len(found)))
    late = [row for row in found if row["sampled"] < row["time"]]
    assert len(late) == pytest.approx(30, abs=1)
    assert [row["sequence"] for row in late] == sorted(row["sequence"] for row in late)
    assert {row["time"] - 10 * MINUTE_US for row in late} <= {0, 10_000_000, 20_000_000}
    assert [row["value"] for row in late] == pytest.approx(_air(hub, [row["sampled"] for row in late]))


def test_a_late_value_is_no_news_to_who_knows_better() -> None:
    """Controllers believe the newest sample, not the one that came last."""
    hub = world()
    token = cut(hub, "gateway-01")
    run_to(hub, 5.1)
    give_back(hub, token)
    run_to(hub, 6)
    gateway = hub.devices["gateway"]
    assert isinstance(gateway, Gateway)
    place = [sensor.name for sensor in gateway.sensors].index("temp-01")
    newest = max(rows(hub, "reading", sensor="temp-01"), key=lambda row: row["sampled"])
    assert gateway.belief_c[place] == newest["value"]


def test_a_gateway_keeps_no_more_than_it_has_room_for() -> None:
    """Three sensors each ten seconds and a door fill a thousand places in 42 minutes; the oldest make way, counted."""
    hub = world()
    token = cut(hub, "gateway-01")
    run_to(hub, 50)
    give_back(hub, token)
    run_to(hub, 53)
    found = [row for row in rows(hub, "reading") if row["sensor"] != "hall-01"]
    taken = sum(max(_samples(hub, name)) + 1 for name in ("temp-01", "temp-02", "door-01", "amps-01"))
    lost = say(hub, "ws-01", "gateway-01", "modbus", "read_holding_registers", object="40001").payload
    assert lost == taken - len(found) > 100
    assert min(row["sampled"] for row in found) > 7 * MINUTE_US


def test_what_a_full_link_loses_is_sent_again() -> None:
    """Half of all messages are lost at first; with QoS 1 not one reading is missing once the link is free again."""
    hub = world()
    tokens: list[int] = []
    hub.change(lambda: tokens.append(hub.traffic.capacity.add_load("uplink:sw-cold", 2_000_000_000)))
    run_to(hub, 5)
    repeated = [row for row in rows(hub, "reading", sensor="temp-01") if row["sampled"] < row["time"]]
    hub.change(lambda: hub.traffic.capacity.remove(tokens[0]))
    run_to(hub, 7)
    assert len(repeated) > 5
    assert sorted(_samples(hub, "temp-01")) == list(range(len(_samples(hub, "temp-01"))))


def _old_gateway() -> Site:
    return site(traits={"gateway": {"mqtt_plain": True}})


@pytest.mark.parametrize("policy", ["flat", "zones", "microsegmentation"])
def test_an_old_gateway_says_everything_in_the_open(policy: str) -> None:
    """Topic and value are there for every tap to read, under every policy, where TLS hides both."""
    old, new = world(policy, of=_old_gateway()), world(policy)
    run_to(old, 2)
    run_to(new, 2)
    read = rows(old, "flow", src="gateway-01", service="mqtt_plain", object="site/chill-1/temp-01")
    assert [row["value"] for row in read] == [row["value"] for row in rows(old, "reading", sensor="temp-01")]
    assert {row["object"] for row in rows(new, "flow", src="gateway-01", service="mqtt")} == {""}
    assert rows(old, "flow", src="gateway-01", service="mqtt") == []


@pytest.mark.parametrize("window_s", [1.0, 60.0])
def test_cuts_losses_and_lies_do_not_show_the_window(window_s: float) -> None:
    """Outboxes, replays and the bus give the same rows however often the hub is brought up to now."""

    def told(window_s: float) -> str:
        hub = _listened(window_s)
        hub.clock.at(63_333_333, "lie", lambda: _replay(hub))
        hub.clock.at(95_123_456, "full", lambda: hub.change(lambda: _fill(hub)))
        hub.clock.at(151_111_111, "cut", lambda: _cut(hub))
        run_to(hub, 6)
        return hub.log.digest()

    assert told(window_s) == told(10.0)


def _replay(hub: World) -> None:
    hub.devices["gateway"].touch("gateway-01", "tamper", Tampering("replay", minutes=0.5))


def _fill(hub: World) -> None:
    hub.traffic.capacity.add_load("uplink:sw-cold", 1_500_000_000)


def _cut(hub: World) -> None:
    token = cut(hub, "gateway-01")
    hub.clock.after(70_000_000, "back", lambda: give_back(hub, token))


def test_a_restart_is_silence_and_ends_as_it_was_made_to() -> None:
    """No reading, no status, nothing on the bus, until the middle of a window; then the offset is there again."""
    hub = _listened(60)
    run_to(hub, 5)
    assert hub.devices["gateway"].touch("gateway-01", "tamper", Tampering("alter", 4.0)).ok
    assert hub.devices["gateway"].reboot("gateway-01", 150, "none")
    run_to(hub, 12)
    for told in (rows(hub, "flow", src="gateway-01", service="mqtt"), rows(hub, "bus", master="gateway-01")):
        assert {row["time"] // MINUTE_US for row in told} == {0, 1, 2, 3, 4, 7, 8, 9, 10, 11}
    times, values = zip(*_readings(hub, "temp-01", 5, 12), strict=True)
    assert list(values) == pytest.approx([value + 4.0 for value in _air(hub, list(times))])
    assert min(times) >= 7.5 * MINUTE_US > _readings(hub, "hall-01", 5, 8)[0][0]


def test_a_gateway_that_restarts_sends_nothing_again() -> None:
    """What waited while it was cut off waits until it is back; cleaned, it is back at once, in the fifth minute."""
    hub = world()
    _cut(hub)
    run_to(hub, 1)
    assert hub.devices["gateway"].reboot("gateway-01", 600, "none")
    run_to(hub, 4)
    hub.change(lambda: hub.devices["gateway"].recover("gateway-01"))
    run_to(hub, 5)
    found = [(row["time"], row["sampled"]) for row in rows(hub, "reading", sensor="temp-01")]
    assert {(said // MINUTE_US, taken // MINUTE_US) for said, taken in found} == {(4, 0), (4, 4)}
