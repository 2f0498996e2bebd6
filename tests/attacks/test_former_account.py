"""Former accounts: what was not taken away on the last day still opens."""

from __future__ import annotations

from tests.intents import foothold, in_turn, performed
from tests.tiny_hub import say, world
from twin.attacks.base import Take
from twin.attacks.former_account import FormerAccount
from twin.devices.base import FORMER_SECRET
from twin.net.message import Reply


def test_it_goes_on_where_the_account_is_gone() -> None:
    """One login a device; a no means the next device."""
    replies = in_turn([Reply("delivered", "401"), Reply("delivered", "ok")])
    intents, outcome = performed(FormerAccount(), foothold("ws-01", "camera-01", "printer-01"), replies)
    assert len([intent for intent in intents if isinstance(intent, Take)]) == 1
    assert outcome == "success"


def test_an_account_opens_until_it_is_taken_away() -> None:
    """The trait ``former_account`` is the door, and revoking it closes the door."""
    hub = world()
    login = {"user": "former", "secret": FORMER_SECRET}
    assert say(hub, "ws-01", "printer-01", "http", "login", **login).ok
    hub.devices["printer"].change_traits("printer-01", {"former_account": False})
    assert say(hub, "ws-01", "printer-01", "http", "login", **login).status == "401"


def test_where_a_session_needs_a_device_s_own_key_it_opens_nothing() -> None:
    """Identity is asked before any password."""
    hub = world("zero_trust")
    assert not say(hub, "ws-01", "printer-01", "http", "login", user="former", secret=FORMER_SECRET).ok


def test_a_device_without_such_an_account_says_no() -> None:
    """Nothing is known of the workstation's leavers, so there are none."""
    assert say(world(), "ws-02", "ws-01", "smb", "login", user="former", secret=FORMER_SECRET).status == "401"
