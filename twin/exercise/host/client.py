"""What a page calls: open, join, view, send. Everything that a browser says comes in here, and is believed nowhere.

A page has a token and nothing else; exercise and seat follow from it, so no address that somebody types leads to
another seat's view. The client reads views and sends commands through the store; it never holds the engine, so a page
that hangs or a server that is restarted costs the exercise nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from twin.core.errors import BadInput
from twin.exercise.access.codes import codes_of, opened_by
from twin.exercise.access.refusal import no_entry, too_soon, unanswered
from twin.exercise.access.rights import LEADERS, must_be_facilitator, must_lead, must_see, must_speak
from twin.exercise.access.seats import FACILITATOR, RESERVED, Seat, kind_of
from twin.exercise.access.secret import derived, secret_of
from twin.exercise.access.tokens import HOURS, Passport, read_token, token_of, void
from twin.exercise.access.tries import may_try
from twin.exercise.access.words import checked_body, checked_id, checked_name, checked_text
from twin.exercise.event import Event
from twin.exercise.host.launch import Launcher, Start, start_host
from twin.exercise.outside import Wall, pause, seconds, ticking, unguessable
from twin.exercise.store.inbox import Answer, Sent
from twin.exercise.store.lease import MOST_HOSTS
from twin.exercise.store.store import Kept, RoleKept, Store

ASK_AGAIN_S = 0.03
"""How often an answer is looked for."""

LOOKED_S = 20.0
"""How often it is written down that somebody looks."""

STARTING_S = 30.0
"""How long a join waits for a host that is being started."""

PENDING = Answer(False, "no answer yet; it is kept, and will be done", "look at the log before you try again")
"""The answer to a command that nobody has answered yet: it is neither done nor refused."""

_FULL = f"{MOST_HOSTS} exercises are played here already"


class Opened(NamedTuple):
    """A new exercise: join codes by seat, and the token of who opened it."""

    id: str
    codes: Mapping[str, str]
    token: str


class Record(NamedTuple):
    """All that an exercise is: its file and its log."""

    text: str
    events: list[Event]


class Pulse(NamedTuple):
    """Whether an exercise has a host, and words for the corner of the page."""

    alive: bool
    words: str


class Client:
    """The exercises of one store, for the pages of one server; safe to use from several threads."""

    def __init__(
        self, url: str | None = None, *, clock: Callable[[], float] = seconds, start: Start = start_host
    ) -> None:
        self.store = Store(url)
        self._secret = secret_of(self.store.address.folder)
        self._clock = clock
        self._launcher = Launcher(self.store, start, clock)
        self._looked: dict[str, float] = {}

    # Getting in

    def open(self, exercise_text: str, name: str, wall: Wall, exercise_name: str = "exercise") -> Opened:
        """Open an exercise for its facilitator, called *name*; raises BadInput with all faults of the text.

        *exercise_name* is what its file is called, unless it says ``name:`` itself.
        """
        from twin.exercise.file import read_exercise

        name = checked_name(name)
        exercise = read_exercise(checked_text(exercise_text), exercise_name).exercise
        roles = [RoleKept(role.id, role.title, tuple(role.sees)) for role in exercise.roles]
        if self._launcher.full(self._clock()):
            raise too_soon("exercise", _FULL, "finish one of them; one that nobody looks at stops after ten minutes")
        kept_id = self.store.create(exercise_text, wall, name=exercise.name, title=exercise.title, roles=roles)
        token = self._token(kept_id, FACILITATOR, name, 1)
        self.store.send(kept_id, _joining(FACILITATOR, name), self._clock())
        self.ensure_host(kept_id)
        return Opened(kept_id, self._codes(self._kept(kept_id)), token)

    def join(self, code: str, seat: str, name: str, source: str = "") -> str:
        """The token of *seat* (empty: the one that the code is for); *source* is who is typing, as the page knows it.

        Raises BadInput in words where the code is wrong, is for another seat, or was tried too often.
        """
        name = checked_name(name)
        kept, opens = self._opened(code, source)
        if seat and seat != opens:
            raise no_entry(
                "join code", f"this code is not for the seat {seat!r}", "choose the seat that your code is for"
            )
        self.ensure_host(kept.id)
        joining = _joining(opens, name)
        self.store.send(kept.id, joining, self._clock())
        answer = self._wait(kept.id, joining, STARTING_S)
        if answer is None:
            raise unanswered("join", "the exercise does not answer yet", "try again in some seconds")
        if not answer.ok:
            raise no_entry("join", answer.words, answer.remedy)
        return self._token(kept.id, opens, name, kept.round_number)

    def seat_of(self, token: str) -> Seat:
        """Who holds *token*; raises BadInput where it is forged, has ended, or is of another store or round."""
        return self._entered(token)[0]

    def codes(self, token: str) -> Mapping[str, str]:
        """Join codes by seat, for those who lead; the facilitator's own for the facilitator alone.

        With it a co-facilitator could sit down as facilitator, and end the exercise or lock the other out.
        """
        seat, kept = self._entered(token)
        must_lead(seat, "see the join codes")
        found = self._codes(kept)
        return {name: code for name, code in found.items() if name != FACILITATOR or seat.kind == FACILITATOR}

    def new_codes(self, token: str) -> Opened:
        """End all codes and tokens of the exercise, for the facilitator alone; the result holds new ones."""
        seat, kept = self._entered(token)
        must_be_facilitator(seat, "change the join codes")
        round_number = self.store.next_round(kept.id)
        own = self._token(kept.id, seat.seat, seat.name, round_number)
        return Opened(kept.id, self._codes(self._kept(kept.id)), own)

    # Looking

    def view(self, token: str, known: int = 0) -> tuple[int, dict[str, Any] | None]:
        """The version of the seat's view, and the view unless *known* is it; ``(0, None)`` until there is one."""
        passport = read_token(self._secret, token, self._clock())
        kept, version, body = self._shown(passport, f"seat:{passport.seat.seat}", known)
        self._there(kept.id)
        return version, None if body is None else json.loads(body)

    def picture(self, token: str, name: str, known: int = 0) -> tuple[int, bytes | None]:
        """The version of a picture that the seat may see, and the picture unless *known* is it."""
        passport = read_token(self._secret, token, self._clock())
        kept, version, body = self._shown(passport, f"picture:{name}", known)
        seat = passport.seat
        must_see(seat, next((role.sees for role in kept.roles if role.id == seat.seat), ()), name)
        return version, body

    def record(self, token: str) -> Record:
        """The whole exercise, for those who lead or evaluate it."""
        seat, kept = self._entered(token)
        must_lead(seat, "read the whole log", evaluators=True)
        return Record(self.store.text(kept.id), self.store.events(kept.id))

    def earlier(self, token: str, code: str, source: str = "") -> str:
        """The id of the exercise before this one whose facilitator's *code* it is: what it left may go on in this one.

        For those who lead or evaluate; wrong codes count as they do for :meth:`join`.
        """
        seat, own = self._entered(token)
        must_lead(seat, "take over improvements", evaluators=True)
        kept, opens = self._opened(code, source)
        if opens not in LEADERS:
            remedy = "ask whoever led the earlier exercise for the facilitator's code"
            raise no_entry("code", "this code is not a facilitator's", remedy)
        if kept.id == own.id or kept.opened >= own.opened:
            remedy = "name one that was opened before this one"
            raise no_entry("code", "this code is not of an earlier exercise", remedy)
        return kept.id

    def pulse(self, token: str) -> Pulse:
        """Whether the exercise has a host."""
        seat, _ = self._entered(token)
        state = self.store.host(seat.exercise)
        if state is not None and state.alive(self._clock()):
            return Pulse(True, "connected")
        if state is not None and state.fault:
            return Pulse(False, f"the exercise stopped: {state.fault}")
        full = self._launcher.full(self._clock(), besides=seat.exercise)
        return Pulse(False, f"the exercise waits: {_FULL}" if full else "the exercise is coming back")

    # Speaking

    def send(
        self, token: str, kind: str, ref: str = "", body: Mapping[str, Any] | None = None, timeout_s: float = 3.0,
        command_id: str = "",
    ) -> Answer:  # fmt: skip
        """Ask the host to do something, and wait for its answer; the same *command_id* twice is done once.

        No answer in time is an answer that says so: the command is kept, and done when the host is back.
        """
        try:
            seat, kept = self._present(token)
            must_speak(seat)
            command = Sent(checked_id(command_id) or unguessable(12).hex(), seat.seat, *checked_body(kind, ref, body))
            self.store.send(kept.id, command, self._clock())
        except BadInput as error:
            return Answer(False, error.faults[0].message, error.faults[0].remedy)
        return self._wait(kept.id, command, timeout_s) or PENDING

    def answer(self, token: str, command_id: str) -> Answer | None:
        """What came of the seat's command *command_id*; None while nobody has answered it."""
        seat, kept = self._entered(token)
        return self.store.answer_to(kept.id, seat.seat, checked_id(command_id))

    def ensure_host(self, exercise: str) -> None:
        """See to it that an exercise has a host, or will have one within seconds."""
        self._launcher.ensure(exercise)

    def close(self) -> None:
        """Let go of the store; hosts go on."""
        self.store.close()

    def _wait(self, exercise: str, command: Sent, timeout_s: float) -> Answer | None:
        until_s = ticking() + timeout_s
        while True:
            answer = self.store.answer_to(exercise, command.seat, command.id)
            if answer is not None or ticking() >= until_s:
                return answer
            self.ensure_host(exercise)
            pause(ASK_AGAIN_S)

    def _present(self, token: str) -> tuple[Seat, Kept]:
        """Who holds *token*, with a host that plays, and a note that somebody is there."""
        seat, kept = self._entered(token)
        self._there(kept.id)
        return seat, kept

    def _there(self, exercise: str) -> None:
        now_s = self._clock()
        if abs(now_s - self._looked.get(exercise, -LOOKED_S)) >= LOOKED_S:
            self._looked[exercise] = now_s
            self.store.looked(exercise, now_s)
        self.ensure_host(exercise)

    def _entered(self, token: str) -> tuple[Seat, Kept]:
        passport = read_token(self._secret, token, self._clock())
        return passport.seat, _of_this_round(self.store.found(passport.seat.exercise), passport)

    def _shown(self, passport: Passport, key: str, known: int) -> tuple[Kept, int, bytes | None]:
        """The exercise with one of its views, for whoever has *passport*: both in one question to the store."""
        found = self.store.shown(passport.seat.exercise, key, known)
        kept, version, body = found or (None, 0, None)
        return _of_this_round(kept, passport), version, body

    def _opened(self, code: str, source: str) -> tuple[Kept, str]:
        """The exercise and the seat that a typed code opens."""
        now_s = self._clock()
        kept_source = derived(self._secret, "source", source).hex()[:32]
        may_try(self.store.tries(kept_source, now_s), now_s)
        for kept in self.store.exercises():
            seat = opened_by(code, self._codes(kept))
            if seat is not None:
                return kept, seat
        self.store.failed(kept_source, now_s)
        raise no_entry("join code", "no seat opens with this code", "ask the facilitator to read the code again")

    def _kept(self, exercise: str) -> Kept:
        kept = self.store.found(exercise)
        if kept is None:
            raise void()
        return kept

    def _codes(self, kept: Kept) -> dict[str, str]:
        seats = (*RESERVED, *(role.id for role in kept.roles))
        return codes_of(self._secret, kept.id, kept.round_number, seats)

    def _token(self, exercise: str, seat: str, name: str, round_number: int) -> str:
        until_s = self._clock() + 3600 * HOURS
        return token_of(self._secret, Passport(Seat(exercise, seat, kind_of(seat), name, until_s), round_number))


def _of_this_round(kept: Kept | None, passport: Passport) -> Kept:
    if kept is None or kept.round_number != passport.round_number:
        raise void()
    return kept


def _joining(seat: str, name: str) -> Sent:
    return Sent(unguessable(12).hex(), seat, "join", "", {"name": name})
