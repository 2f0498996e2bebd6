"""Knowledge: what an answer tells, and what silence does not."""

from __future__ import annotations

import pytest

from twin.attacks.adversaries.knowledge import Knowledge, Surroundings
from twin.attacks.base import Say, Sweep, Take, Touch, Wait
from twin.net.message import Fate, Message, Reply

TRY = Say(Message("a", "b", "ssh", "login"))


def test_it_begins_with_nothing() -> None:
    """Every mapping is empty."""
    assert not any(value for name, value in vars(Knowledge()).items() if name != "hour")


def test_a_password_that_opens_is_a_session_and_taking_makes_it_held() -> None:
    """Only what has been opened can be taken."""
    known = Knowledge()
    known.learn(Take("b"), None)
    assert not known.held
    known.learn(TRY, Reply("delivered", "ok"))
    known.learn(Take("b"), None)
    assert list(known.held) == ["b"]


@pytest.mark.parametrize("fate", ["refused", "delivered"])
def test_a_no_is_an_answer(fate: Fate) -> None:
    """Turned down, or no such service: that door is not tried from there again, and the host is not silent."""
    known = Knowledge()
    known.learn(TRY, Reply("unanswered"))
    assert known.is_silent("a", "b")
    known.learn(TRY, Reply(fate, "401"))
    assert (list(known.refused), known.is_silent("a", "b")) == ([("a", "b", "ssh")], False)


def test_a_sweep_tells_ports_and_silences() -> None:
    """Who answered, and who did not, seen from there."""
    known = Knowledge()
    known.learn(Sweep("a", ("b", "c"), (22, 80), 1), (("b", 22),))
    assert known.services == {"b": {22: None}}
    assert (known.is_silent("a", "b"), known.is_silent("a", "c")) == (False, True)
    assert list(known.knocked) == [("a", "b"), ("a", "c")]


def test_a_look_tells_kind_peers_and_addresses() -> None:
    """And nothing about what answers there."""
    known = Knowledge()
    known.look("a", Surroundings("amr", (("a", "b", "mqtt"),), ("b", "c")))
    assert (known.kinds, list(known.addresses), known.services) == ({"a": "amr"}, ["b", "c"], {})
    assert list(known.permitted) == [("a", "b", "mqtt")]


def test_what_is_taken_back_is_lost_with_its_sessions_until_it_is_taken_again() -> None:
    """A second break-in makes it theirs again."""
    known = Knowledge()
    known.learn(Touch("a", "open"), Reply("delivered", "ok"))
    known.learn(Take("a"), None)
    known.lose("a")
    assert (list(known.held), list(known.lost), list(known.sessions)) == ([], ["a"], [])
    known.learn(Touch("a", "open"), Reply("delivered", "ok"))
    known.learn(Take("a"), None)
    assert (list(known.held), list(known.lost)) == (["a"], [])


def test_waiting_teaches_nothing() -> None:
    """Nor does any other intent."""
    known = Knowledge()
    known.learn(Wait(5), None)
    assert known == Knowledge()
