"""Events: a chain of which every change is noticed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.core.errors import BadInput
from twin.exercise.event import Event, verify


def chain(length: int = 5) -> list[Event]:
    """Events that follow each other."""
    events: list[Event] = []
    for seq in range(1, length + 1):
        before = events[-1].digest if events else ""
        body = {"text": f"word {seq}", "to": ["soc", "ic"], "share": 0.5}
        events.append(
            Event(seq, seq * 1_000_000, "2026-11-22T10:40:05Z", "soc", "asked", str(seq), body, before).sealed()
        )
    return events


def test_a_chain_that_nobody_touched_holds() -> None:
    """Also the empty one, and every beginning of one."""
    events = chain()
    for length in range(len(events) + 1):
        verify(events[:length])


@given(cut=st.integers(1, 4))
def test_the_rest_of_a_chain_follows_its_beginning(cut: int) -> None:
    """And nothing else: not the rest of another one, and not from another place."""
    events, other = chain(), chain()
    verify(events[cut:], events[cut - 1])
    other[cut - 1] = replace(other[cut - 1], wall="").sealed()
    for after in (other[cut - 1], None):
        with pytest.raises(BadInput, match="broken-log"):
            verify(events[cut:], after)


@given(
    place=st.integers(0, 4),
    change=st.sampled_from([
        {"sim_us": 7}, {"wall": "2026-11-22T10:40:06Z"}, {"seat": "ic"}, {"kind": "told"}, {"ref": "x"},
        {"body": {"text": "another"}}, {"before": "0"}, {"digest": "0"}, {"seq": 9},
    ]),
)  # fmt: skip
def test_any_change_is_noticed_where_it_is(place: int, change: dict[str, object]) -> None:
    """Whatever field it is; the message names the event."""
    events = chain()
    events[place] = replace(events[place], **change)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match=f"log of the exercise:{place + 1} "):
        verify(events)


@given(place=st.integers(0, 4))
def test_a_change_that_was_sealed_again_breaks_the_next(place: int) -> None:
    """Who changes one event has to write all that follow anew; the last of all is kept by its number and digest."""
    events = chain(6)
    events[place] = replace(events[place], body={"text": "forged"}).sealed()
    with pytest.raises(BadInput, match=f"log of the exercise:{place + 2} "):
        verify(events)


@given(place=st.integers(0, 3))
def test_what_is_taken_out_put_in_or_moved_is_noticed(place: int) -> None:
    """Out: the numbers have a hole. Twice: a number comes again. Moved: both."""
    events = chain()
    without, twice = events[:place] + events[place + 1 :], [*events[: place + 1], *events[place:]]
    moved = [*events[:place], events[place + 1], events[place], *events[place + 2 :]]
    for broken in (without, twice, moved):
        with pytest.raises(BadInput, match="broken-log"):
            verify(broken)


def test_an_event_is_a_line_of_json_and_back() -> None:
    """The same event, in one line, with its texts as they are."""
    event = replace(chain()[2], body={"text": "Kälte in Raum 3\n> 4 °C", "number": None}).sealed()
    line = event.to_json()
    assert "\n" not in line
    assert "Kälte" in line
    assert Event.from_json(line) == event


@pytest.mark.parametrize("line", ["", "{}", "[1]", '{"seq": 1}', "nothing"])
def test_a_line_that_is_no_event_says_so(line: str) -> None:
    """A torn line of a file is a fault with a remedy, no traceback."""
    with pytest.raises(BadInput, match="cannot be read"):
        Event.from_json(line)
