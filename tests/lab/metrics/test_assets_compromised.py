"""Assets compromised: each that was ever held, once."""

from __future__ import annotations

from tests.lab.logs import answered, cleaned, measured, taken


def test_an_asset_counts_once_however_often_it_falls() -> None:
    """Taken, cleaned and taken again is one asset."""
    rows = taken(1, "amr-001"), cleaned(2, "amr-001"), taken(3, "amr-001"), taken(4, "ws-01")
    assert measured("assets_compromised", *rows) == 2.0


def test_who_only_answered_is_not_held() -> None:
    """Reached is not compromised."""
    assert measured("assets_compromised", answered(1, "ws-01")) == 0.0
