"""How the door says no."""

from __future__ import annotations

import pytest

from twin.exercise.access.refusal import no_entry, too_soon, unanswered, unusable_store
from twin.lab.faults import FAULTS


@pytest.mark.parametrize("refuse", [no_entry, too_soon, unanswered, unusable_store])
def test_a_refusal_has_place_words_and_remedy(refuse: object) -> None:
    """And a code that can be explained."""
    assert callable(refuse)
    (fault,) = refuse("link", "it has ended", "join again").faults
    assert (fault.place.source, fault.message, fault.remedy) == ("link", "it has ended", "join again")
    assert fault.code in FAULTS
