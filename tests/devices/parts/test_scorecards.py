"""Scorecards: what is known of a maker, and that nobody's card is the worst."""

from __future__ import annotations

from datetime import date

import pytest

from twin.devices import DEVICES
from twin.devices.parts.scorecards import SCORECARDS, UNASSESSED, scorecard


@pytest.mark.parametrize("kind", sorted(DEVICES))
def test_the_maker_of_every_device_of_the_hub_was_assessed(kind: str) -> None:
    """Before purchase, as it should be; what nobody here bought has no single maker."""
    ours = DEVICES[kind].vendor not in ("various", "generic")
    assert ours == (DEVICES[kind].vendor in SCORECARDS)


def test_a_stranger_has_the_worst_score() -> None:
    """No updates, no signature, nobody to talk to, and no support for ten years."""
    assert scorecard("nobody-knows") is UNASSESSED
    assert UNASSESSED.unsupported_days(date(2026, 3, 2)) >= max(
        card.unsupported_days(date(2026, 3, 2)) for card in SCORECARDS.values()
    )


def test_support_ends_the_day_after_its_last() -> None:
    """Before it nothing is lost; after it every day counts."""
    card = SCORECARDS["brewtech"]
    assert [card.unsupported_days(date(2024, 1, day)) for day in (1, 31)] == [0, 0]
    assert card.unsupported_days(date(2024, 2, 1)) == 1


def test_a_card_is_read_in_words() -> None:
    """Each entry with its unit."""
    assert dict(SCORECARDS["climatix"].words()) == {
        "updates": "every 365 days", "critical holes": "3 a year", "supported until": "2027-06-30",
        "updates signed": "no", "takes reports": "yes",
    }  # fmt: skip
    assert dict(UNASSESSED.words())["supported until"] == "not said"
