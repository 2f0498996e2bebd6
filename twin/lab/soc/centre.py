"""The centre itself: an alert comes, waits, is read by somebody, and a playbook may follow.

An alert waits for an analyst, most severe first. Alerts on an open case join it and cost seconds, not a triage; they
are looked at together with the first, which moves up in the queue when a worse one joins it. Who decides, and what
convinces them, is in :mod:`twin.lab.soc.cases`; who is there, in :mod:`twin.lab.soc.staff`.

What is not decided, or has waited too long, goes to tier 2. What has waited longer than the plan allows, or does not
fit into the line, is left unread: written down as such, and counted. With nobody on shift nothing is confirmed. When
an asset is clean again its part of the case is over: what was raised before and is read later is written down and sets
nothing off.

Sources: NIST SP 800-61 r2, section 3.2 (analysis, prioritisation); triage times are lognormal as service times of
knowledge work commonly are [judgement].
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial

from twin.core.chance import Stream
from twin.core.units import MINUTE_US, SECOND_US, Us, us
from twin.detectors.base import Alert, Level
from twin.lab.queue import Served
from twin.lab.response_plan import ResponsePlan
from twin.lab.soc.carrying_out import CarryingOut
from twin.lab.soc.cases import URGENCY, Case, Cases, Joined
from twin.lab.soc.desk import Desk, Door
from twin.lab.soc.staff import Staff

JOINED_US = 10 * SECOND_US
"""What an alert costs that joins an open case [judgement]."""
ANOTHER_US = MINUTE_US
"""What it costs where it brings another asset into the case [judgement]."""


@dataclass
class _Job:
    """One alert in the lines: its case, since when it waits, and whether the case hangs on it."""

    case: Case
    number: int
    since_us: Us
    opening: bool


class Soc:
    """People and playbooks of one run; told of each alert by :meth:`take`."""

    def __init__(self, desk: Desk, plan: ResponsePlan, door: Door, seed: int) -> None:
        self._desk, self._plan, self._seed = desk, plan, seed
        self._cases = Cases(desk, plan.grouping)
        self._staff = Staff(desk.clock, plan, desk.wall_us, self._handed_over)
        self._playbooks = CarryingOut(desk, door, self._cases, self._staff, plan.playbooks)
        self._jobs: dict[int, _Job] = {}
        self._opened: Counter[str] = Counter()

    def take(self, number: int, detector: str, alert: Alert) -> None:
        """Alert *number* is raised now by the detector of kind *detector*."""
        another = self._cases.knows(alert.entity)
        case, opens = self._cases.note(number, detector, alert)
        now = self._desk.clock.now_us
        if opens:
            self._open(case, number, alert.entity)
        else:
            if URGENCY[alert.level] < URGENCY[case.level]:
                case.level = alert.level
                for line in self._staff.lines.values():
                    line.promote(case.number, URGENCY[case.level])
            more_us = JOINED_US if another else ANOTHER_US
            if case.looked:
                self._submit(_Job(case, number, now, opening=False), alert.level, more_us)
            else:
                case.joined.append(Joined(number, alert.level, now, more_us))
        if not case.looked:
            self._playbooks.begin(case, number, "opened")

    def close(self, entity: str) -> None:
        """The entity is clean again: whatever accuses it from now on is a new case."""
        case = self._cases.clean(entity)
        if case is not None:
            self._playbooks.closed(case)

    def settled(self, number: int, applied: bool) -> None:
        """Decision *number* is in force, or was refused."""
        self._playbooks.settled(number, applied)

    def _open(self, case: Case, number: int, entity: str) -> None:
        occurrence = self._opened[entity]
        self._opened[entity] += 1
        case.draws = (entity, occurrence)
        work_us = self._time(case, "triage", self._plan.triage_min)
        self._submit(_Job(case, number, self._desk.clock.now_us, opening=True), case.level, work_us)

    def _time(self, case: Case, purpose: str, mean_min: float) -> Us:
        """A time for *case*: the first case of an asset takes as long in every posture, and so on."""
        entity, occurrence = case.draws
        minutes = Stream.of(self._seed, f"soc/{entity}", purpose)
        return us(60 * minutes.lognormal(occurrence, mean_min, self._plan.triage_cv))

    def _submit(self, job: _Job, level: Level, work_us: Us) -> None:
        """Put *job* into the line of tier 1, with what becomes of it if nobody comes to it."""
        self._jobs[job.number] = job
        clock, plan = self._desk.clock, self._plan
        if plan.give_up_after_min is not None:
            give_up = partial(self._leave_unread, job.number)
            clock.after(us(60 * plan.give_up_after_min), f"soc/unread/{job.number:07d}", give_up)
        if plan.escalate_after_min is not None and job.opening:
            clock.after(us(60 * plan.escalate_after_min), f"soc/late/{job.number:07d}", partial(self._late, job))
        self._staff.submit(1, job.number, URGENCY[level], work_us, self._decided)
        if plan.most_waiting is not None and self._staff.lines[1].waiting > plan.most_waiting:
            self._leave_unread(self._staff.lines[1].last)

    def _late(self, job: _Job) -> None:
        """Nobody of tier 1 has begun: tier 2 takes it."""
        if self._staff.lines[1].withdraw(job.number):
            self._hand_up(job)

    def _hand_up(self, job: _Job) -> None:
        work_us = self._time(job.case, "second look", self._plan.second_look_min)
        self._staff.submit(2, job.number, URGENCY[job.case.level], work_us, partial(self._decided, tier=2))

    def _leave_unread(self, number: int) -> None:
        """Nobody reads it any more, nor what joined it, if it still waits."""
        tier = next((tier for tier, line in self._staff.lines.items() if line.withdraw(number)), None)
        if tier is None:
            return
        job, now = self._jobs.pop(number), self._desk.clock.now_us
        self._write(job, tier, "", Served(number, 0, job.since_us, now, now), "unread")
        if job.opening:
            for each in job.case.joined:
                joined = _Job(job.case, each.number, each.since_us, opening=False)
                self._write(joined, tier, "", Served(each.number, 0, each.since_us, now, now), "unread")
            job.case.joined = []
            self._close(job.case)

    def _handed_over(self, tier: int, served: Served) -> None:
        """A shift ended in the middle of it: somebody else goes on."""
        job = self._jobs[served.number]
        self._write(job, tier, self._staff.person(tier, served.server).name, served, "handed_over")
        job.since_us = served.ended_us

    def _decided(self, served: Served, tier: int = 1) -> None:
        """An analyst is through with one alert of a case, and has read what joined it meanwhile."""
        job, person = self._jobs[served.number], self._staff.person(tier, served.server)
        case, now = job.case, served.ended_us
        verdict = case.verdict(person.crew.skill, now)
        if not (case.looked and case.closed):
            case.confirmed = case.confirmed or verdict == "confirmed"
        if verdict == "undecided" and job.opening and not (case.confirmed or case.closed):
            self._write(job, tier, person.name, served, "escalated")
            job.since_us = now
            self._hand_up(job)
            return
        case.looked = True
        del self._jobs[served.number]
        self._write(job, tier, person.name, served, "confirmed" if case.confirmed else "dismissed")
        self._conclude(case, served.number)

    def _conclude(self, case: Case, number: int) -> None:
        """A confirmed case is answered, a dismissed one is closed; then what joined it is read."""
        if not case.closed:
            if case.confirmed:
                self._playbooks.begin(case, number, "confirmed")
            else:
                self._close(case)
        joined, case.joined = case.joined, []
        for each in joined:
            self._submit(_Job(case, each.number, each.since_us, opening=False), each.level, each.more_us)

    def _close(self, case: Case) -> None:
        self._cases.close(case)
        self._playbooks.closed(case)

    def _write(self, job: _Job, tier: int, analyst: str, served: Served, verdict: str) -> None:
        self._desk.write(
            time=served.ended_us, alert=job.number, analyst=analyst, waited_us=served.began_us - job.since_us,
            worked_us=served.ended_us - served.began_us, verdict=verdict, case=job.case.number, tier=tier,
        )  # fmt: skip
