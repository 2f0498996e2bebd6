"""Accounts: closings and changed keys, each of which counts for itself."""

from __future__ import annotations

from twin.devices.parts.accounts import Accounts


def test_an_account_is_open_when_every_closing_is_over() -> None:
    """Closed twice, reopened once: closed."""
    accounts = Accounts()
    accounts.close("camera-01", "admin")
    accounts.close("camera-01", "admin")
    accounts.reopen("camera-01", "admin")
    assert not accounts.is_open("camera-01", "admin")
    accounts.reopen("camera-01", "admin")
    assert accounts.is_open("camera-01", "admin")
    assert accounts.is_open("camera-02", "admin")


def test_the_last_change_of_a_key_that_is_in_force_counts() -> None:
    """Taking back the first leaves the second; taking back both leaves the key that it came with."""
    accounts = Accounts()
    accounts.change_key("amr-001", 1, "first")
    accounts.change_key("amr-001", 2, "second")
    accounts.restore_key("amr-001", 1)
    assert accounts.key_of("amr-001") == "second"
    accounts.restore_key("amr-001", 2)
    assert accounts.key_of("amr-001") == ""
    assert accounts.last_change == 2


def test_who_used_an_account_is_known() -> None:
    """Only for that account, at that asset."""
    accounts = Accounts()
    accounts.used("nvr-01", "admin", "camera-01")
    assert accounts.users("nvr-01", "admin") == ["camera-01"]
    assert accounts.users("nvr-01", "former") == []


def test_the_state_knows_no_order() -> None:
    """The same closings and keys are the same state."""
    one, other = Accounts(), Accounts()
    for accounts, order in ((one, ("a", "b")), (other, ("b", "a"))):
        for asset in order:
            accounts.close(asset, "admin")
            accounts.change_key(asset, 1, f"key/{asset}")
    assert one.state() == other.state()
    one.close("a", "former")
    assert one.state() != other.state()
