"""The stories that come with the lab."""

from __future__ import annotations

import pytest

import twin
from twin.attacks import ATTACKS
from twin.core.units import HOUR_US
from twin.lab.find import briefing, scenario_names
from twin.lab.loader import load_story
from twin.lab.metrics.parts.reading import rows_where
from twin.lab.naming import asset_names
from twin.lab.run import Run
from twin.lab.scenario import Story

STORIES = scenario_names("story")
EMPTY_HALL = ("plant.fleet.count=1", "plant.orders.per_hour=1")
"""For stories that robots have no part in."""


def story(name: str) -> Story:
    """One story on its own site."""
    return load_story(name)


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("site", ["small", "standard"])
def test_every_story_can_be_told_on_every_site(name: str, site: str) -> None:
    """Assets that stories name exist on both."""
    assert load_story(name, site).name == name


@pytest.mark.parametrize("name", STORIES)
def test_every_step_begins_within_the_story(name: str) -> None:
    """A step with a time of its own happens before the end."""
    told = story(name)
    assert all(step.at_us < told.hours * HOUR_US for step in told.steps if step.at_us is not None)


@pytest.mark.parametrize("name", STORIES)
def test_every_briefing_tells_people_what_happens(name: str) -> None:
    """A title, a picture of the topology, what to look for and what to ask."""
    told = story(name)
    text = briefing(told)
    assert text.startswith(f"# {told.title}\n")
    assert "```text" in text
    assert "What to look for" in text
    assert "What to ask" in text
    assert told.question.endswith("?")
    assert max(len(line) for line in text.splitlines()) <= 125


@pytest.mark.parametrize("name", [name for name in STORIES if load_story(name).steps])
def test_every_briefing_names_the_techniques_of_its_first_step_or_more(name: str) -> None:
    """Techniques by their ids, so that a reader can look them up."""
    text = briefing(story(name))
    ids = {ident for step in story(name).steps for ident in (ATTACKS[step.kind].technique, *ATTACKS[step.kind].also)}
    assert sum(ident in text for ident in ids) >= 2


def test_the_coffee_machine_scans_at_three() -> None:
    """Half an hour after half past two."""
    told = story("coffee-machine")
    scan = next(step for step in told.steps if step.kind == "port_scan")
    assert (told.starts.hour, told.starts.minute, scan.at_us, scan.on) == (2, 30, HOUR_US // 2, ("dc-01",))


def test_a_quiet_day_has_no_steps() -> None:
    """It is what the others are compared with."""
    assert story("quiet-day").steps == ()


def test_robots_of_the_story_exist_by_the_pattern_it_uses() -> None:
    """amr-007 is one of amr-*."""
    from twin.lab.loader import load_site

    assert "amr-007" in asset_names(load_site("small"))


def value(run: Run, metric: str) -> float:
    """One metric of a run, which must be defined."""
    found = run.metrics[metric].value
    assert found is not None
    return found


@pytest.mark.slow
def test_a_robot_that_left_its_route_is_late_loses_time_and_nearly_hits_people() -> None:
    """Left alone it costs late orders, hours of robots, and near-misses that the same hub has not without it."""
    told = [twin.run("compromised-robot", "unwatched", seed=seed) for seed in (1, 3)]
    quiet = twin.run("compromised-robot", "unwatched", seed=1, quiet=True)
    assert all(value(run, "near_misses") > 0 for run in told)
    assert all(value(run, "orders_late") > 50 for run in told)
    assert all(value(run, "robot_minutes_lost") > 600 for run in told)
    assert all(value(run, "contacts") == 0 for run in told)
    assert (value(quiet, "near_misses"), value(quiet, "orders_late"), value(quiet, "contacts")) == (0, 0, 0)


def test_only_the_robot_whose_field_was_changed_hits_somebody() -> None:
    """A robot that lost its way and its field comes too near to people; others may come near, and touch nobody."""
    told = twin.run("shrunk-field", "unwatched", seed=2)
    met = [row for row in told.log.records("incident") if row["incident"] in {"near_miss", "contact"}]
    assert "attack" in {row["cause"] for row in met}
    assert {row["robot"] for row in met if row["incident"] == "contact"} <= {"amr-007"}


@pytest.mark.slow
def test_each_way_to_segment_leaves_the_robot_less() -> None:
    """Reach, takeovers and money fall from no defence to flat, to zones, to microsegmentation; each is detected."""
    runs = [twin.run("compromised-robot", name, seed=1) for name in ("unwatched", "flat", "zones", "microsegmentation")]
    for metric in ("assets_reached", "assets_compromised", "loss_eur"):
        values = [value(run, metric) for run in runs]
        assert values == sorted(values, reverse=True)
        assert values[1] > values[2] > values[3]
    assert all(value(run, "time_to_detect_s") < 600 for run in runs[1:])
    assert all(value(run, "time_to_contain_s") < 2400 for run in runs[2:])


@pytest.mark.slow
def test_a_cold_room_that_nobody_watches_loses_its_product() -> None:
    """Overnight the product passes its limit; while somebody watches, the gateway is cut off and cleaned in an hour."""
    alone = twin.run("blind-gateway", "unwatched", seed=1, settings=EMPTY_HALL)
    watched = twin.run("blind-gateway", "flat", seed=1, hours=3, settings=EMPTY_HALL)
    assert value(alone, "product_at_risk_t") == 20
    assert value(watched, "time_to_recover_s") < 3600
    air, blind = (rows_where(run.log, "room", room="chill-1")["air_c"] for run in (watched, alone))
    assert air[-60:].min() < 3.5 < blind[len(air) - 60 : len(air)].min()
    assert value(twin.run("blind-gateway", "zones", seed=1, hours=1, settings=EMPTY_HALL), "assets_compromised") == 1


@pytest.mark.slow
def test_an_infection_goes_on_only_where_somebody_answers() -> None:
    """Where look-ups get out, gateways follow; where they do not, the controllers ask in vain."""
    gone = {name: twin.run("rogue-dns", name, seed=1, hours=0.5, settings=EMPTY_HALL) for name in ("flat", "zones")}
    assert {name: value(run, "assets_compromised") for name, run in gone.items()} == {"flat": 9, "zones": 6}
    assert "reach-in" not in {step["step"] for step in gone["zones"].attack}


def test_a_bad_update_is_asked_for_like_an_infection_and_is_none() -> None:
    """The same questions at the same times, with nothing in the truth book: an alert about them is a false one."""

    def questions(name: str) -> list[tuple[object, ...]]:
        rows = runs[name].log.records("flow")
        return [
            (row["time"], row["src"], row["verb"], row["status"])
            for row in rows
            if row["object"] == "update.hvac-telemetry.invalid"
        ]

    names = ("rogue-dns", "rogue-dns-update")
    runs = {name: twin.run(name, "unwatched", seed=1, hours=0.5, settings=EMPTY_HALL) for name in names}
    update = runs["rogue-dns-update"]
    assert questions("rogue-dns") == questions("rogue-dns-update") != []
    assert (update.attack, update.rows["compromise"], update.rows["reached"], update.rows["label"]) == ([], 0, 0, 0)
    answered = twin.run("rogue-dns-update", "flat", seed=1, hours=0.5, settings=EMPTY_HALL)
    assert value(answered, "false_alerts") == value(answered, "alerts") > 0
    assert value(answered, "loss_containment_eur") > value(answered, "loss_attack_eur") == 0


@pytest.mark.slow
def test_what_the_coffee_machine_wins_shrinks_with_each_policy() -> None:
    """Printers, controllers and gateways open where a web page is enough; by zones it keeps to itself."""
    runs = [twin.run("coffee-machine", name, seed=2, settings=EMPTY_HALL) for name in ("unwatched", "vlan", "zones")]
    won = [value(run, "assets_compromised") for run in runs]
    assert won[0] > won[1] > won[2] == 1


@pytest.mark.slow
@pytest.mark.parametrize(("site", "hours"), [("small", 4), ("standard", 1)])
def test_a_quiet_morning_is_quiet_and_everything_is_done_in_time(site: str, hours: float) -> None:
    """No alert, no late order, and no more orders at hand than a quarter of an hour brings."""
    run = twin.run("quiet-day", "zones", site=site, seed=1, hours=hours)
    assert (run.alerts, value(run, "orders_late"), value(run, "needs_denied")) == ([], 0, 0)
    assert run.rows["order_in"] - run.rows["order_out"] < run.rows["order_in"] / hours / 4


def test_sick_sensors_are_no_attack_and_every_alert_about_them_is_a_false_one() -> None:
    """Three faults in the truth book, none of them a step; a detector that speaks up is wrong, however right it is."""
    run = twin.run("sick-sensors", "flat", seed=1, settings=EMPTY_HALL)
    assert [row["fault"] for row in run.log.records("sensor_fault")] == ["drift_ramp", "hold", "noise_burst"]
    assert (run.attack, run.rows["compromise"], run.rows["label"]) == ([], 0, 0)
    assert value(run, "alerts") == value(run, "false_alerts")
    assert value(run, "loss_attack_eur") == 0
    held = {row["value"] for row in run.log.records("reading")
            if row["sensor"] == "temp-chill-1-07" and 36 * 60e6 <= row["time"] < 79 * 60e6}  # fmt: skip
    assert len(held) == 1
