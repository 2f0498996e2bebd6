"""The security operations centre: analysts who work through alerts, and the playbooks that follow.

An alert waits for an analyst, most severe first. Alerts on an entity whose case is open join that case and cost
seconds, not a triage; they are looked at together with the first, which moves up in the queue when a worse one joins
it. When an analyst is through, the case is confirmed
if its level is high or critical, or if a second detector has accused the same entity within half an hour; else it is
dismissed. That is all the evidence they use: a false alert of level high is confirmed wrongly, and a true one of
level medium that stands alone is dismissed wrongly. What is observed decides, never the truth.

A confirmed case sets off every playbook that fits its level and the entity's function, after the time somebody takes to
approve. With no analyst on shift nothing is confirmed. When the entity is clean again its case is closed: what was
raised before and is read later is written down and sets nothing off.

Sources: NIST SP 800-61 r2, section 3.2 (analysis, prioritisation); OASIS CACAO (playbook, action, target); triage
times are lognormal as service times of knowledge work commonly are [judgement].
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from twin.core.chance import Stream
from twin.core.clock import Clock
from twin.core.units import MINUTE_US, SECOND_US, Us, us
from twin.detectors.base import Alert, Level
from twin.lab.queue import Served, ServiceQueue
from twin.lab.scenario import Choice, Playbook, ResponsePlan
from twin.net.inventory import Inventory
from twin.responses import RESPONSES

Decide = Callable[[Choice, str, str, str], object]
"""Response, target, by whom, and why: the door by which every decision enters."""

URGENCY: dict[Level, int] = {"critical": 0, "high": 1, "medium": 2, "low": 3}
TOGETHER_US = 30 * MINUTE_US
"""How long the word of one detector supports another's [judgement]."""
JOINED_US = 10 * SECOND_US
"""What an alert costs that joins an open case [judgement]."""


@dataclass
class Case:
    """What is known about one entity: the worst level so far, and what has been set off.

    ``number`` is the alert that opened it, ``accused`` when each detector last accused the entity. ``looked`` is true
    once the first triage is done; until then further alerts wait in ``joined``. A ``closed`` case (dismissed, or its
    entity cleaned) sets nothing off.
    """

    entity: str
    number: int
    level: Level
    accused: Mapping[str, Us]
    looked: bool = False
    confirmed: bool = False
    closed: bool = False
    joined: list[tuple[int, Level, Us]] = field(default_factory=list)
    begun: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Desk:
    """All that analysts have of the hub: the time, the register, the zones, and a form for what they did.

    ``zone_of`` maps an asset to its zone; ``write`` adds a row to the table ``triage``.
    """

    clock: Clock
    inventory: Inventory
    zone_of: Mapping[str, str]
    write: Callable[..., None]


class Soc:
    """Analysts and playbooks of one run; told of each alert by :meth:`take`."""

    def __init__(self, desk: Desk, plan: ResponsePlan, decide: Decide, seed: int) -> None:
        self._desk, self._plan, self._decide, self._seed = desk, plan, decide, seed
        self._queue = ServiceQueue(desk.clock, plan.analysts, "soc/triage")
        self._cases: dict[str, Case] = {}
        self._opened: Counter[str] = Counter()
        self._accused: dict[str, dict[str, Us]] = {}

    def take(self, number: int, detector: str, alert: Alert) -> None:
        """Alert *number* is raised now by the detector of kind *detector*."""
        now = self._desk.clock.now_us
        self._accused.setdefault(alert.entity, {})[detector] = now
        case = self._cases.get(alert.entity)
        if case is None:
            self._open(number, alert)
            return
        if URGENCY[alert.level] < URGENCY[case.level]:
            case.level = alert.level
            self._queue.promote(case.number, URGENCY[case.level])
        if case.looked:
            self._submit(case, number, alert.level, now, JOINED_US)
        else:
            case.joined.append((number, alert.level, now))

    def _open(self, number: int, alert: Alert) -> None:
        case = self._cases[alert.entity] = Case(alert.entity, number, alert.level, self._accused[alert.entity])
        self._submit(case, number, alert.level, self._desk.clock.now_us, self._triage_us(alert.entity))

    def _submit(self, case: Case, number: int, level: Level, raised_us: Us, work_us: Us) -> None:
        self._queue.submit(number, URGENCY[level], work_us, partial(self._decided, case, raised_us))

    def close(self, entity: str) -> None:
        """The entity is clean again: whatever accuses it from now on is a new case."""
        self._accused.pop(entity, None)
        case = self._cases.pop(entity, None)
        if case is not None:
            case.closed = True

    def _triage_us(self, entity: str) -> Us:
        """Time to triage the next case of *entity*: its first takes as long in every posture, and so on."""
        number = self._opened[entity]
        self._opened[entity] += 1
        minutes = Stream.of(self._seed, f"soc/{entity}", "triage")
        return us(60 * minutes.lognormal(number, self._plan.triage_min, self._plan.triage_cv))

    def _decided(self, case: Case, raised_us: Us, served: Served) -> None:
        """An analyst is through with one alert of *case*, and has read what joined it meanwhile."""
        if not (case.looked and case.closed):
            case.confirmed = case.confirmed or self._convincing(case)
        case.looked = True
        self._desk.write(
            time=served.ended_us,
            alert=served.number,
            analyst=f"analyst-{served.server + 1}",
            waited_us=served.began_us - raised_us,
            worked_us=served.ended_us - served.began_us,
            verdict="confirmed" if case.confirmed else "dismissed",
        )
        if not case.closed:
            self._conclude(case, served.number)
        for number, level, joined_us in case.joined:
            self._submit(case, number, level, joined_us, JOINED_US)
        case.joined = []

    def _conclude(self, case: Case, number: int) -> None:
        """A confirmed case is answered, a dismissed one is closed."""
        if case.confirmed:
            self._follow(case, number)
        else:
            case.closed = True
            del self._cases[case.entity]

    def _convincing(self, case: Case) -> bool:
        """High or critical, or accused by two detectors within half an hour of now."""
        since = self._desk.clock.now_us - TOGETHER_US
        recent = [seen for seen in case.accused.values() if seen >= since]
        return case.level in ("high", "critical") or len(recent) > 1

    def _follow(self, case: Case, number: int) -> None:
        """Set off every playbook that fits and has not been set off in this case."""
        for playbook in self._plan.playbooks:
            if playbook.name not in case.begun and self._fits(playbook, case):
                case.begun.add(playbook.name)
                key = f"soc/approve/{number:07d}/{playbook.name}"
                act = partial(self._act, playbook, case, number)
                self._desk.clock.after(us(60 * playbook.approval_min), key, act)

    def _fits(self, playbook: Playbook, case: Case) -> bool:
        asset = self._desk.inventory.by_name.get(case.entity)
        function = asset.function if asset else ""
        return case.level in playbook.levels and (not playbook.functions or function in playbook.functions)

    def _act(self, playbook: Playbook, case: Case, number: int) -> None:
        """The approval is there; if the entity was cleaned while it was awaited, there is nothing left to do."""
        if not case.closed:
            target = self._target(playbook.response, case.entity)
            self._decide(playbook.response, target, playbook.name, f"alert {number}")

    def _target(self, response: Choice, entity: str) -> str:
        """What the response acts on for *entity*: itself, its zone, or all flows from it."""
        kind = RESPONSES[response.kind].target_is
        if kind == "zone":
            return self._desk.zone_of.get(entity, entity)
        return f"{entity}>*" if kind == "flow" else entity
