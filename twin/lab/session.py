"""The session: the one door by which anybody acts on the running hub.

A playbook, an analyst, a script in CI and a person in an exercise all call :meth:`Session.decide`. It asks whether the
response is legal now, waits as long as the response takes, applies it to the live world, and can take it back. A device
that was isolated is cleaned after a while and comes back: that is what ends an attack, and what recovery costs. Nobody
re-images a device whose isolation was undone before that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from twin.core.chance import Stream
from twin.core.clock import EARLY
from twin.core.units import MINUTE_US, us
from twin.devices.world import World
from twin.lab.scenario import Choice, ResponsePlan
from twin.responses import RESPONSES
from twin.responses.base import Response, Undo

_NOT_IN_FORCE, _NEVER_CAME = "not in force", "there was no decision of this number"


@dataclass
class Measure:
    """One decision and what became of it."""

    number: int
    response: Response
    kind: str
    target: str
    by: str
    reason: str
    undo: Undo | None = None


class Session:
    """Decisions on one running world."""

    def __init__(self, world: World, plan: ResponsePlan) -> None:
        self.world, self._plan = world, plan
        self.on_cleaned: list[Callable[[str], None]] = []
        self.on_settled: list[Callable[[int, bool], None]] = []
        """Told of each decision by its number, when it is in force (true) or was refused."""
        self.measures: list[Measure] = []
        self._cleanings: Counter[str] = Counter()

    def decide(self, choice: Choice, target: str, by: str, reason: str) -> int:
        """Decide on a response; it takes effect after its delay. The number of the decision."""
        response = RESPONSES[choice.kind](**choice.parameters)
        measure = Measure(len(self.measures) + 1, response, choice.kind, target, by, reason)
        self.measures.append(measure)
        self._note(measure, "decided")
        takes_us = us(response.takes_s(self.world, target))
        self.world.clock.after(takes_us, f"decision/{measure.number:05d}", lambda: self._apply(measure), EARLY)
        return measure.number

    def undo(self, number: int, by: str, reason: str) -> None:
        """Take decision *number* back exactly; refused, in the log, where it is not in force."""
        measure = self.measures[number - 1] if number <= len(self.measures) else None
        if measure is None or measure.undo is None:
            why = _NOT_IN_FORCE if measure else _NEVER_CAME
            self._write(number, by, "undo", measure.target if measure else "", "refused", why)
            return
        undo, measure.undo = measure.undo, None
        self.world.change(undo)
        self._write(number, by, measure.kind, measure.target, "undone", reason)

    def in_force(self, number: int) -> bool:
        """Whether decision *number* is in force now."""
        return self.measures[number - 1].undo is not None

    def _apply(self, measure: Measure) -> None:
        refusal = measure.response.refusal(self.world, measure.target)
        if refusal is None and self._in_force(measure):
            refusal = "already in force"
        if refusal is not None:
            self._note(measure, "refused", refusal)
        else:
            self.world.change(lambda: self._enforce(measure))
            self._note(measure, "applied")
            if measure.response.cleans:
                self._schedule_cleaning(measure)
        for listener in self.on_settled:
            listener(measure.number, refusal is None)

    def _enforce(self, measure: Measure) -> None:
        measure.undo = measure.response.apply(self.world, measure.target)

    def _in_force(self, measure: Measure) -> bool:
        return any(
            other.undo is not None and other.kind == measure.kind and other.target == measure.target
            for other in self.measures
        )

    def _schedule_cleaning(self, measure: Measure) -> None:
        """Somebody re-images the device; the n-th time that it is begun takes as long in every posture."""
        asset = measure.target
        stream = Stream.of(self.world.seed, f"cleaning/{asset}", "minutes")
        own_min = measure.response.cleaning_min()
        minutes = stream.lognormal(self._cleanings[asset], self._plan.clean_min if own_min is None else own_min, 0.3)
        self._cleanings[asset] += 1
        self.world.clock.after(round(minutes * MINUTE_US), f"cleaned/{asset}", lambda: self._clean(measure), EARLY)

    def _clean(self, cleaning: Measure) -> None:
        """The device is clean, unless the measure was undone before; every measure aimed at it is taken back."""
        if cleaning.undo is None:
            return
        asset = cleaning.target
        self.world.change(lambda: self.world.device_of(asset).recover(asset))
        for listener in self.on_cleaned:
            listener(asset)
        for measure in self.measures:
            if measure.undo is not None and measure.response.aims_at(measure.target, asset):
                self.undo(measure.number, measure.by, f"{asset} is clean")

    def _note(self, measure: Measure, phase: str, words: str = "") -> None:
        self._write(measure.number, measure.by, measure.kind, measure.target, phase, words or measure.reason)

    def _write(self, number: int, by: str, response: str, target: str, phase: str, reason: str) -> None:
        self.world.log.one(
            "decision", time=self.world.clock.now_us, decision=number, by=by, response=response, target=target,
            phase=phase, reason=reason,
        )  # fmt: skip
