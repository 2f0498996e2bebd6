"""Routes: the cheapest way over what is believed, and none over what has failed."""

from __future__ import annotations

import pytest

from twin.attacks.adversaries.knowledge import Knowledge
from twin.attacks.adversaries.route import ASSUMED, START, Prices, belief, first_hop

NOISY, STEALTHY = Prices(1, 10, 1), Prices(1, 10, 10)


def met(**changes: object) -> Knowledge:
    """Somebody in ``a`` who knows of b and c."""
    given: dict[str, object] = {"held": {"a": None}, "addresses": dict.fromkeys("abc")}
    return Knowledge(**{**given, **changes})  # type: ignore[arg-type]


def test_the_straight_way_is_tried_first() -> None:
    """Nobody has knocked on it yet, so it may well be open."""
    assert first_hop(met(), "t", NOISY) == ("a", "t")


def test_a_way_that_failed_is_left_out_and_gone_round() -> None:
    """After a silent knock on the target, by way of the next host; with that gone too, the one after."""
    known = met(knocked={("a", "t"): None})
    assert first_hop(known, "t", NOISY) == ("a", "b")
    known.knocked["a", "b"] = None
    assert first_hop(known, "t", NOISY) == ("a", "c")
    known.knocked["a", "c"] = None
    assert first_hop(known, "t", NOISY) is None


def test_a_known_door_is_cheaper_than_an_unknown_one() -> None:
    """It saves the knock and the doubt."""
    known = met(knocked={("a", "t"): None}, services={"c": {22: None}})
    assert first_hop(known, "t", NOISY) == ("a", "c")
    graph = belief(known, "t", NOISY)
    assert graph["a"]["c"]["weight"] == 10
    assert graph["a"]["b"]["weight"] == 1 + ASSUMED * 10
    assert graph[START]["a"]["weight"] == 0


@pytest.mark.parametrize(("prices", "hop"), [(NOISY, ("a", "t")), (STEALTHY, ("a", "c"))])
def test_a_stealthy_adversary_goes_by_pairs_in_use(prices: Prices, hop: tuple[str, str]) -> None:
    """Loud and short, or by way of a host that both talk to anyway."""
    known = met(permitted={("a", "c", "mqtt"): None, ("c", "t", "mqtt"): None})
    assert first_hop(known, "t", prices) == hop


def test_what_was_taken_back_is_no_way() -> None:
    """Nobody goes back to where they were thrown out."""
    known = met(lost={"b": None}, knocked={("a", "t"): None})
    assert first_hop(known, "t", NOISY) == ("a", "c")
    assert first_hop(met(lost={"t": None}, addresses={}), "t", NOISY) is None
