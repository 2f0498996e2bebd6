"""Rules of tampered navigation."""

from __future__ import annotations

import pytest

from tests.plant.driving import Hub
from twin.plant.robots import LOST_ATTACK, Hold


def attacked(*, restore_at_s: float | None = None) -> Hub:
    """An hour in which amr-005 is shifted by (3.0, -1.5) m after ten minutes."""
    hub = Hub(1.0).open()
    hub.clock.at(600_000_000, "test/tamper", lambda: hub.fleet.tamper(4, 3.0, -1.5))
    if restore_at_s is not None:
        hub.clock.at(int(restore_at_s * 1e6), "test/restore", lambda: hub.fleet.restore(4))
    return hub


@pytest.fixture(scope="module")
def hub() -> Hub:
    """The hour under attack, to its end."""
    return attacked().run(3600).close()


def test_a_shifted_robot_blocks_an_aisle_within_minutes_and_costs_others_time(hub: Hub) -> None:
    """A jam whose cause is the attack, and more lost time than its own."""
    first = hub.incidents("jam")[0]
    assert (first["robot"], first["cause"]) == ("amr-005", "attack")
    assert int(str(first["time"])) < 900e6
    others = hub.fleet.timebook.spent_us[LOST_ATTACK].copy()
    others[4] = 0
    assert others.sum() > 60e6
    assert hub.log.since("order_out")["attack_us"].sum() > 0


def test_without_an_attack_nothing_is_blamed_on_one() -> None:
    """The same hour, untouched."""
    hub = Hub(1.0).open().run(3600).close()
    assert hub.spent_min(LOST_ATTACK) == 0
    assert not hub.log.since("order_out")["attack_us"].any()


def test_restoring_heals() -> None:
    """The robot goes on from where it stands, no jam follows, and it serves visits again."""
    hub = attacked(restore_at_s=700).run(1200)
    assert not hub.fleet.robots.holds[4] & Hold.STUCK
    lost = hub.spent_min(LOST_ATTACK)
    hub.run(3600).close()
    assert hub.spent_min(LOST_ATTACK) == lost
    assert len(hub.incidents("jam")) <= 1


def test_as_long_as_it_is_tampered_with_it_jams_again_after_every_recovery(hub: Hub) -> None:
    """The loop is the damage."""
    assert len([row for row in hub.incidents("jam") if row["robot"] == "amr-005"]) >= 2
    assert hub.incidents("recovered")[0]["robot"] == "amr-005"


def test_restoring_a_sound_robot_does_nothing() -> None:
    """There is nothing to heal."""
    hub = Hub(0.1).run(10)
    hub.fleet.restore(0)
    assert hub.fleet.tampering.cause == {}
