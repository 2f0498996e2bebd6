"""Moves: decisions in the words that people type, and how they change a run's list of decisions.

::

    isolate:amr-017@00:12     a response (its kind, or the kind's first word), its target, and when
    undo:2@00:20              take back the second decision of the run's log
    begin:dawn@00:30          begin a step of the story that waits to be called
    move:1@00:20              the first decision that the run was given, at another time
    remove:1                  without the first decision that the run was given

``move`` and ``remove`` number the decisions that were given to the run (``--decision``), from 1; what a playbook
decided is the posture's, and is changed there. An undo means the measure that had its number in the run, so it follows
when numbers move (:mod:`twin.lab.what_if.numbers`), and is left out with a measure that is left out.

Sources: none; the words are the lab's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from twin.core.errors import BadInput, Fault, Place, remedy_for
from twin.core.units import MINUTE_US, SECOND_US, Us, parse_duration
from twin.lab.scenario import Choice, Decision
from twin.lab.what_if.numbers import renumbered
from twin.responses import RESPONSES
from twin.responses.parts.fleet import FLEET

FORMS = "isolate:amr-017@00:12, undo:2@00:20, move:1@00:20 or remove:1"
_PLACE = Place("--decision")
_WORDS = re.compile(r"(?P<verb>[a-z_]+):(?P<object>.+?)(?:@(?P<at>[^@]+))?")
_NUMBERED = ("undo", "move", "remove")


@dataclass(frozen=True)
class Move:
    """One change of a run's decisions: ``add`` one, or ``move`` or ``remove`` the one with a ``number``."""

    verb: str
    decision: Decision | None = None
    number: int = 0
    at_us: Us = 0

    @property
    def words(self) -> str:
        """The move as people say it."""
        if self.decision is not None:
            return _said(self.decision)
        when = f" to {_clock(self.at_us)}" if self.verb == "move" else ""
        return f"{self.verb} decision {self.number}{when}"


def read_moves(texts: Sequence[str], example: str = FORMS) -> tuple[Move, ...]:
    """What *texts* say; raises :class:`BadInput` with every fault of all of them, and *example* as the remedy."""
    moves, faults = [], []
    for text in texts:
        try:
            moves.append(_read(text))
        except ValueError as error:
            faults.append(Fault(_PLACE, "bad-value", f'"{text}": {error}.', f"write it like {example}"))
        except BadInput as error:
            faults += error.faults
    if faults:
        raise BadInput(faults)
    return tuple(moves)


def changed(decisions: Sequence[Decision], moves: Sequence[Move], *, alone: bool = False) -> tuple[Decision, ...]:
    """*decisions* after *moves*, in order of time, each undo with the number that its measure has then.

    *alone* says that playbooks of the posture number measures too. Raises :class:`BadInput` for a number that is not
    there, and for an undo that can no longer be followed.
    """
    given, kept = list(enumerate(decisions, 1)), _kept(decisions, moves)
    return tuple(decision for _, decision in renumbered(given, kept, alone=alone))


def left_out(decisions: Sequence[Decision], moves: Sequence[Move], *, alone: bool = False) -> tuple[Move, ...]:
    """Undos that go because *moves* leave out what they took back."""
    given, kept = list(enumerate(decisions, 1)), _kept(decisions, moves)
    staying = {number for number, _ in renumbered(given, kept, alone=alone)}
    gone = [number for number, _ in kept if number not in staying]
    return tuple(Move("remove", number=number) for number in gone if number <= len(decisions))


def _kept(decisions: Sequence[Decision], moves: Sequence[Move]) -> list[tuple[int, Decision]]:
    """*decisions* after *moves* by number, those that are new after the last one, in order of time."""
    wrong = [move.number for move in moves if move.decision is None and not 1 <= move.number <= len(decisions)]
    if wrong:
        known = ", ".join(f"{number}: {_said(each)}" for number, each in enumerate(decisions, 1)) or "none"
        raise BadInput(
            Fault(_PLACE, "unknown-number", f"the run was given no decision {number}.", f"it was given {known}")
            for number in wrong
        )
    kept = dict(enumerate(decisions, 1))
    for move in moves:
        if move.verb == "remove":
            kept.pop(move.number, None)
        elif move.verb == "move":
            kept[move.number] = kept[move.number].model_copy(update={"at_us": move.at_us})
    added = [move.decision for move in moves if move.decision is not None]
    everything = [*kept.items(), *enumerate(added, len(decisions) + 1)]
    return sorted(everything, key=lambda each: each[1].at_us)


def _read(text: str) -> Move:
    found = _WORDS.fullmatch(text.strip())
    if found is None:
        raise ValueError("this is no decision")
    verb, about, at = found["verb"], found["object"], found["at"]
    if verb in _NUMBERED and not (about.isascii() and about.isdigit() and int(about) > 0):
        raise ValueError(f"{verb} needs the number of a decision, from 1")
    if verb == "remove":
        if at is not None:
            raise ValueError("what is removed has no time")
        return Move("remove", number=int(about))
    if at is None:
        raise ValueError("it does not say when")
    at_us = parse_duration(at)
    if verb == "move":
        return Move("move", number=int(about), at_us=at_us)
    return Move("add", _decision(verb, about, at_us))


def _decision(verb: str, about: str, at_us: Us) -> Decision:
    if verb == "undo":
        return Decision(at_us=at_us, by="what-if", undo=int(about))
    if verb == "begin":
        return Decision(at_us=at_us, by="what-if", begin=about)
    return Decision(at_us=at_us, by="what-if", response=Choice(kind=_kind(verb, about)), target=about)


def _kind(word: str, target: str) -> str:
    """The response that *word* stands for: its kind, or the first word of one kind alone that may have *target*."""
    kinds = [kind for kind in RESPONSES.entries if kind == word or kind.split("_")[0] == word]
    exact = [kind for kind in kinds if kind == word]
    if len(kinds) > 1:
        fits = [kind for kind in kinds if (RESPONSES[kind].target_is == "fleet") == (target == FLEET)]
        kinds = fits or kinds
    if len(exact or kinds) != 1:
        problem = f'"{word}" is no response' if not kinds else f'"{word}" may be {" or ".join(kinds)}'
        raise BadInput([Fault(_PLACE, "unknown-kind", f"{problem}.", remedy_for(word, [*RESPONSES.entries]))])
    return (exact or kinds)[0]


def _said(decision: Decision) -> str:
    if decision.begin:
        return f"begin {decision.begin} at {_clock(decision.at_us)}"
    if decision.response is None:
        return f"undo of decision {decision.undo} at {_clock(decision.at_us)}"
    return f"{decision.response.kind} on {decision.target} at {_clock(decision.at_us)}"


def _clock(time_us: Us) -> str:
    """Time since the start, ``hh:mm:ss``."""
    minutes, seconds = divmod(time_us // SECOND_US, MINUTE_US // SECOND_US)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
