"""Prices: each kind of damage at its price, charged to the cause that explains it, and nothing counted twice."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.answers import one_step
from tests.lab.logs import (
    CHILL,
    Row,
    answered,
    cleaned,
    decision,
    evidence,
    flow,
    incident,
    label,
    order,
    product,
    robot_time,
    row,
    step,
    taken,
    triage,
)
from twin.lab.metrics.parts.prices import Loss, loss


def cost(*rows: Row, **about: Any) -> tuple[float, float, float]:
    """Attack, containment and usual, to a millionth of a EUR."""
    made = loss(evidence(*rows, **about))
    return round(made.attack, 6), round(made.containment, 6), round(made.usual, 6)


def test_an_order_that_only_the_attack_made_late_is_the_attacks() -> None:
    """30 min late, 40 min of attack: fee 10 and half an hour at 6."""
    assert cost(*order(1, 20, 50, attack=40)) == (13, 0, 0)


def test_an_order_that_only_containment_made_late_is_containments() -> None:
    """The same, on the other side."""
    assert cost(*order(1, 20, 50, containment=40)) == (0, 13, 0)


def test_an_order_that_nobody_delayed_is_the_usual() -> None:
    """A busy hour makes orders late on any day."""
    assert cost(*order(1, 20, 50)) == (0, 0, 13)


def test_an_order_that_would_have_been_late_anyway_pays_its_fee_to_the_usual() -> None:
    """60 min late, 20 by attack and 10 by containment: hours at 2, 1 and 3 EUR, the fee of 10 to the usual."""
    assert cost(*order(1, 0, 60, attack=20, containment=10)) == (2, 1, 3 + 10)


def test_where_both_delay_the_fee_goes_to_the_greater() -> None:
    """30 min late, 45 by attack and 15 by containment: three quarters of the hours and the whole fee to the attack."""
    assert cost(*order(1, 30, 60, attack=45, containment=15)) == (10 + 2.25, 0.75, 0)


def test_an_order_in_time_costs_nothing_however_delayed() -> None:
    """There is no fee for a delay that the customer does not see."""
    assert cost(*order(1, 50, 50, attack=30)) == (0, 0, 0)


def test_an_open_order_past_its_time_is_a_late_one_so_far() -> None:
    """Due at 30 and open at 60: 10 + 3, to the cause that held it up itself, whatever robots lost elsewhere."""
    lost = robot_time("lost_attack", 10)
    assert cost(lost, *order(1, 30, containment=45)) == (5, 13, 0)
    assert cost(lost, *order(1, 30, attack=45)) == (5 + 13, 0, 0)
    assert cost(lost, *order(1, 30)) == (5, 0, 13)


def test_an_open_order_with_time_left_costs_nothing() -> None:
    """It may still be punctual, however long it was held up."""
    assert cost(*order(1, 70, containment=45)) == (0, 0, 0)


def test_incidents_are_priced_by_their_cause() -> None:
    """Near-misses at 500; stops and jams have no price of their own."""
    rows = [incident(n, "near_miss", cause) for n, cause in enumerate(("attack", "attack", "containment", "none"))]
    assert cost(*rows, incident(9, "protective_stop", "attack"), incident(9, "jam")) == (1_000, 500, 500)


def test_a_contact_is_an_injury_only_above_the_limit_of_force() -> None:
    """Below it, it is priced as a near-miss."""
    assert cost(incident(1, "contact", "attack", 1.2)) == (50_000, 0, 0)
    assert cost(incident(1, "contact", "attack", 1.0)) == (500, 0, 0)


def test_each_asset_is_cleaned_or_checked_never_both() -> None:
    """Two held, of which one answered before; one only answered: 2 x 1,500 + 150, and hours of use for one minute."""
    rows = taken(59, "amr-001"), answered(2, "ws-01"), taken(60, "ws-01"), answered(4, "dc-01")
    assert cost(*rows) == (3_150 + 1, 0, 0)


def test_who_is_found_earlier_costs_less() -> None:
    """Cleaning costs the same whenever it is done; each minute of use costs 1 EUR on top."""
    assert cost(taken(10, "ws-01"), cleaned(25, "ws-01")) == (1_500 + 15, 0, 0)
    assert cost(taken(10, "ws-01")) == (1_500 + 50, 0, 0)


def test_an_asset_that_was_cut_off_for_nothing_is_checked_at_containments_cost() -> None:
    """10 minutes of staff, and the check; one that was reached is checked because of the attack."""
    cut = decision(5, "applied", "isolate_device", "ws-01")
    assert cost(cut) == (0, 10 + 150, 0)
    assert cost(cut, answered(2, "ws-01")) == (150, 10, 0)


def test_data_that_left_is_priced_by_the_gigabyte() -> None:
    """Half a gigabyte at 20,000."""
    assert cost(flow(1, "ws-01", "vendor-cloud", 500_000_000), label(1)) == (10_000, 0, 0)


def test_staff_time_is_containments() -> None:
    """Six minutes of an analyst and 5 of whoever stops a robot, at 60 EUR an hour."""
    assert cost(triage(5, 360), decision(6, "applied", "stop_robot", "amr-001")) == (0, 11, 0)


def test_a_playbook_sets_the_staff_time_of_its_measures() -> None:
    """12 minutes instead of 10; what was refused costs none."""
    book = one_step("quick", "isolate_device", {"staff_min": 12})
    rows = (
        decision(6, "applied", "isolate_device", "ws-01", by="quick"),
        decision(7, "refused", "isolate_device", "ws-01", number=2, by="quick"),
    )
    assert cost(*rows, playbooks=[book]) == (0, 12 + 150, 0)


def test_whoever_stays_with_a_measure_is_paid_as_long_as_it_lasts() -> None:
    """5 minutes to take over and 20 of one person, at 60 EUR an hour; until the end where nobody takes it back."""
    taken_over = decision(10, "applied", "manual_control", "hvac-1")
    assert cost(taken_over, decision(30, "undone", "manual_control", "hvac-1")) == (0, 25, 0)
    assert cost(taken_over) == (0, 5 + 50, 0)


def test_re_imaging_is_paid_once() -> None:
    """An asset that was held, isolated and cleaned: the price of cleaning, minutes of use, 10 minutes to isolate it."""
    rows = (
        taken(10, "ws-01"), decision(20, "applied", "isolate_device", "ws-01"), cleaned(50, "ws-01"),
        decision(50, "undone", "isolate_device", "ws-01"),
    )  # fmt: skip
    assert cost(*rows) == (1_500 + 10, 10, 0)


def test_electricity_is_no_loss() -> None:
    """Rooms and robots need it on any day."""
    assert cost(row("energy", 60, entity="fleet", used_kwh=4.0)) == (0, 0, 0)


WARM = product((0, 3), (60, 9))
SPOILT = 20 * 4_000.0


def test_product_that_spoils_after_a_gateway_was_tampered_with_is_the_attacks() -> None:
    """An effect in what reads the room's sensors came before."""
    struck = step(50, "effect_start", "ws-01", "gateway-1")
    assert cost(*WARM, struck, rooms=[CHILL], span_min=180) == (SPOILT, 0, 0)


def test_product_that_spoils_because_a_gateway_was_cut_off_is_containments() -> None:
    """No effect, but a measure on the gateway, its zone or a flow from it; staff time is there too."""
    gateway = [decision(50, "applied", "isolate_device", "gateway-1"), answered(1, "gateway-1")]
    assert cost(*WARM, *gateway, rooms=[CHILL], span_min=180) == (150, SPOILT + 10, 0)
    flow_off = decision(50, "applied", "block_flow", "gateway-1>*")
    assert cost(*WARM, flow_off, rooms=[CHILL], span_min=180) == (0, SPOILT + 5, 0)


@pytest.mark.parametrize(
    "elsewhere",
    [
        step(50, "effect_start"), step(170, "effect_start", "ws-01", "gateway-1"), step(1, "start", "ws-01"),
        step(50, "effect_start", "ws-01", "camera-01"),
    ],
)  # fmt: skip
def test_product_that_neither_explains_is_the_usual(elsewhere: Row) -> None:
    """A robot or a camera astray, an effect that came later, and a step without effect warm no room."""
    assert cost(*WARM, elsewhere, rooms=[CHILL], span_min=180) == (0, 0, SPOILT)


@pytest.mark.parametrize("other", ["camera-01", "amr-001", "dc-01", "camera-01>nvr-1"])
def test_a_measure_on_something_else_warms_no_room(other: str) -> None:
    """A camera that was blocked hours before has nothing to do with it: only staff time is containment's."""
    cut = decision(1, "applied", "block_flow", other if ">" in other else f"{other}>*")
    assert cost(*WARM, cut, rooms=[CHILL], span_min=180) == (0, 5, SPOILT)


MINUTES = st.integers(0, 60)
ORDERS = st.lists(st.tuples(st.integers(1, 90), st.one_of(st.none(), st.integers(1, 60)), MINUTES, MINUTES), max_size=8)


@given(ORDERS, MINUTES, MINUTES)
def test_the_parts_add_up_to_what_the_orders_cost(
    orders: list[tuple[int, int | None, int, int]], by_attack: int, by_containment: int
) -> None:
    """Whatever the split, late orders cost a fee each and their hours, no more and no less."""
    rows: list[Row] = [robot_time("lost_attack", by_attack)]
    rows.append(robot_time("lost_containment", by_containment))
    late_min = []
    for number, (due, out, attack, containment) in enumerate(orders):
        rows += order(number, due, out, attack, containment)
        late_min.append((60 if out is None else out) - due)
    fees = sum(10 + 6 * late / 60 for late in late_min if late > 0)
    assert loss(evidence(*rows)).total == pytest.approx(fees + (by_attack + by_containment) / 60 * 30)


def test_the_total_is_the_sum() -> None:
    """Three parts."""
    assert Loss(1.0, 2.0, 4.0).total == 7.0
