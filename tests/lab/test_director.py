"""The director performs what attacks intend, gives back what an attacker would see, and writes the truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest

from tests.lab.worlds import Scripted, a_step, built, directed, phases, run_to, scripted
from twin.attacks.base import Beacon, Effect, Intent, Say, Sweep, Take, Touch, Wait
from twin.core.units import MINUTE_US, SECOND_US
from twin.lab.build import Built
from twin.lab.director import Director
from twin.lab.scenario import Step
from twin.net.message import Message, Reply


@pytest.fixture
def attacks(monkeypatch: pytest.MonkeyPatch) -> dict[str, type[Scripted]]:
    """The attacks shelf of this test: empty."""
    shelf: dict[str, type[Scripted]] = {}
    monkeypatch.setattr("twin.lab.director.ATTACKS", shelf)
    return shelf


OPEN_COFFEE = (Touch("coffee-01", "open"), Take("coffee-01"))
LOOK = Message("coffee-01", "dc-01", "smb", "login", "shell", user="admin")


def acting(made: Built, *steps: Step, held: str = "coffee-01") -> Director:
    """A director whose attacker holds an asset from the start."""
    director = directed(made, *steps)
    director.held[held] = "before"
    return director


def held_rows(rows: Sequence[Mapping[str, object]]) -> list[tuple[object, object, object]]:
    """Minute, asset and state."""
    return [(int(str(row["time"])) / MINUTE_US, row["asset"], row["state"]) for row in rows]


def test_a_step_begins_at_its_time_and_has_a_start_and_an_end(attacks: dict[str, type[Scripted]]) -> None:
    """Start at minute 3, a wait of two minutes, end at 5 with its outcome."""
    attacks["rest"] = scripted(Wait(120), outcome="failed")
    made = built()
    directed(made, a_step("rest", "ws-01", at_us=3 * MINUTE_US))
    run_to(made, 10)
    assert phases(made) == [(3, "start", "ws-01", ""), (5, "end", "ws-01", "failed")]


def test_what_was_opened_by_hand_can_be_taken(attacks: dict[str, type[Scripted]]) -> None:
    """The device says that it opened; from then on it is held, and the truth book says since when."""
    attacks["open"] = scripted(*OPEN_COFFEE)
    made = built()
    director = directed(made, a_step("open", "coffee-01", at_us=MINUTE_US))
    run_to(made, 2)
    assert director.held == {"coffee-01": "open"}
    assert held_rows(made.world.log.records("compromise")) == [(1, "coffee-01", "compromised")]


def test_what_nothing_opened_cannot_be_taken(attacks: dict[str, type[Scripted]]) -> None:
    """A claim alone holds nothing."""
    attacks["claim"] = scripted(Take("dc-01"))
    made = built()
    director = directed(made, a_step("claim", "dc-01"))
    run_to(made, 1)
    assert director.held == {}
    assert made.world.log.rows("compromise") == 0


def test_touching_inside_needs_a_held_asset(attacks: dict[str, type[Scripted]]) -> None:
    """Only opening is possible from outside."""
    attacks["tamper"] = scripted(Touch("amr-001", "tamper", payload=(3.0, 0.0)))
    made = built()
    directed(made, a_step("tamper", "amr-001"))
    run_to(made, 1)
    assert attacks["tamper"].told == [Reply("delivered", "401")]


def test_an_asset_that_answers_is_reached_once_and_each_flow_is_labelled(attacks: dict[str, type[Scripted]]) -> None:
    """Two messages: two labels of the step, one row of reach."""
    attacks["look"] = scripted(Say(LOOK), Say(LOOK))
    made = built("flat")
    acting(made, a_step("look", "dc-01", **{"from": "coffee-01"}))
    run_to(made, 1)
    log = made.world.log
    assert [(row["src"], row["dst"]) for row in log.records("reached")] == [("coffee-01", "dc-01")]
    assert [(row["step"], row["delivered"]) for row in log.records("label")] == [("look", True)] * 2
    assert set(log.since("label")["flow"].tolist()) <= set(log.since("flow")["flow"].tolist())


def test_an_asset_behind_a_filter_is_not_reached(attacks: dict[str, type[Scripted]]) -> None:
    """Denied: the attacker hears nothing, not even that it was denied; the label and the outcome say so."""
    attacks["look"] = scripted(Say(LOOK), outcome="failed")
    made = built("microsegmentation")
    acting(made, a_step("look", "dc-01", **{"from": "coffee-01"}))
    run_to(made, 1)
    assert attacks["look"].told == [Reply("unanswered")]
    assert phases(made)[-1][1:] == ("end", "dc-01", "blocked")
    assert made.world.log.rows("reached") == 0
    assert [row["delivered"] for row in made.world.log.records("label")] == [False]


def test_a_step_that_waits_begins_when_the_other_has_won(attacks: dict[str, type[Scripted]]) -> None:
    """Taken at minute 1, the delay is 2 minutes."""
    attacks |= {"open": scripted(*OPEN_COFFEE), "then": scripted()}
    made = built()
    directed(
        made,
        a_step("open", "coffee-01", at_us=MINUTE_US),
        a_step("then", "ws-01", after="open", delay_us=2 * MINUTE_US),
    )
    run_to(made, 10)
    assert phases(made, "then")[0][:2] == (3, "start")


def test_a_step_whose_forerunner_failed_never_begins(attacks: dict[str, type[Scripted]]) -> None:
    """What is no success starts nothing."""
    attacks |= {"open": scripted(outcome="failed"), "then": scripted()}
    made = built()
    directed(made, a_step("open", "coffee-01"), a_step("then", "ws-01", after="open"))
    run_to(made, 10)
    assert phases(made, "then") == []


def test_a_step_on_what_was_won_begins_once_for_each_asset(attacks: dict[str, type[Scripted]]) -> None:
    """Two are taken, two minutes apart: two performances, each from the asset it is about."""
    second = (Wait(120), Touch("camera-01", "open"), Take("camera-01"))
    attacks |= {"open": scripted(*OPEN_COFFEE, *second), "more": scripted()}
    made = built()
    directed(made, a_step("open", ("coffee-01", "camera-01")), a_step("more", "won", after="open"))
    run_to(made, 10)
    assert [row[:3] for row in phases(made, "more") if row[1] == "start"] == [
        (0, "start", "coffee-01"),
        (2, "start", "camera-01"),
    ]
    assert [foothold.at for foothold in attacks["more"].footholds] == ["coffee-01", "camera-01"]


def test_each_target_has_its_own_performance_where_the_kind_says_so(attacks: dict[str, type[Scripted]]) -> None:
    """Else one performance has them all, in order of pattern and name, each once."""
    attacks |= {"all": scripted(), "each": scripted(each=True)}
    made = built()
    directed(made, a_step("all", ("hvac-hall-0[12]", "hvac-[ch]*-0?")), a_step("each", "hvac-hall-0[12]"))
    run_to(made, 1)
    assert attacks["all"].footholds[0].targets[:3] == ("hvac-hall-01", "hvac-hall-02", "hvac-cold-01")
    assert [foothold.targets for foothold in attacks["each"].footholds] == [("hvac-hall-01",), ("hvac-hall-02",)]


def test_a_step_can_wait_for_an_alert(attacks: dict[str, type[Scripted]]) -> None:
    """It begins when its asset is accused, once, and not when another is."""
    attacks["hide"] = scripted()
    made = built()
    director = directed(made, a_step("hide", "amr-001", alert_on="amr-001"))
    for accused in ("amr-002", "amr-001", "amr-001"):
        director.alerted(accused)
    run_to(made, 1)
    assert [row[1] for row in phases(made)] == ["start", "end"]


def test_cleaning_an_asset_ends_what_was_done_to_it(attacks: dict[str, type[Scripted]]) -> None:
    """The effect ends, the asset is recovered, and taking it needs opening it anew."""
    attacks |= {
        "open": scripted(*OPEN_COFFEE, Effect("coffee-01", "effect_start")),
        "again": scripted(Take("coffee-01")),
    }
    made = built()
    director = directed(made, a_step("open", "coffee-01"), a_step("again", "coffee-01", at_us=4 * MINUTE_US))
    made.world.clock.at(3 * MINUTE_US, "clean", lambda: director.cleaned("coffee-01"))
    run_to(made, 5)
    assert (3, "effect_end", "coffee-01", "") in phases(made, "open")
    assert held_rows(made.world.log.records("compromise")) == [
        (0, "coffee-01", "compromised"),
        (3, "coffee-01", "recovered"),
    ]
    assert director.held == {}


def test_cleaning_what_nobody_held_writes_nothing() -> None:
    """A false alarm leaves no trace in the truth book."""
    made = built()
    directed(made).cleaned("ws-01")
    run_to(made, 1)
    assert made.world.log.rows("compromise") == made.world.log.rows("attack") == 0


def test_who_loses_the_foothold_is_stopped(attacks: dict[str, type[Scripted]]) -> None:
    """After the cleaning at minute 3 the step from there says nothing more."""
    attacks |= {"open": scripted(*OPEN_COFFEE), "spread": scripted(Wait(120), Say(LOOK), Wait(120), Say(LOOK))}
    made = built()
    spread = a_step("spread", "dc-01", after="open", **{"from": "coffee-01"})
    director = directed(made, a_step("open", "coffee-01"), spread)
    made.world.clock.at(3 * MINUTE_US, "clean", lambda: director.cleaned("coffee-01"))
    run_to(made, 10)
    assert phases(made, "spread")[-1][1:] == ("end", "dc-01", "stopped")
    assert made.world.log.rows("label") == 1


SCAN = Sweep("coffee-01", ("dc-01", "ws-01"), (445, 9), 0.1)
"""Four knocks in forty seconds."""


def test_a_scanner_learns_at_the_end_what_answered(attacks: dict[str, type[Scripted]]) -> None:
    """On a flat network both hosts are alive; only services that are offered answer."""
    attacks["scan"] = scripted(SCAN)
    made = built("flat")
    acting(made, a_step("scan", ("dc-01", "ws-01"), **{"from": "coffee-01"}))
    run_to(made, 1)
    log = made.world.log
    offered = [(name, 445) for name in ("dc-01", "ws-01") if "smb" in made.inventory.by_name[name].services]
    assert attacks["scan"].told == [tuple(offered)]
    assert [row["time"] // SECOND_US for row in log.records("label")] == [0, 10, 20, 30]
    assert {row["dst"] for row in log.records("reached")} == {"dc-01", "ws-01"}


def test_a_scan_ends_when_its_device_is_cleaned(attacks: dict[str, type[Scripted]]) -> None:
    """At second 15 two knocks have been made; the other two never are."""
    attacks |= {"open": scripted(*OPEN_COFFEE), "scan": scripted(SCAN)}
    made = built("flat")
    director = directed(
        made, a_step("open", "coffee-01"), a_step("scan", "dc-01", after="open", **{"from": "coffee-01"})
    )

    def clean() -> None:
        made.world.change(lambda: None)
        director.cleaned("coffee-01")

    made.world.clock.at(15 * SECOND_US, "clean", clean)
    run_to(made, 2)
    assert made.world.log.rows("label") == 2
    assert phases(made, "scan")[-1][1:] == ("end", "dc-01", "stopped")


def test_a_scan_that_the_run_cuts_short_has_reached_whom_it_reached(attacks: dict[str, type[Scripted]]) -> None:
    """The truth book knows who answered by then."""
    attacks["scan"] = scripted(SCAN)
    made = built("flat")
    director = acting(made, a_step("scan", "dc-01", **{"from": "coffee-01"}))
    made.world.clock.run_until(15 * SECOND_US)
    made.world.clock.settle()
    director.finish()
    made.world.log.seal(16 * SECOND_US)
    assert [row["dst"] for row in made.world.log.records("reached")] == ["dc-01"]


def test_a_beacon_ends_with_the_foothold(attacks: dict[str, type[Scripted]]) -> None:
    """Ten seconds apart without jitter, cleaned at minute 1: six, and not thirty."""
    asked = Message("coffee-01", "resolver-public", "dns", "A", "x.invalid")
    attacks["beacon"] = scripted(*OPEN_COFFEE, Beacon(asked, every_s=10, jitter=0, lasts_s=300))
    made = built("flat")
    director = directed(made, a_step("beacon", "coffee-01"))
    made.world.clock.at(MINUTE_US, "clean", lambda: director.cleaned("coffee-01"))
    run_to(made, 6)
    assert 5 <= made.world.log.rows("label") <= 6


# -- from where, and what stops it -----------------------------------------------------------------------------------

ASK = Beacon(Message("coffee-01", "resolver-public", "dns", "A", "x.invalid"), every_s=10, jitter=0, lasts_s=300)
FROM = {"from": "coffee-01"}


@pytest.mark.parametrize("intent", [Say(LOOK), SCAN, ASK])
def test_nothing_is_said_from_an_asset_that_nobody_holds(attacks: dict[str, type[Scripted]], intent: Intent) -> None:
    """With from or without, the step ends at once as failed, and not one flow is made."""
    attacks["look"] = scripted(intent)
    made = built("flat")
    directed(made, a_step("look", "dc-01", **FROM), a_step("look-too", "dc-01", "look", at_us=SECOND_US))
    run_to(made, 2)
    assert [row[1:] for row in phases(made)] == [("start", "dc-01", ""), ("end", "dc-01", "failed")] * 2
    assert made.world.log.rows("label") == made.world.log.rows("reached") == 0
    assert attacks["look"].told == []


def test_a_step_from_an_asset_that_was_cleaned_is_stopped(attacks: dict[str, type[Scripted]]) -> None:
    """Taken at 0, taken back at minute 1; what was planned from there at minute 2 never happens."""
    attacks |= {"open": scripted(*OPEN_COFFEE), "look": scripted(Say(LOOK))}
    made = built("flat")
    director = directed(made, a_step("open", "coffee-01"), a_step("look", "dc-01", at_us=2 * MINUTE_US, **FROM))
    made.world.clock.at(MINUTE_US, "clean", lambda: director.cleaned("coffee-01"))
    run_to(made, 3)
    assert phases(made, "look") == [(2, "start", "dc-01", ""), (2, "end", "dc-01", "stopped")]
    assert made.world.log.rows("label") == 0


def test_a_beacon_from_what_it_opened_itself_is_stopped_by_cleaning(attacks: dict[str, type[Scripted]]) -> None:
    """It held nothing when it began; what counts is what it stands on when it speaks."""
    attacks["beacon"] = scripted(*OPEN_COFFEE, ASK)
    made = built("flat")
    director = directed(made, a_step("beacon", "coffee-01"))
    made.world.clock.at(MINUTE_US, "clean", lambda: director.cleaned("coffee-01"))
    run_to(made, 6)
    assert phases(made)[-1][1:] == ("end", "coffee-01", "stopped")


def test_only_what_is_taken_is_won(attacks: dict[str, type[Scripted]]) -> None:
    """A scan wins nothing: what waits for it acts from where the scan did, and nothing begins on what it won."""
    attacks |= {"scan": scripted(SCAN), "then": scripted(Say(LOOK)), "more": scripted()}
    made = built("flat")
    acting(
        made,
        a_step("scan", "ws-01", **FROM),
        a_step("then", "dc-01", after="scan"),
        a_step("more", "won", after="scan"),
    )
    run_to(made, 2)
    assert [foothold.at for foothold in attacks["then"].footholds] == ["coffee-01"]
    assert phases(made, "then")[-1][1:] == ("end", "dc-01", "success")
    assert phases(made, "more") == []


def test_of_what_was_won_a_step_stands_on_what_is_still_held(attacks: dict[str, type[Scripted]]) -> None:
    """The first was taken back before the step began; the second carries it."""
    second = (Touch("camera-01", "open"), Take("camera-01"))
    attacks |= {"open": scripted(*OPEN_COFFEE, *second), "look": scripted()}
    made = built("flat")
    director = directed(
        made, a_step("open", ("coffee-01", "camera-01")), a_step("look", "dc-01", after="open", delay_us=2 * MINUTE_US)
    )
    made.world.clock.at(MINUTE_US, "clean", lambda: director.cleaned("coffee-01"))
    run_to(made, 3)
    assert [foothold.at for foothold in attacks["look"].footholds] == ["camera-01"]


PUTS: dict[str, Callable[[Built], int]] = {
    "quarantine": lambda made: made.world.network.quarantine("coffee-01", "test"),
    "block": lambda made: made.world.network.block("coffee-01", reason="test"),
    "zone": lambda made: made.world.network.quarantine_zone(made.segmentation.zone_of["coffee-01"], "test"),
}


def _drop(_: int) -> None:
    """A token that nobody needs."""


@pytest.mark.parametrize("put", sorted(PUTS))
def test_whatever_closes_the_way_out_stops_a_scan(attacks: dict[str, type[Scripted]], put: str) -> None:
    """Asset, zone or block: half a scan is no success, although it had found something by then."""
    attacks["scan"] = scripted(SCAN)
    made = built("vlan")
    acting(made, a_step("scan", ("dc-01", "wms-01"), **FROM))
    made.world.clock.at(15 * SECOND_US, "cut", lambda: made.world.change(lambda: _drop(PUTS[put](made))))
    run_to(made, 2)
    assert [row["delivered"] for row in made.world.log.records("label")] == [True, True, False, False]
    assert phases(made)[-1][1:] == ("end", "dc-01, wms-01", "stopped")


# -- load ------------------------------------------------------------------------------------------------------------


def load_of(made: Built, asset: str) -> int:
    """What the uplink of the switch that *asset* hangs on carries, bit/s."""
    return made.world.traffic.capacity.load_bps(f"uplink:{made.inventory.by_name[asset].switch}")


@pytest.mark.parametrize(
    ("intent", "bps"), [(Sweep("coffee-01", ("dc-01", "wms-01"), (445,) * 40, 10), 9_600), (ASK, 320)]
)
@pytest.mark.parametrize("clean", [False, True])
def test_what_an_attack_says_loads_the_links_while_it_goes_on(
    attacks: dict[str, type[Scripted]], intent: Intent, bps: int, *, clean: bool
) -> None:
    """Its rate is on while it runs, and off when it ends or its asset is taken back."""
    attacks["go"] = scripted(intent)
    made = built("flat")
    director = acting(made, a_step("go", "dc-01", at_us=SECOND_US, **FROM))
    before = load_of(made, "coffee-01")
    if clean:
        made.world.clock.at(3 * SECOND_US, "clean", lambda: director.cleaned("coffee-01"))
    made.world.clock.run_until(2 * SECOND_US)
    assert load_of(made, "coffee-01") - before == bps
    made.world.clock.run_until(4 * SECOND_US if clean else 6 * MINUTE_US)
    assert load_of(made, "coffee-01") == before
