"""The timeline: every inject, message, alert, decision and step of the attack in one order, each with its number.

Events of the exercise and rows of the run's log are merged by the hub's clock. Alerts and alarms that repeat one after
the other share a line that counts them and cites each; nothing is left out for being late or unwelcome.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from twin.core.units import Us, format_duration
from twin.exercise.event import Event
from twin.exercise.papers.document import Cite, Cites, Row, Source
from twin.exercise.report.review import Review, cite, row_cite
from twin.exercise.report.times import said_at
from twin.exercise.state import ACROSS

MARKS = {"attack": "▲", "alert": "◆", "decision": "■", "inject": "●", "table": "○"}
"""A shape for each sort of entry, as in the figures."""


@dataclass(frozen=True)
class Entry:
    """One line: when, which sort, who, what, and the reason that was given. ``key`` is equal for what repeats.

    ``wall`` is the people's time as the event has it; a row of the run's log has none, and it is found between events.
    """

    time_us: Us
    sort: str
    who: str
    what: str
    reason: str = ""
    cites: Cites = ()
    private: bool = False
    source: Source = "computed"
    key: str = ""
    count: int = 1
    wall: str = ""


def entries(review: Review) -> list[Entry]:
    """Everything, in the order of the hub's clock; at one moment the table speaks before the hub."""
    found = [*_of_events(review), *_of_run(review)]
    return list(_joined(sorted(found, key=lambda entry: entry.time_us)))


def rows(review: Review, found: Iterable[Entry]) -> Iterator[Row]:
    """Rows of the table: clock, people's time, sort, who, what, why."""
    times = review.times
    for entry in found:
        many = f" ({entry.count} times)" if entry.count > 1 else ""
        yield Row(
            (
                times.clock(entry.time_us), said_at(entry.wall) if entry.wall else times.wall(entry.time_us),
                f"{MARKS[entry.sort]} {entry.sort}", entry.who, f"{entry.what}{many}", entry.reason,
            ),
            entry.cites, (entry.source,), entry.private,
        )  # fmt: skip


def _joined(found: Iterable[Entry]) -> Iterator[Entry]:
    """Entries that repeat the one before become one with it."""
    last: Entry | None = None
    for entry in found:
        if last is not None and entry.key and entry.key == last.key:
            last = replace(last, cites=last.cites + entry.cites, count=last.count + 1)
            continue
        if last is not None:
            yield last
        last = entry
    if last is not None:
        yield last


def _of_events(review: Review) -> Iterator[Entry]:
    for event in review.events:
        say = _SAID.get(event.kind)
        if say is not None:
            entry = say(review, event)
            yield replace(entry, cites=(cite(event),), time_us=event.sim_us, wall=event.wall)


def _table(words: str) -> Callable[[Review, Event], Entry]:
    def say(review: Review, event: Event) -> Entry:
        return Entry(0, "table", review.title(event.seat), words, str(event.body.get("why", "")))

    return say


def _joined_in(review: Review, event: Event) -> Entry:
    return Entry(0, "table", review.title(event.seat), "takes a seat", key=f"joined {event.seat} {event.sim_us}")


def _module(review: Review, event: Event) -> Entry:
    title = next((module.title for module in review.exercise.modules if module.id == event.ref), event.ref)
    return Entry(0, "table", review.title(event.seat), f"Module: {title}")


def _speed(review: Review, event: Event) -> Entry:
    return Entry(0, "table", review.title(event.seat), f"Speed {event.body['speed']:g} s a second", private=True)


def to_seats(review: Review, seats: Iterable[str]) -> str:
    """Seats by their titles, or everybody."""
    return ", ".join("everybody" if seat == "all" else review.title(seat) for seat in seats)


def _fired(review: Review, event: Event) -> Entry:
    inject = review.state.inject(event.ref)
    sender = f"from {inject.sender} " if inject.sender else ""
    what = f"{inject.channel} {sender}to {to_seats(review, inject.to)}: {inject.text}"
    by = "" if event.seat else "its condition held"
    return Entry(0, "inject", f"Inject {inject.id}", what, by or f"fired by hand, {review.title(event.seat)}")


def _kept_back(words: str) -> Callable[[Review, Event], Entry]:
    def say(review: Review, event: Event) -> Entry:
        return Entry(0, "inject", f"Inject {event.ref}", f"{words} by {review.title(event.seat)}", private=True)

    return say


def _told(review: Review, event: Event) -> Entry:
    body = event.body
    what = f"{body.get('channel', ACROSS)} to {to_seats(review, body['to'])}: {body['text']}"
    return Entry(0, "inject", review.title(event.seat), what, source="people")


def _hint(review: Review, event: Event) -> Entry:
    what = f"Hint to {to_seats(review, event.body['to'])}: {event.body['text']}"
    return Entry(0, "inject", review.title(event.seat), what)


def _card_opened(review: Review, event: Event) -> Entry:
    card = review.state.card(event.ref)
    return Entry(0, "decision", f"Card {card.id}", f"put to {to_seats(review, card.to)}: {card.title}")


def _card_closed(review: Review, event: Event) -> Entry:
    title = review.state.card(event.ref).title
    return Entry(0, "decision", f"Card {event.ref}", f"closed without a decision: {title}")


def _decided(review: Review, event: Event) -> Entry:
    card, body = review.state.card(event.ref), event.body
    label = next((option.label for option in card.options if option.id == body["option"]), str(body["option"]))
    sure = "" if body.get("confidence") is None else f", {body['confidence']} % sure"
    waits = f"; {review.title(card.approve_by)} must agree" if card.approve_by not in ("", event.seat) else ""
    said = str(body.get("reason", ""))
    return Entry(0, "decision", review.title(event.seat), f"{card.title}: {label}{sure}{waits}", said, source="people")


def _answered_to(words: str) -> Callable[[Review, Event], Entry]:
    def say(review: Review, event: Event) -> Entry:
        what = f"{words} {review.state.card(event.ref).title}"
        return Entry(0, "decision", review.title(event.seat), what, str(event.body.get("reason", "")), source="people")

    return say


def _ordered(review: Review, event: Event) -> Entry:
    body = event.body
    what = f"orders {body['response']} on {body['target']}"
    return Entry(0, "decision", review.title(event.seat), what, str(body.get("reason", "")), source="people")


def _undone(review: Review, event: Event) -> Entry:
    what = f"takes back measure {event.ref}"
    return Entry(0, "decision", review.title(event.seat), what, str(event.body.get("reason", "")), source="people")


def _triaged(review: Review, event: Event) -> Entry:
    what = f"calls alert {event.ref} {str(event.body['verdict']).replace('-', ' ')}"
    return Entry(0, "decision", review.title(event.seat), what, str(event.body.get("reason", "")), source="people")


def _spoken(words: str, *, private: bool = False) -> Callable[[Review, Event], Entry]:
    def say(review: Review, event: Event) -> Entry:
        what = f"{words}: {event.body.get('text', '')}"
        return Entry(0, "table", review.title(event.seat), what, private=private, source="people")

    return say


_SAID: Mapping[str, Callable[[Review, Event], Entry]] = {
    "opened": _table("The exercise is opened"), "joined": _joined_in, "resumed": _table("The clock runs"),
    "paused": _table("The clock stands"), "speed": _speed, "module": _module, "fired": _fired,
    "held": _kept_back("held back"), "released": _kept_back("released"), "skipped": _kept_back("skipped"),
    "told": _told, "hint": _hint, "card-opened": _card_opened, "card-closed": _card_closed, "decided": _decided,
    "approved": _answered_to("agrees to"), "rejected": _answered_to("does not agree to"), "ordered": _ordered,
    "undone": _undone, "triaged": _triaged, "escalated": _spoken("escalates"), "asked": _spoken("asks"),
    "replied": _spoken("replies"), "noted": _spoken("notes", private=True), "finished": _table("The exercise ends"),
}  # fmt: skip
"""Kinds of events that the timeline tells; ratings, findings and answers have sections of their own."""


def _of_run(review: Review) -> Iterator[Entry]:
    seats = {role.id for role in review.exercise.roles} | {"facilitator"}
    yield from _attack(review)
    for number, row in enumerate(review.tables["alert"]):
        what = f"{row['title']} ({row['entity']}, {row['level']}{', ' + row['technique'] if row['technique'] else ''})"
        key = f"{row['detector']} {row['entity']} {row['title']}"
        yield Entry(row["time"], "alert", row["detector"], what, "", (row_cite("alert", number),), key=key)
    for number, row in enumerate(review.tables["alarm"]):
        what = f"Process alarm: {row['alarm'].replace('_', ' ')} ({row['priority']})"
        key = f"{row['source']} {row['alarm']}"
        yield Entry(row["time"], "alert", row["source"], what, "", (row_cite("alarm", number),), key=key)
    for number, row in enumerate(review.tables["decision"]):
        if row["phase"] == "decided" and row["by"] in seats:
            continue  # the event of the seat says it already
        what = f"{row['response']} on {row['target']} {_PHASES[row['phase']]}"
        yield Entry(
            row["time"], "decision", _by(review, row["by"]), what, row["reason"], (row_cite("decision", number),)
        )


_PHASES = {"decided": "is decided", "applied": "takes effect", "refused": "is refused", "undone": "is lifted"}


def _by(review: Review, by: str) -> str:
    return review.title(by) if any(role.id == by for role in review.exercise.roles) else by


def _attack(review: Review) -> Iterator[Entry]:
    """One line for each step and phase: the first row of it, and how many more there were."""
    told: dict[tuple[str, str, str], Entry] = {}
    for number, row in enumerate(review.tables["attack"]):
        key = (row["step"], row["phase"], row["outcome"])
        found = told.get(key)
        if found is None:
            told[key] = Entry(row["time"], "attack", row["step"], _step_words(row), "", (row_cite("attack", number),))
        else:
            told[key] = replace(found, cites=(*found.cites, row_cite("attack", number)), count=found.count + 1)
    yield from told.values()


def _step_words(row: Mapping[str, str]) -> str:
    about = f"{row['attack'].replace('_', ' ')} ({row['technique']})"
    target = f" on {row['target']}" if row["target"] else ""
    return {
        "start": f"{about} begins from {row['actor']}{target}",
        "effect_start": f"{about} takes effect{target}",
        "effect_end": f"{about}: its effect ends{target}",
        "end": f"{about} is over: {row['outcome']}",
    }[row["phase"]]


def lasted(review: Review) -> str:
    """How long the exercise took on the hub's clock."""
    return format_duration(review.ended_us)


def all_cites(found: Iterable[Entry]) -> set[Cite]:
    """Every citation of *found*."""
    return {each for entry in found for each in entry.cites}
