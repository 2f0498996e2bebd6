"""The robot: it reports what it believes, and lets whoever has a session write its configuration."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tiny_hub import block, cut, give_back, log_in, rows, run_to, say, site, world
from twin.devices.amr import Amr, interface
from twin.devices.world import World
from twin.net.instant import Command, Instant
from twin.plant.robots import Hold
from twin.plant.visit import Visit
from twin.responses.stop_robot import StopRobot

SHIFT = (3.0, -1.5)


def _truth(hub: World, robot: int, time_us: int) -> tuple[float, float]:
    pose = hub.plant.fleet.pose_at(np.array([robot]), np.array([time_us]))
    return float(pose.x_m[0]), float(pose.y_m[0])


def test_a_robot_reports_every_two_seconds() -> None:
    """VDA 5050 leaves the period open; the header counter counts on without a gap."""
    hub = world()
    run_to(hub, 2)
    states = rows(hub, "robot_state", robot="amr-001")
    assert np.diff([row["time"] for row in states]).tolist() == [2_000_000] * 59
    assert [row["header_id"] for row in states] == list(range(60))


def test_a_robot_reports_where_it_is() -> None:
    """Belief and truth agree until somebody writes to its configuration."""
    hub = world()
    run_to(hub, 2)
    for row in rows(hub, "robot_state", robot="amr-002"):
        assert (row["x_m"], row["y_m"]) == _truth(hub, 1, row["time"])


def test_a_tampered_robot_reports_what_it_believes() -> None:
    """The report is the truth plus the displacement; the floor keeps the truth."""
    hub = world()
    run_to(hub, 1)
    assert hub.devices["amr"].touch("amr-001", "tamper", SHIFT).ok
    run_to(hub, 2)
    states = [row for row in rows(hub, "robot_state", robot="amr-001") if row["time"] >= 60_000_000]
    assert len(states) == 30
    for row in states:
        x_m, y_m = _truth(hub, 0, row["time"])
        assert (row["x_m"], row["y_m"]) == pytest.approx((x_m + SHIFT[0], y_m + SHIFT[1]))


@pytest.mark.parametrize("verb", ["write_config", "upload_map"])
def test_writing_wants_a_session(verb: str) -> None:
    """Who has not logged in is refused, and nothing changes."""
    hub = world()
    assert say(hub, "maintenance-01", "amr-001", "robot_api", verb, payload=SHIFT).status == "401"
    assert not hub.plant.fleet.tampering.cause


@pytest.mark.parametrize("verb", ["write_config", "upload_map"])
def test_a_session_holder_may_write(verb: str) -> None:
    """Whoever holds a session shifts what this robot believes, and no other."""
    hub = world()
    log_in(hub, "maintenance-01", "amr-001", "robot_api")
    assert say(hub, "maintenance-01", "amr-001", "robot_api", verb, payload=SHIFT).ok
    assert hub.plant.fleet.robots.shift_x.tolist() == [3.0, 0.0, 0.0]
    assert hub.plant.fleet.robots.shift_y.tolist() == [-1.5, 0.0, 0.0]


def test_a_session_belongs_to_who_logged_in() -> None:
    """Another asset cannot use it."""
    hub = world()
    log_in(hub, "maintenance-01", "amr-001", "robot_api")
    assert say(hub, "ws-01", "amr-001", "robot_api", "write_config", payload=SHIFT).status == "401"


def test_what_is_no_displacement_is_not_written() -> None:
    """A session does not make sense of nonsense."""
    hub = world()
    log_in(hub, "maintenance-01", "amr-001", "robot_api")
    assert say(hub, "maintenance-01", "amr-001", "robot_api", "write_config", payload="north").status == "unsupported"


def test_cleaning_gives_a_robot_its_pose_back() -> None:
    """Map, pose and sessions are its own again."""
    hub = world()
    robots = hub.devices["amr"]
    robots.touch("amr-001", "tamper", SHIFT)
    robots.recover("amr-001")
    assert hub.plant.fleet.robots.shift_x[0] == hub.plant.fleet.robots.shift_y[0] == 0
    assert not hub.plant.fleet.tampering.cause


@pytest.mark.parametrize("which", ["amr-001", "fleet-manager", "broker-robots"])
def test_a_report_needs_both_sessions_to_the_broker(which: str) -> None:
    """Nobody hears a robot that is cut off, and a fleet manager that is cut off hears nobody."""
    hub = world()
    run_to(hub, 1)
    token = cut(hub, which)
    run_to(hub, 2)
    give_back(hub, token)
    run_to(hub, 3)
    minutes = [row["time"] // 60_000_000 for row in rows(hub, "robot_state", robot="amr-001")]
    assert sorted(set(minutes)) == [0, 2]
    others = {row["time"] // 60_000_000 for row in rows(hub, "robot_state", robot="amr-002")}
    assert others == ({0, 1, 2} if which == "amr-001" else {0, 2})


def test_a_blocked_session_silences_only_that_service() -> None:
    """Its service interface still answers."""
    hub = world()
    run_to(hub, 1)
    block(hub, "amr-001", "broker-robots", "mqtt")
    run_to(hub, 2)
    assert max(row["time"] for row in rows(hub, "robot_state", robot="amr-001")) < 60_000_000
    assert say(hub, "maintenance-01", "amr-001", "robot_api", "read_config").ok


def test_a_commanded_stop_holds_until_it_is_released() -> None:
    """Stop by command and go on, with the cause on the books."""
    hub = world()
    robots = hub.devices["amr"]
    assert isinstance(robots, Amr)
    robots.halt("amr-002", "containment")
    assert hub.plant.fleet.robots.holds.tolist() == [0, Hold.CONTAINED, 0]
    robots.release("amr-002", "containment")
    assert hub.plant.fleet.robots.holds.tolist() == [0, 0, 0]


@pytest.mark.parametrize(("cause", "left"), [("containment", Hold.COMMANDED), ("attack", Hold.CONTAINED)])
def test_letting_go_of_one_stop_leaves_the_other(cause: str, left: Hold) -> None:
    """An attacker's stop and a response's are two holds."""
    hub = world()
    robots = hub.devices["amr"]
    assert isinstance(robots, Amr)
    robots.halt("amr-002", "attack")
    robots.halt("amr-002", "containment")
    robots.release("amr-002", cause)
    assert hub.plant.fleet.robots.holds.tolist() == [0, left, 0]


def test_a_cleaned_robot_drives_on_unless_a_response_holds_it() -> None:
    """Cleaning ends what the attacker commanded; the measure is the session's to end."""
    hub = world()
    robots = hub.devices["amr"]
    assert isinstance(robots, Amr)
    robots.halt("amr-001", "attack")
    robots.halt("amr-002", "attack")
    robots.halt("amr-002", "containment")
    for asset in ("amr-001", "amr-002"):
        robots.recover(asset)
    assert hub.plant.fleet.robots.holds.tolist() == [0, Hold.CONTAINED, 0]


def test_topics_follow_vda_5050() -> None:
    """Interface, major version, manufacturer, serial number."""
    assert interface("amr-007") == "vda5050/v3/robofleet/amr-007"


def test_nothing_said_or_cleaned_ends_an_emergency_stop() -> None:
    """Commands, responses and their undoing, a re-imaged controller, a renewed base: it stands until somebody comes."""
    hub = world()
    fleet, amr = hub.plant.fleet, hub.devices["amr"]
    assert isinstance(amr, Amr)
    fleet.hold(0, Hold.EMERGENCY)
    undo = StopRobot().apply(hub, "amr-001")
    undo()
    for cause in ("attack", "containment"):
        amr.halt("amr-001", cause)
        amr.release("amr-001", cause)
    amr.recover("amr-001")
    token = cut(hub, "amr-001")
    run_to(hub, 2)
    give_back(hub, token)
    run_to(hub, 5)
    assert fleet.robots.holds[0] & Hold.EMERGENCY
    assert fleet.robots.speed_mps[0] == 0.0


def test_states_name_the_order_that_was_given_last() -> None:
    """None before the first; each that begins is named from then on, until the next."""
    hub = world()
    fleet, begun = hub.plant.fleet, list[tuple[int, int]]()
    start_visit = fleet.start_visit

    def note(robot: int, visit: Visit) -> None:
        if robot == 0:
            begun.append((hub.clock.now_us, visit.number))
        start_visit(robot, visit)

    fleet.start_visit = note  # type: ignore[method-assign]
    run_to(hub, 15)
    assert len(begun) > 2
    for row in rows(hub, "robot_state", robot="amr-001"):
        given = [number for time_us, number in begun if time_us <= row["time"]]
        assert row["order"] == (given[-1] if given else -1)


def test_a_screen_is_shown_only_what_a_site_asks_for() -> None:
    """Places between states cost rows, so they are a trait; they count on their own topic."""
    shown = world("zero_trust", of=site(traits={"amr": {"visualization_s": 5.0}}))
    run_to(shown, 2)
    found = rows(shown, "flow", object=f"{interface('amr-001')}/visualization")
    assert np.diff([row["time"] for row in found]).tolist() == [5_000_000] * 23
    assert [row["value"] for row in found] == list(range(24))
    plain = world("zero_trust")
    run_to(plain, 1)
    assert rows(plain, "flow", object=f"{interface('amr-001')}/visualization") == []


def _obeys(hub: World, command: Command, robot: str = "amr-002") -> bool:
    return hub.devices["amr"].obey(robot, Instant(command))


def test_a_cancelled_visit_goes_back_to_the_manager(monkeypatch: pytest.MonkeyPatch) -> None:
    """An idle robot has nothing to cancel; one on its way puts its pod back, and its visit is done anew."""
    hub = world()
    visits, dropped = hub.plant.fleet.visits, list[int]()
    hand_back = visits.on_dropped

    def note(robot: int, visit: Visit) -> None:
        dropped.append(robot)
        hand_back(robot, visit)

    monkeypatch.setattr(visits, "on_dropped", note)
    assert not _obeys(hub, "cancelOrder", "amr-001")
    minutes = 0
    while not any(visits.visit) and minutes < 20:
        minutes += 1
        run_to(hub, minutes)
    told = [robot for robot in range(3) if _obeys(hub, "cancelOrder", f"amr-{robot + 1:03d}")]
    run_to(hub, minutes + 5)
    assert told
    assert set(told) <= set(dropped)


def test_a_robot_that_is_sent_to_charge_takes_no_visit_until_it_has() -> None:
    """However full it is; cleaned, it works again."""
    hub = world()
    assert _obeys(hub, "startCharging")
    assert 1 not in hub.plant.fleet.idle()
    hub.change(lambda: hub.devices["amr"].recover("amr-002"))
    assert not hub.plant.fleet.visits.charging.sent[1]


def test_a_pause_is_ended_by_the_one_who_may_or_by_whoever_comes() -> None:
    """The manager ends it at once; a robot that is not paused has nothing to end; nobody waits for ever."""
    hub = world()
    assert not _obeys(hub, "stopPause")
    assert _obeys(hub, "startPause")
    assert _obeys(hub, "stopPause")
    assert not hub.plant.fleet.robots.holds[1]
    _obeys(hub, "startPause")
    run_to(hub, 9)
    assert hub.plant.fleet.robots.holds[1] & Hold.COMMANDED
    run_to(hub, 11)
    assert not hub.plant.fleet.robots.holds[1] & Hold.COMMANDED


def test_a_second_pause_counts_from_its_own_time() -> None:
    """Whoever comes for the first finds the second."""
    hub = world()
    _obeys(hub, "startPause")
    run_to(hub, 5)
    _obeys(hub, "startPause")
    run_to(hub, 14)
    assert hub.plant.fleet.robots.holds[1] & Hold.COMMANDED
    run_to(hub, 16)
    assert not hub.plant.fleet.robots.holds[1] & Hold.COMMANDED


def test_a_robot_cleaned_in_the_middle_of_a_restart_speaks_again() -> None:
    """Whoever cleans it does not wait for what an attack began."""
    hub = world()
    run_to(hub, 1)
    assert hub.devices["amr"].reboot("amr-002", 300, "attack")
    run_to(hub, 2)
    hub.change(lambda: hub.devices["amr"].recover("amr-002"))
    run_to(hub, 3)
    heard = [row["time"] for row in rows(hub, "robot_state", robot="amr-002") if row["time"] >= 60_000_000]
    assert 120_000_000 <= heard[0] <= 122_000_000
    assert not hub.plant.fleet.robots.holds[1] & Hold.COMMANDED
