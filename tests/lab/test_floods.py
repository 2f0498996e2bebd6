"""Floods under rules that change, and what they do to the robots."""

from __future__ import annotations

from pathlib import Path

import pytest

import twin
from tests.lab.worlds import HORIZON_US, SMALLER, built
from twin.core.log import Log
from twin.core.units import MINUTE_US
from twin.lab.build import Built, build
from twin.lab.floods import Floods
from twin.lab.loader import load_inputs
from twin.lab.run import Run
from twin.lab.scenario import Choice, Decision
from twin.net.flood import Flood

MBPS = 20.0
RATE_BPS = 20_000_000


def _unheard(_: bool) -> None:
    """Whoever does not want to know."""


def _loads(made: Built, *links: str) -> list[int]:
    return [made.world.traffic.capacity.load_bps(link) for link in links]


def _poured(made: Built, src: str = "camera-01", dst: str = "amr-001", port: int = 9) -> tuple[Floods, Flood]:
    floods = Floods(made.world)
    flood = Flood(made.world.traffic, src, dst, port, MBPS, made.world.clock.now_us, 60 * MINUTE_US, "drown")
    floods.begin(flood, _unheard)
    return floods, flood


def test_a_flood_loads_every_link_of_its_way_until_it_ends() -> None:
    """The switch's uplink, the core, the radio cell; ending it twice ends it once."""
    made, way = built(), ("uplink:sw-security", "core", "cell:wlc")
    before = _loads(made, *way)
    floods, flood = _poured(made)
    assert [now - then for now, then in zip(_loads(made, *way), before, strict=True)] == [RATE_BPS] * 3
    floods.end(flood)
    floods.end(flood)
    assert _loads(made, *way) == before


def test_a_new_block_leaves_it_its_first_link_and_a_quarantine_nothing() -> None:
    """As soon as the rules change, and back again when they do."""
    made, way = built(), ("uplink:sw-security", "cell:wlc")
    before = _loads(made, *way)
    _poured(made)
    network, change, tokens = made.world.network, made.world.change, []

    def loads() -> list[int]:
        return [now - then for now, then in zip(_loads(made, *way), before, strict=True)]

    change(lambda: tokens.append(network.block("camera-01", "amr-001", reason="test")))
    assert loads() == [RATE_BPS, 0]
    change(lambda: tokens.append(network.quarantine("camera-01", "test")))
    assert loads() == [0, 0]
    change(lambda: network.lift(tokens[1]))
    change(lambda: network.lift(tokens[0]))
    assert loads() == [RATE_BPS, RATE_BPS]


@pytest.mark.parametrize("way", ["block", "quarantine"])
def test_who_pours_is_told_when_nothing_arrives_any_more(way: str) -> None:
    """At once, and again when what a response did is undone; at the end once more."""
    made, told = built(), list[bool]()
    network, change, tokens = made.world.network, made.world.change, []
    floods = Floods(made.world)
    flood = Flood(made.world.traffic, "camera-01", "amr-001", 9, MBPS, 0, 60 * MINUTE_US, "drown")
    floods.begin(flood, told.append)
    cut = {
        "block": lambda: tokens.append(network.block("camera-01", "amr-001", reason="test")),
        "quarantine": lambda: tokens.append(network.quarantine("camera-01", "test")),
    }
    change(cut[way])
    assert (told, floods.arrives(flood)) == ([True, False], False)
    change(lambda: network.lift(tokens[0]))
    floods.end(flood)
    assert told == [True, False, True, False]


def test_of_what_the_policy_refuses_nothing_is_told() -> None:
    """It never arrives."""
    made, told = built("zones"), list[bool]()
    floods = Floods(made.world)
    flood = Flood(made.world.traffic, "camera-01", "amr-001", 9, MBPS, 0, 60 * MINUTE_US, "drown")
    floods.begin(flood, told.append)
    floods.end(flood)
    assert told == []


def test_a_policy_that_refuses_it_keeps_it_behind_its_switch() -> None:
    """Zones have no conduit from cameras to robots."""
    made = built("zones")
    cell = _loads(made, "cell:wlc")
    _poured(made)
    assert _loads(made, "cell:wlc") == cell


def test_at_its_own_port_a_broker_has_every_message_to_take_in() -> None:
    """20 Mbit/s are 12,500 messages of 200 bytes a second."""
    made = built()
    before = made.world.traffic.capacity.use("broker:broker-robots")
    _poured(made, dst="broker-robots", port=8883)
    assert made.world.traffic.capacity.use("broker:broker-robots") - before == pytest.approx(12_500 / 20_000)


def test_who_is_taken_back_falls_silent() -> None:
    """And nobody else does."""
    made = built()
    before = _loads(made, "cell:wlc")[0]
    floods, _ = _poured(made)
    other = Flood(made.world.traffic, "coffee-01", "amr-001", 9, MBPS, 0, MINUTE_US, "more")
    floods.begin(other, _unheard)
    floods.silence("camera-01")
    assert _loads(made, "cell:wlc")[0] - before == RATE_BPS


SMALL = ("site.plant.fleet.count=10", "site.plant.orders.per_hour=120", "site.links_mbps.cell=100")
"""Fewer robots, and a radio cell that ten cameras fill nine times over."""


def _told(posture: str, decisions: tuple[Decision, ...] = (), *, quiet: bool = False) -> Run:
    return twin.run("iot-dos", posture, hours=1, settings=SMALL, decisions=decisions, quiet=quiet)


def _orders(run: Run) -> int:
    return len(run.log.records("order_out"))


@pytest.fixture(scope="module")
def quiet() -> Run:
    """The hub without the flood."""
    return _told("unwatched", quiet=True)


def test_a_flood_in_the_radio_cell_costs_orders(quiet: Run) -> None:
    """Robots hear less, stop where their base ends, and bring less; nobody's demand changes."""
    flooded = _told("unwatched")
    assert _orders(flooded) < 0.9 * _orders(quiet)
    assert flooded.exogenous_digest == quiet.exogenous_digest
    assert sum(row["lost"] for row in flooded.log.records("need")) > 100


def test_where_the_cameras_are_cut_off_it_costs_none(quiet: Run) -> None:
    """Isolated before the ten begin: the first link is shut, the cell is free, every order is brought."""
    response = Choice(kind="isolate_device", parameters={"delay_s": 0})
    cut = tuple(
        Decision(at_us=12 * MINUTE_US, response=response, target=f"camera-{number:02d}") for number in range(1, 11)
    )
    contained = _told("unwatched", cut)
    assert _orders(contained) == _orders(quiet)
    assert {row["outcome"] for row in contained.attack if row["step"] == "drown"} == {"stopped"}


def test_a_policy_without_that_path_costs_nothing(quiet: Run) -> None:
    """Under zones the flood never leaves the cameras' switch."""
    zones = _told("zones")
    assert _orders(zones) == _orders(quiet)
    assert {row["outcome"] for row in zones.attack if row["step"] == "drown"} == {"blocked"}


LIMITED = """
format: 1
title: Flat, and no camera may send more than half a megabyte a second
policy: {kind: flat, limits: [{of: camera, bytes_per_s: 500000}]}
response: {analysts: 0}
"""


@pytest.mark.nightly
def test_under_a_limit_a_flood_costs_no_orders(quiet: Run, tmp_path: Path) -> None:
    """Ten cameras get 40 Mbit/s through a cell of 100; each second of each says what was refused of it."""
    (tmp_path / "postures").mkdir()
    (tmp_path / "postures" / "limited.yaml").write_text(LIMITED)
    limited = _told(str(tmp_path / "postures" / "limited.yaml"))
    assert _orders(limited) == _orders(quiet)
    flows = [row for row in limited.log.records("flow") if row["dst"] == "amr-001" and row["dst_port"] == 9]
    steady = [row for row in flows if row["time"] > 17 * MINUTE_US and row["action"] == "allow"]
    assert {row["packets_out"] for row in steady} <= set(range(330, 343))
    assert {row["rule"] for row in flows if row["action"] == "deny"} == {"limit:camera>*:*"}


def test_what_a_limit_refuses_fills_the_first_link_only() -> None:
    """A burst loads the whole way, then only what passes; the rest stays on the cameras' switch."""
    limits = [{"of": "camera", "bytes_per_s": 250_000, "burst_s": 4}]
    given = load_inputs("quiet-day", "unwatched", None, SMALLER, 0.5)
    policy = Choice(kind="flat", parameters={"limits": limits})
    made, way = build(given.site, given.story, policy, 1, HORIZON_US, Log()), ("uplink:sw-security", "cell:wlc")
    before = _loads(made, *way)
    floods, flood = _poured(made)
    made.world.clock.attach(floods)

    def loads() -> list[int]:
        return [now - then for now, then in zip(_loads(made, *way), before, strict=True)]

    share = 250_000 * 8 / RATE_BPS
    assert loads() in ([RATE_BPS, RATE_BPS], [RATE_BPS, round(share * RATE_BPS)])
    made.world.clock.run_until(MINUTE_US)
    assert loads() == [RATE_BPS, round(share * RATE_BPS)]
    floods.end(flood)
    assert loads() == [0, 0]
