"""Decisions: latency, outcome, calibration."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exercise.reviewed import review
from tests.exercise.trial import begun, do, on, trial
from tests.tiny_hub import step
from twin.core.units import SECOND_US
from twin.exercise.report.candidates import candidates
from twin.exercise.report.decisions import Taken, calibration, decisions_taken
from twin.exercise.report.review import review_of

_TAKEN = Taken("c", "T", "L", "soc", 0, 0, 0, "", 50, "", True, "", True, undone=False)


def test_a_decision_on_a_card_has_its_latencies_and_its_approval() -> None:
    """From the opening, and until the other seat agreed."""
    cut = decisions_taken(review())[0]
    assert (cut.card, cut.option, cut.seat, cut.approved_by) == ("cut", "isolate", "soc", "ic")
    assert cut.approval_us == 15 * SECOND_US
    assert cut.latency_us == cut.decided_us - (cut.opened_us or 0)
    assert cut.confidence == 80


def test_what_met_the_attack_is_right_and_what_did_not_is_wrong() -> None:
    """The robot that was taken, and one that nobody touched; a measure taken back is said to be."""
    cut, order = decisions_taken(review())
    assert cut.right is True
    assert "the attack worked there" in cut.outcome
    assert (order.card, order.right, order.undone) == ("", False, True)
    assert "no attack was there" in order.outcome
    assert "taken back" in order.outcome


@pytest.mark.parametrize(("account", "right"), [("domain-admin", True), ("former", False)])
def test_an_account_that_the_attack_tried_to_log_on_with_was_closed_rightly(account: str, *, right: bool) -> None:
    """Everywhere, before the attack came: it names no asset. Candidates say the same."""
    take = step("take", "service_port", "ws-01", 0, way="phishing")
    engine = begun(trial(steps=(take, step("lock", "ransomware", "dc-01", 2.1, src="ws-01"))), 30)
    do(engine, "soc", "order", response="revoke_credential", target=account, reason="it opens every server")
    on(engine, 400)
    made = review_of(engine)
    (taken,) = decisions_taken(made)
    assert taken.right is right
    assert ("the attack used what it closed, or tried to" in taken.outcome) is right
    found = {candidate.id.partition("-")[0] for candidate in candidates(made)}
    assert found & {"hit", "vain"} == {"hit" if right else "vain"}


def test_a_decision_that_nobody_agreed_to_has_no_outcome() -> None:
    """It is neither right nor wrong."""
    engine = begun(to_s=30)
    do(engine, "soc", "decide", "cut", option="isolate", reason="it looks for services", confidence=80)
    on(engine, 400)
    (taken,) = decisions_taken(review_of(engine))
    assert (taken.outcome, taken.right, taken.force_us) == ("never approved", None, None)


def test_waiting_is_wrong_while_the_attacker_holds_something() -> None:
    """The robot is his from the beginning."""
    engine = begun(to_s=30)
    do(engine, "soc", "decide", "cut", option="wait", reason="wait and see", confidence=90)
    do(engine, "ic", "approve", "cut")
    on(engine, 400)
    (taken,) = decisions_taken(review_of(engine))
    assert (taken.acts, taken.right, taken.outcome) == (False, False, "an attack went on")


@given(st.lists(st.tuples(st.integers(0, 100), st.booleans()), min_size=1, max_size=20))
def test_the_brier_score_is_the_mean_square_of_confidence_less_outcome(pairs: list[tuple[int, bool]]) -> None:
    """Between 0 and 1; 0.25 for who always says 50 %."""
    taken = [replace(_TAKEN, confidence=sure, right=right) for sure, right in pairs]
    found = calibration(taken)
    assert found.n == len(pairs)
    assert found.brier == pytest.approx(sum((sure / 100 - right) ** 2 for sure, right in pairs) / len(pairs))
    assert calibration([replace(each, confidence=50) for each in taken]).brier == 0.25


def test_what_lacks_a_confidence_or_an_outcome_is_not_scored() -> None:
    """And of nothing there is no score."""
    found = calibration([replace(_TAKEN, confidence=None), replace(_TAKEN, right=None)])
    assert (found.n, found.brier, found.confidence) == (0, None, None)
