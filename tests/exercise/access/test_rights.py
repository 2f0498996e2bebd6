"""What a kind of seat may do at all."""

from __future__ import annotations

import pytest

from twin.core.errors import BadInput
from twin.exercise.access.rights import must_be_facilitator, must_lead, must_see, must_speak
from twin.exercise.access.seats import RESERVED, Seat, kind_of

VIEWS = ("map", "rooms", "network")


def _seat(name: str) -> Seat:
    return Seat("x", name, kind_of(name), "Ana", 9e9)


def _may(check: object, *words: object, **more: object) -> bool:
    assert callable(check)
    try:
        check(*words, **more)
    except BadInput as error:
        return not error.faults[0].remedy
    return True


def test_all_but_those_who_look_on_may_speak() -> None:
    """The engine decides what is right now."""
    seats = (*RESERVED, "soc")
    assert [seat for seat in seats if not _may(must_speak, _seat(seat))] == ["observer", "projector"]


def test_two_seats_lead_and_a_third_may_read_with_them() -> None:
    """Evaluators lead nothing."""
    seats = (*RESERVED, "soc")
    assert [s for s in seats if _may(must_lead, _seat(s), "see")] == ["facilitator", "cofacilitator"]
    reads = [s for s in seats if _may(must_lead, _seat(s), "see", evaluators=True)]
    assert reads == ["facilitator", "cofacilitator", "evaluator"]


def test_what_ends_things_for_everybody_is_the_facilitators_alone() -> None:
    """Who leads beside the facilitator leads in all but that."""
    seats = (*RESERVED, "soc")
    assert [s for s in seats if _may(must_be_facilitator, _seat(s), "end it")] == ["facilitator"]


@pytest.mark.parametrize("shown", VIEWS)
def test_a_player_is_shown_what_the_role_sees_as_reported(shown: str) -> None:
    """Of every kind of picture that is drawn; the truth never, under none of its names."""
    for part in ("static", "reported"):
        assert _may(must_see, _seat("soc"), (shown,), f"{shown}:{part}")
        assert not _may(must_see, _seat("soc"), ("inbox",), f"{shown}:{part}")
        assert not _may(must_see, _seat("observer"), (), f"{shown}:{part}")
    for name in (f"{shown}:truth", f"{shown}-static:truth", f"{shown}:truth-static"):
        assert not _may(must_see, _seat("soc"), VIEWS, name)
        assert _may(must_see, _seat("facilitator"), (), name)
