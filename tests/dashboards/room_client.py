"""A client without a store: it serves views as they were written down, and remembers what it was asked to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from tests.dashboards.room_views import SEATS, view
from twin.exercise.access.refusal import no_entry
from twin.exercise.access.seats import Seat, kind_of
from twin.exercise.host.client import PENDING, Opened, Pulse, Record
from twin.exercise.store.inbox import Answer

CODES = {seat: f"CODE{n}-00000" for n, seat in enumerate(SEATS)}


class Asked(NamedTuple):
    """A command that came in."""

    seat: str
    kind: str
    ref: str
    body: Mapping[str, Any]


class FakeClient:
    """Tokens are ``t-`` and the seat; every command is granted unless *refusing* says why not."""

    def __init__(self) -> None:
        self.views = {seat: view(seat) for seat in SEATS}
        self.version = 1
        self.asked: list[Asked] = []
        self.refusing: tuple[str, str] | None = None
        self.alive = True
        self.reads = 0
        self.away = False
        self.given = dict(CODES)
        self.gone: set[str] = set()
        self.ids: list[str] = []
        self.answers: dict[str, Answer] = {}
        self.opened: list[str] = []

    def open(self, exercise_text: str, name: str, wall: str) -> Opened:
        """An exercise for its facilitator."""
        assert "format: 1" in exercise_text
        assert wall.endswith("Z")
        assert name
        self.opened.append(name)
        return Opened("ex-1", CODES, "t-facilitator" if len(self.opened) == 1 else "t-facilitator-2")

    def join(self, code: str, seat: str, name: str, source: str = "") -> str:
        """The token of the seat that *code* is for."""
        del source
        found = {value: key for key, value in CODES.items()}.get(code)
        if found is None or seat not in {"", found} or not name:
            raise no_entry("join code", "no seat opens with this code", "ask the facilitator to read the code again")
        return f"t-{found}"

    def record(self, token: str) -> Record:
        """An exercise that has just been opened."""
        assert self.seat_of(token).kind in {"facilitator", "cofacilitator", "evaluator"}
        return Record("", [])

    def earlier(self, token: str, code: str, source: str = "") -> str:
        """The exercise before, for the code of its facilitator."""
        assert self.seat_of(token).kind in {"facilitator", "evaluator"}
        assert source
        if code != "BEFOR-00000":
            raise no_entry("join code", "no seat opens with this code", "ask the facilitator to read the code again")
        return "before"

    def seat_of(self, token: str) -> Seat:
        """Who holds *token*."""
        seat = token.removeprefix("t-").removesuffix("-2")
        if not token.startswith("t-") or seat not in SEATS or token in self.gone:
            raise no_entry("link", "this link was not made here, or was changed", "join again with your code")
        return Seat("ex-2" if token.endswith("-2") else "ex-1", seat, kind_of(seat), "Ana", 0.0)

    def codes(self, token: str) -> Mapping[str, str]:
        """All codes for the facilitator, all but the facilitator's for the second one."""
        seat = self.seat_of(token).seat
        if seat not in {"facilitator", "cofacilitator"}:
            raise no_entry("seat", "the seat may not see the join codes", "ask a facilitator")
        return {name: code for name, code in self.given.items() if seat == "facilitator" or name != "facilitator"}

    def new_codes(self, token: str) -> Opened:
        """Others than before, and a token beside the one that is gone."""
        self.codes(token)
        self.given = {seat: code.replace("CODE", "NEWC") for seat, code in CODES.items()}
        self.gone.add(token)
        return Opened("ex-1", self.given, "t-facilitator-2")

    def view(self, token: str, known: int = 0) -> tuple[int, dict[str, Any] | None]:
        """The view of the seat, unless it is known."""
        seat = self.seat_of(token).seat
        if known == self.version:
            return self.version, None
        self.reads += 1
        return self.version, self.views[seat]

    def pulse(self, token: str) -> Pulse:
        """Whether somebody plays it."""
        self.seat_of(token)
        return Pulse(self.alive, "connected" if self.alive else "the exercise is coming back")

    def send(
        self, token: str, kind: str, ref: str = "", body: Mapping[str, Any] | None = None, *, command_id: str = ""
    ) -> Answer:
        """Remember the command, and the id that it came under; nobody answers while the host is away."""
        self.ids.append(command_id)
        self.asked.append(Asked(self.seat_of(token).seat, kind, ref, dict(body or {})))
        if self.away:
            return PENDING
        if self.refusing:
            return Answer(False, *self.refusing)
        return Answer(True, "done", "")

    def answer(self, token: str, command_id: str) -> Answer | None:
        """What came of a command that was not answered when it was sent."""
        self.seat_of(token)
        return self.answers.get(command_id)
