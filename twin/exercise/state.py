"""The state of an exercise: what its events add up to, and nothing else.

Whoever has the exercise file and the events has the state. An event is taken in one place, by its kind; taking it reads
no clock, no file and nothing of the hub.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from twin.core.units import Us
from twin.exercise.event import Event
from twin.exercise.spec import DecisionCard, Exercise, Inject, Option

Status = Literal["waiting", "running", "paused", "finished"]
InjectStatus = Literal["queued", "armed", "held", "fired", "skipped"]
CardStatus = Literal["hidden", "open", "waiting-approval", "decided", "closed"]

EVERYBODY = "all"
ACROSS = "table"
"""The channel of what people say to each other where they sit."""


@dataclass
class InjectState:
    """Where an inject stands; ``armed`` says whether all that it waits for at the table has happened."""

    status: InjectStatus = "queued"
    armed: bool = False
    us: Us | None = None
    seq: int = 0


@dataclass
class CardState:
    """Where a decision card stands, and what was chosen by whom; ``opened_seq`` is the number of its opening.

    ``refused`` is the choice before this one that was not approved, and ``refusal`` the event that says so.
    """

    status: CardStatus = "hidden"
    opened_us: Us = 0
    opened_seq: int = 0
    option: str = ""
    seat: str = ""
    reason: str = ""
    confidence: int | None = None
    decided_us: Us = 0
    decided_seq: int = 0
    approved_by: str = ""
    refused: str = ""
    refusal: Event | None = None


@dataclass(frozen=True)
class Message:
    """Something that seats were told: an inject, a word of the facilitator, a hint, an answer, an escalation."""

    seq: int
    us: Us
    channel: str
    sender: str
    to: tuple[str, ...]
    text: str
    questions: tuple[str, ...] = ()
    inject: str = ""

    def reaches(self, seat: str) -> bool:
        """Whether *seat* is told."""
        return EVERYBODY in self.to or seat in self.to


@dataclass
class Ask:
    """What a player asked the facilitators, and what they replied."""

    seq: int
    us: Us
    seat: str
    text: str
    reply: str = ""


@dataclass(frozen=True)
class Happened:
    """That something happened at the table: when, and the number of its event."""

    us: Us
    seq: int


@dataclass
class State:
    """What the events of *exercise* add up to."""

    exercise: Exercise
    status: Status = "waiting"
    speed: float = 1.0
    module: str = ""
    now_us: Us = 0
    seats: dict[str, list[str]] = field(default_factory=dict)
    injects: dict[str, InjectState] = field(default_factory=dict)
    cards: dict[str, CardState] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    read: dict[int, set[str]] = field(default_factory=dict)
    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    asks: list[Ask] = field(default_factory=list)
    triages: dict[int, Event] = field(default_factory=dict)
    undone: dict[int, Event] = field(default_factory=dict)
    ratings: dict[str, Event] = field(default_factory=dict)
    by_kind: dict[str, list[Event]] = field(default_factory=dict)
    happened: dict[str, list[Happened]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Every inject queued, every card hidden, the first module."""
        self.speed = self.exercise.clock.speed
        self.module = self.exercise.modules[0].id
        self.injects = {inject.id: InjectState() for inject in self.exercise.injects}
        self.cards = {card.id: CardState() for card in self.exercise.decisions}

    def take(self, event: Event) -> None:
        """Add *event*, which comes after all before."""
        self.now_us = event.sim_us
        self.by_kind.setdefault(event.kind, []).append(event)
        change = _CHANGES.get(event.kind)
        if change is not None:
            change(self, event)

    def said(self, *kinds: str) -> list[Event]:
        """The events of *kinds*, in order."""
        return sorted((event for kind in kinds for event in self.by_kind.get(kind, ())), key=lambda event: event.seq)

    def inject(self, name: str) -> Inject:
        """The inject of that id."""
        return next(inject for inject in self.exercise.injects if inject.id == name)

    def goes_on_to(self, inject: str) -> str:
        """The module that begins with *inject*: its own, where that comes later in the agenda; empty for none."""
        agenda = [each.id for each in self.exercise.modules]
        module = self.inject(inject).module
        return module if agenda.index(module) > agenda.index(self.module) else ""

    def closes_with(self) -> str:
        """The module for after the hub, such as a hot wash: the last one, where no inject begins it; empty for none."""
        last = self.exercise.modules[-1].id
        begun = any(inject.module == last for inject in self.exercise.injects)
        return "" if begun or last == self.module else last

    def card(self, name: str) -> DecisionCard:
        """The decision card of that id."""
        return next(card for card in self.exercise.decisions if card.id == name)

    def option(self, name: str) -> Option:
        """What was chosen on the card of that id."""
        chosen = self.cards[name].option
        return next(option for option in self.card(name).options if option.id == chosen)

    def note(self, what: str, event: Event) -> None:
        """Remember that *what* happened."""
        self.happened.setdefault(what, []).append(Happened(event.sim_us, event.seq))

    def tell(self, event: Event, text: str, to: Iterable[str], **more: Any) -> None:
        """Put a message into the inboxes of *to*; what is said across the table says no channel."""
        fields = {"channel": ACROSS, "sender": "", **more}
        self.messages.append(Message(event.seq, event.sim_us, text=text, to=tuple(to), **fields))


def fold(exercise: Exercise, events: Iterable[Event]) -> State:
    """The state that *events* add up to."""
    state = State(exercise)
    for event in events:
        state.take(event)
    return state


def _joined(state: State, event: Event) -> None:
    names = state.seats.setdefault(event.seat, [])
    if event.body["name"] not in names:
        names.append(event.body["name"])


def _left(state: State, event: Event) -> None:
    names = state.seats.get(event.seat, [])
    if event.body["name"] in names:
        names.remove(event.body["name"])


def _speed(state: State, event: Event) -> None:
    state.speed = event.body["speed"]


def _module(state: State, event: Event) -> None:
    state.module = event.ref


def _status(status: Status) -> Callable[[State, Event], None]:
    def change(state: State, event: Event) -> None:
        del event
        state.status = status

    return change


def _inject(status: InjectStatus) -> Callable[[State, Event], None]:
    def change(state: State, event: Event) -> None:
        state.injects[event.ref].status = status

    return change


def _armed(state: State, event: Event) -> None:
    inject = state.injects[event.ref]
    inject.armed = True
    if inject.status == "queued":
        inject.status = "armed"


def _released(state: State, event: Event) -> None:
    inject = state.injects[event.ref]
    inject.status = "armed" if inject.armed else "queued"


def _fired(state: State, event: Event) -> None:
    inject, here = state.inject(event.ref), state.injects[event.ref]
    here.status, here.us, here.seq = "fired", event.sim_us, event.seq
    state.note(f"inject.{event.ref}", event)
    state.tell(
        event, inject.text, inject.to, channel=inject.channel, sender=inject.sender, questions=inject.questions,
        inject=inject.id,
    )  # fmt: skip


def _told(state: State, event: Event) -> None:
    state.tell(event, event.body["text"], event.body["to"], channel=event.body["channel"], sender=event.body["from"])


def _hint(state: State, event: Event) -> None:
    state.tell(event, event.body["text"], event.body["to"], sender="facilitator")


def _card_opened(state: State, event: Event) -> None:
    state.cards[event.ref] = CardState("open", event.sim_us, event.seq)


def _card_closed(state: State, event: Event) -> None:
    state.cards[event.ref].status = "closed"


def _decided(state: State, event: Event) -> None:
    card, here, body = state.card(event.ref), state.cards[event.ref], event.body
    here.option, here.seat, here.reason = body["option"], event.seat, body["reason"]
    here.confidence, here.decided_us, here.decided_seq = body["confidence"], event.sim_us, event.seq
    if card.approve_by in ("", event.seat):
        _in_force(state, event)
    else:
        here.status = "waiting-approval"


def _approved(state: State, event: Event) -> None:
    state.cards[event.ref].approved_by = event.seat
    _in_force(state, event)


def _rejected(state: State, event: Event) -> None:
    here = state.cards[event.ref]
    state.cards[event.ref] = CardState("open", here.opened_us, here.opened_seq, refused=here.option, refusal=event)
    decider = here.seat
    words = f"Not approved: {state.card(event.ref).title}. {event.body['reason']}".strip()
    state.tell(event, words, [decider], sender=event.seat)


def _in_force(state: State, event: Event) -> None:
    here = state.cards[event.ref]
    here.status = "decided"
    state.note(f"decision.{event.ref}", event)
    state.note(f"decision.{event.ref}.{here.option}", event)


def _acknowledged(state: State, event: Event) -> None:
    state.read.setdefault(int(event.ref), set()).add(event.seat)


def _asked(state: State, event: Event) -> None:
    state.asks.append(Ask(event.seq, event.sim_us, event.seat, event.body["text"]))


def _replied(state: State, event: Event) -> None:
    ask = next(ask for ask in state.asks if ask.seq == int(event.ref))
    ask.reply = event.body["text"]
    state.tell(event, event.body["text"], [ask.seat], sender="facilitator")


def _answered(state: State, event: Event) -> None:
    state.answers.setdefault(event.ref, {})[event.seat] = event.body["text"]


def _triaged(state: State, event: Event) -> None:
    state.triages[int(event.ref)] = event


def _escalated(state: State, event: Event) -> None:
    state.tell(event, event.body["text"], event.body["to"], channel="phone", sender=event.seat)


def _undone(state: State, event: Event) -> None:
    state.undone[int(event.ref)] = event


def _rated(state: State, event: Event) -> None:
    state.ratings[event.ref] = event


_CHANGES: Mapping[str, Callable[[State, Event], None]] = {
    "joined": _joined, "left": _left, "resumed": _status("running"), "paused": _status("paused"), "speed": _speed,
    "module": _module, "armed": _armed, "fired": _fired, "held": _inject("held"), "released": _released,
    "skipped": _inject("skipped"), "told": _told, "hint": _hint, "card-opened": _card_opened,
    "card-closed": _card_closed, "decided": _decided, "approved": _approved, "rejected": _rejected,
    "undone": _undone, "acknowledged": _acknowledged, "asked": _asked, "replied": _replied, "answered": _answered,
    "triaged": _triaged, "escalated": _escalated, "rated": _rated, "finished": _status("finished"),
}  # fmt: skip
"""What each kind of event changes; the others of :data:`KINDS` are only remembered."""

KINDS = (*_CHANGES, "opened", "ordered", "noted", "finding", "improvement", "compared")
