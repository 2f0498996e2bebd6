"""The staff: two lines of work and the people before them, who come and go with their shifts, tire and rest.

Tier 1 takes what comes, tier 2 what is handed up. Whoever goes off takes nothing new, and what he is at is handed over:
it waits at its old place, longer by the handover. Where fatigue is modelled a break is taken as soon as one is due and
nothing is in hand. A person on call comes some minutes after being called, which happens where work of tier 2 waits
and nobody of it is there, and goes when the line is empty.

Sources: see :mod:`twin.lab.response_plan`; the lines are those of :mod:`twin.lab.queue`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from twin.core.clock import Clock
from twin.core.units import HOUR_US, Us, us
from twin.lab.queue import Served, ServiceQueue
from twin.lab.response_plan import PACE, Crew, Fatigue, ResponsePlan
from twin.lab.soc.duty import Duty

TIERS = (1, 2)


@dataclass
class Person:
    """One analyst: of which crew, and how long and how much since the shift or the last break."""

    name: str
    crew: Crew
    duty: Duty
    there: bool = False
    called: bool = False
    fresh_us: Us = 0
    handled: int = 0

    @property
    def on_call(self) -> bool:
        """Whether this one comes only when called."""
        return self.crew.call_in_min is not None

    def pace(self, fatigue: Fatigue | None, now: Us) -> float:
        """How many times the plan's time this one takes for what begins *now*."""
        skill = PACE[self.crew.skill]
        if fatigue is None:
            return skill
        hours = (now - self.fresh_us) / HOUR_US
        return skill * min(fatigue.most, 1.0 + fatigue.per_hour * hours + fatigue.per_alert * self.handled)

    def refresh(self, now: Us) -> None:
        """A shift begins, or a break ends."""
        self.fresh_us, self.handled = now, 0


class Staff:
    """Everybody of a response plan, and their two lines; *handed_over* is told of work that was cut short."""

    def __init__(
        self, clock: Clock, plan: ResponsePlan, wall_us: Us, handed_over: Callable[[int, Served], None]
    ) -> None:
        self._clock, self._plan, self._handed_over = clock, plan, handed_over
        self.duties = {crew.name: Duty(crew.shifts, wall_us) for crew in plan.crews}
        self.people = {tier: self._people(tier) for tier in TIERS}
        self.lines = {tier: self._line(tier) for tier in TIERS}
        for crew in plan.crews:
            self._await_change(crew)
        for tier in TIERS:
            for number in range(len(self.people[tier])):
                self._await_break(tier, number)

    @property
    def tiered(self) -> bool:
        """Whether there is a tier 2."""
        return bool(self.people[2])

    def person(self, tier: int, server: int) -> Person:
        """Who *server* of the line of *tier* is."""
        return self.people[tier][server]

    def submit(self, tier: int, number: int, rank: int, work_us: Us, done: Callable[[Served], None]) -> None:
        """Put work into the line of *tier*, and call somebody in where nobody is there for it."""
        self.lines[tier].submit(number, rank, work_us, partial(self._done, tier, done))
        if tier == 2:
            self._call_in()

    def crew_of(self, approver: str) -> Sequence[Crew]:
        """The crews that *approver* means: a tier or one crew."""
        return [crew for crew in self._plan.crews if approver in (crew.name, f"tier-{crew.tier}")]

    def there_after(self, approver: str, now: Us) -> Us:
        """From *now* until somebody who may approve is there; on call, until that one has come."""
        return min(
            self.duties[crew.name].next_there(now) - now + us(60 * (crew.call_in_min or 0))
            for crew in self.crew_of(approver)
        )

    def _people(self, tier: int) -> list[Person]:
        crews = [crew for crew in self._plan.crews if crew.tier == tier]
        return [
            Person(f"{crew.name}-{number + 1}", crew, self.duties[crew.name])
            for crew in crews
            for number in range(crew.count)
        ]

    def _line(self, tier: int) -> ServiceQueue:
        for person in self.people[tier]:
            person.there = not person.on_call and person.duty.at(self._clock.now_us)
        present = [number for number, person in enumerate(self.people[tier]) if person.there]
        key = "soc/triage" if tier == 1 else "soc/second"
        return ServiceQueue(self._clock, len(self.people[tier]), key, partial(self._takes, tier), present)

    def _takes(self, tier: int, server: int, work_us: Us) -> Us:
        pace = self.people[tier][server].pace(self._plan.fatigue, self._clock.now_us)
        return work_us if pace == 1.0 else round(work_us * pace)

    def _done(self, tier: int, done: Callable[[Served], None], served: Served) -> None:
        """Pass it on; whoever was on call and has nothing left goes, whoever needs a break takes it."""
        person = self.people[tier][served.server]
        person.handled += 1
        done(served)
        if person.on_call and not self.lines[tier].waiting:
            self._go(tier, served.server)
        elif self._tired(person):
            self._rest(tier, served.server)

    def _await_change(self, crew: Crew) -> None:
        change = self.duties[crew.name].next_change(self._clock.now_us)
        if change is not None:
            self._clock.at(change, f"soc/shift/{crew.name}", partial(self._change, crew))

    def _change(self, crew: Crew) -> None:
        """A shift of *crew* begins or ends; those on call stay until they are through."""
        there = self.duties[crew.name].at(self._clock.now_us)
        for number, person in enumerate(self.people[crew.tier]):
            if person.crew is crew and not person.on_call and person.there != there:
                (self._come if there else self._go)(crew.tier, number)
        self._await_change(crew)
        self._call_in()

    def _come(self, tier: int, number: int) -> None:
        person = self.people[tier][number]
        person.there = True
        person.refresh(self._clock.now_us)
        self.lines[tier].arrive(number)
        self._await_break(tier, number)

    def _go(self, tier: int, number: int) -> None:
        person = self.people[tier][number]
        person.there = person.called = False
        left = self.lines[tier].leave(number, us(60 * self._plan.handover_min))
        if left is not None:
            self._handed_over(tier, left)

    def _tired(self, person: Person) -> bool:
        fatigue = self._plan.fatigue
        due = fatigue is not None and self._clock.now_us - person.fresh_us >= us(3600 * fatigue.break_every_h)
        return due and person.there

    def _await_break(self, tier: int, number: int) -> None:
        """A break is looked for when it is due, and after each piece of work from then on."""
        if self._plan.fatigue is not None and self.people[tier][number].there:
            name = self.people[tier][number].name
            after_us = us(3600 * self._plan.fatigue.break_every_h)
            self._clock.after(after_us, f"soc/break/{name}", partial(self._break_if_idle, tier, number))

    def _break_if_idle(self, tier: int, number: int) -> None:
        if self._tired(self.people[tier][number]) and not self.lines[tier].busy(number):
            self._rest(tier, number)

    def _rest(self, tier: int, number: int) -> None:
        person, fatigue = self.people[tier][number], self._plan.fatigue
        if fatigue is not None:
            person.there = False
            self.lines[tier].leave(number)
            self._clock.after(
                us(60 * fatigue.break_min), f"soc/rested/{person.name}", partial(self._rested, tier, number)
            )

    def _rested(self, tier: int, number: int) -> None:
        """Back from the break, unless the shift has ended, or another begun, meanwhile."""
        person = self.people[tier][number]
        if not person.there and (person.on_call or person.duty.at(self._clock.now_us)):
            self._come(tier, number)

    def _call_in(self) -> None:
        """Call as many as have work to do, where no other tier 2 is there."""
        people, line, now = self.people[2], self.lines[2], self._clock.now_us
        if any(person.duty.at(now) and not person.on_call for person in people):
            return
        wanted = line.waiting - sum(person.called and not person.there for person in people)
        free = [
            number for number, person in enumerate(people)
            if person.on_call and not person.called and person.duty.at(now)
        ]  # fmt: skip
        for number in free[: max(0, wanted)]:
            person = people[number]
            person.called = True
            after_us = us(60 * (person.crew.call_in_min or 0))
            self._clock.after(after_us, f"soc/called/{person.name}", partial(self._called_in, number))

    def _called_in(self, number: int) -> None:
        """Here; what there was may be done by now."""
        self._come(2, number)
        if not self.lines[2].busy(number):
            self._go(2, number)
