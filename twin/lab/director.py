"""The director: it performs what attacks intend, and writes the truth about it.

Each step of the story becomes a SimPy process that runs an attack's generator. An intent goes through the network and
the devices like everybody's traffic; the attack gets back what an attacker would see. Ground truth is written here
and nowhere else: when a step began, when its physical effect began and ended, which flows were its own, which assets
it held.

Words: an asset is **held** from the moment an attack took it until a response cleaned it. Only from a held asset can
anything be said; what needs no foothold is opening a device by hand. What is **benign** only looks like an attack: it
is performed like one, by nobody who holds anything, and the truth book says nothing about it.
"""

from __future__ import annotations

from collections.abc import Generator
from fnmatch import fnmatchcase
from functools import partial
from typing import Any

from simpy.events import Event

from twin.attacks import ATTACKS
from twin.attacks.adversaries import ADVERSARIES
from twin.attacks.adversaries.base import Adversary
from twin.attacks.base import (
    Attack,
    Beacon,
    Effect,
    Flood,
    Foothold,
    Intent,
    MirrorOff,
    Result,
    Say,
    Seen,
    Sweep,
    Take,
    Touch,
    Wait,
)  # fmt: skip
from twin.core.chance import Stream
from twin.core.clock import EARLY
from twin.core.units import SECOND_US, Us, us
from twin.devices.world import World
from twin.lab.campaigns import Campaigner, Learn, hiding
from twin.lab.floods import Floods
from twin.lab.loads import Loads
from twin.lab.mirrors import turn_mirror_off
from twin.lab.performance import Outcome, Performance, said_from
from twin.lab.scenario import Step, Story
from twin.lab.sweeps import Sweeps
from twin.lab.trigger_file import WON
from twin.lab.triggers import Measure, Triggers, unmeasured
from twin.net.flood import Flood as FloodCohort
from twin.net.message import Fate, Message, Reply
from twin.net.sweep import Sweep as SweepCohort
from twin.net.verdicts import SERVICE_ID

ANSWERED: tuple[Fate, ...] = ("delivered", "refused")
"""The fates that a sender hears of; every other is silence."""

BESIDE_IT = ("disturb", "misrange", "open")
"""What somebody who stands before a device, or in its radio range, can do without holding it."""

Process = Generator[Event, Any, None]


class Director:
    """Performs one story in one world."""

    def __init__(self, world: World, story: Story, measure: Measure | None = None) -> None:
        self.world, self.story = world, story
        self.held: dict[str, str] = {}
        self.reached: set[str] = set()
        self._opened: set[str] = set()
        self._effects: dict[str, tuple[Step, str]] = {}
        self._waiting: dict[str, list[Step]] = {}
        self._alerts: dict[str, list[Step]] = {}
        self._won: dict[str, list[str]] = {}
        self._acted_from: dict[str, str] = {}
        self._followed: set[tuple[str, str]] = set()
        self._open: dict[str, int] = {}
        self.campaigns: dict[str, Step] = {}
        self.triggers = Triggers(world, measure or unmeasured, self._begin)
        self._taken_back: set[str] = set()
        self._performing: list[Performance] = []
        self._sweeps = Sweeps()
        self._loads = Loads(world)
        self._floods = Floods(world)
        self._runs: dict[str, int] = {}

    def start(self) -> None:
        """Put every step on the clock, or on the list of what waits."""
        self.world.clock.attach(self)
        for step in self.story.steps:
            if step.at_us is not None:
                self.world.clock.at(step.at_us, f"story/{step.id}", partial(self._begin, step), EARLY)
            elif step.after:
                self._waiting.setdefault(step.after, []).append(step)
            elif step.alert_on:
                self._alerts.setdefault(step.alert_on, []).append(step)
        self.triggers.start(self.story.steps)

    def flush(self, until_us: Us) -> None:
        """Bring running sweeps up to *until_us*; the director is a cohort of probes."""
        self._sweeps.flush(until_us)
        self._floods.flush(until_us)

    def finish(self) -> None:
        """Note whom scans that still run have reached so far, and which floods nothing arrives of any more."""
        for sweep in self._sweeps.on:
            self._reach_all(sweep)
        for each in self._performing:
            if each.flood is not None and not (each.benign or self._floods.arrives(each.flood)):
                outcome = each.broken_off(self.world.network)
                self.phase(each.step, each.step.kind, each.foothold.at, each.target, "end", outcome)

    def alerted(self, entity: str) -> None:
        """An alert accuses *entity*: steps that wait for it begin (the attacker notices the door closing)."""
        self.triggers.alerted(entity)
        for step in self._alerts.pop(entity, []):
            self._begin(step)

    def cleaned(self, asset: str) -> None:
        """A response took *asset* back: what an attack did to it ends."""
        if asset in self.held:
            self._floods.silence(asset)
        if asset in self._effects:
            step, kind = self._effects.pop(asset)
            self.phase(step, kind, asset, asset, "effect_end")
        for performance in self._performing:
            performance.lost |= performance.src == asset
        if self.held.pop(asset, None) is not None:
            self._opened.discard(asset)
            self._taken_back.add(asset)
            self._sweeps.silence(asset)
            self._loads.silence(asset)
            self.world.log.one("compromise", time=self._now, asset=asset, state="recovered", step="")

    @property
    def _now(self) -> Us:
        return self.world.clock.now_us

    def _begin(self, step: Step, won: str = "") -> None:
        """Begin *step*, on *won* where that is what it is about; what conceals it begins before."""
        if step.conceal is None:
            self._launch(step, won)
            return
        self._launch(hiding(step, step.conceal), "")
        self.world.clock.after(step.conceal.lead_us, f"story/{step.id}/{won}", partial(self._launch, step, won), EARLY)

    def _launch(self, step: Step, won: str) -> None:
        targets = (won,) if won else self._targets(step)
        if step.kind in ADVERSARIES:
            self._open[step.id] = self._open.get(step.id, 0) + 1
            self.world.clock.start(self._choose(step, ADVERSARIES[step.kind](**step.parameters), targets))
            return
        attack = ATTACKS[step.kind](**step.parameters)
        groups = [(target,) for target in targets] if attack.each else [targets]
        self._open[step.id] = self._open.get(step.id, 0) + len(groups)
        for group in groups:
            self.world.clock.start(self._perform(step, attack, group))

    def _choose(self, step: Step, adversary: Adversary, entries: tuple[str, ...]) -> Process:
        """Let an adversary make its moves, each a performance of its own."""
        yield from Campaigner(self, step, adversary, entries).process()

    def _targets(self, step: Step) -> tuple[str, ...]:
        names = [asset.name for asset in self.world.inventory.assets]
        found = [name for pattern in step.on for name in names if fnmatchcase(name, pattern)]
        return tuple(dict.fromkeys(found))

    def _foothold(self, step: Step, attack: Attack, targets: tuple[str, ...]) -> Foothold:
        run = self._runs[step.id] = self._runs.get(step.id, -1) + 1
        at = step.start or self._stands_on(step, attack, targets[0])
        return Foothold(at, targets, Stream.of(self.world.seed, f"attack/{step.id}", str(run)))

    def _stands_on(self, step: Step, attack: Attack, target: str) -> str:
        """The target itself if it is held or opened by hand, else what the forerunner won, or acted from."""
        if attack.by_hand or target in self.held:
            return target
        won = self._won.get(step.after, [])
        here = [asset for asset in won if asset in self.held] or won or [self._acted_from.get(step.after, target)]
        return here[0]

    def _perform(self, step: Step, attack: Attack, targets: tuple[str, ...]) -> Process:
        """Perform it, and tell the steps that wait for it."""
        performance, outcome = yield from self.perform(step, attack, targets)
        if outcome == "success":
            self._acted_from.setdefault(step.id, performance.foothold.at)
        self.ended(step, outcome)

    def perform(
        self, step: Step, attack: Attack, targets: tuple[str, ...], learn: Learn | None = None
    ) -> Generator[Event, Any, tuple[Performance, Outcome]]:
        """Run one generator to its end, and write what became of it; *learn* is told what the attacker sees."""
        foothold = self._foothold(step, attack, targets)
        target = targets[0] if len(targets) == 1 else ", ".join(step.on)
        performance = Performance(step, foothold, target, "" if attack.by_hand else foothold.at, attack.benign)
        self._performing.append(performance)
        if not attack.benign:
            self.phase(step, step.kind, foothold.at, target, "start")
        performance.result = yield from self._act(performance, attack, learn)
        self._performing.remove(performance)
        outcome = performance.outcome(performance.result, self.world.network)
        if not attack.benign:
            self.phase(step, step.kind, foothold.at, target, "end", outcome)
        return performance, outcome

    def ended(self, step: Step, outcome: Outcome) -> None:
        """A performance of *step* has ended: tell those that wait for a win, and, when none runs, for any other end."""
        self._open[step.id] -= 1
        if outcome == "success":
            self._follow(step)
        if self._open[step.id] == 0:
            self._follow(step, outcome="any")
            if (step.id, "won") not in self._followed:
                self._follow(step, outcome="failed")

    def _act(self, performance: Performance, attack: Attack, learn: Learn | None) -> Generator[Event, Any, Result]:
        """Perform intent after intent, as long as what each is done from is held."""
        steps = attack.steps(performance.foothold)
        seen: Seen = None
        if performance.step.start and not self._holds(performance, performance.step.start):
            return "failed"
        while not performance.lost:
            try:
                intent = steps.send(seen)
            except StopIteration as end:
                result: Result = end.value
                return result
            src = said_from(intent)
            if src and not self._holds(performance, src):
                break
            seen = yield from self._do(performance, intent)
            if learn is not None and not performance.lost:
                learn(intent, seen)
        return "failed"

    def _holds(self, performance: Performance, src: str) -> bool:
        """Whether the attacker holds *src*; if a response took it back, that is what stops the performance."""
        if src in self.held or performance.benign:
            return True
        performance.lost |= src in self._taken_back
        return False

    def _follow(self, step: Step, won: str = "", outcome: str = "won") -> None:
        """Begin the steps that waited for *outcome*: those on ``won`` for each asset it takes, the others once."""
        first = (step.id, outcome) not in self._followed
        self._followed.add((step.id, outcome))
        for later in self._waiting.get(step.id, []):
            each = WON in later.on
            if later.outcome == outcome and (won if each else first):
                begin = partial(self._begin, later, won if each else "")
                self.world.clock.after(later.delay_us, f"story/{later.id}/{won}", begin, EARLY)

    # -- performing an intent ----------------------------------------------------------------------------------------

    def _do(self, performance: Performance, intent: Intent) -> Generator[Event, Any, Seen]:
        match intent:
            case Wait():
                yield self._sleep(performance.step, us(intent.seconds))
            case Say():
                return (yield from self._say(performance, intent.message))
            case Sweep():
                return (yield from self._sweep(performance, intent))
            case Beacon():
                return (yield from self._beacon(performance, intent))
            case Flood():
                return (yield from self._flood(performance, intent))
        return self._do_at_once(performance, intent)

    def _do_at_once(self, performance: Performance, intent: Intent) -> Seen:
        match intent:
            case Touch():
                return self._touch(intent)
            case MirrorOff():
                return turn_mirror_off(self.world, intent)
            case Take():
                self._take(performance, intent.asset)
            case Effect():
                self._effect(performance.step, intent)
        return None

    def _sleep(self, step: Step, delay_us: Us) -> Event:
        return self.world.clock.sleep(delay_us, f"story/{step.id}", EARLY)

    def _say(self, performance: Performance, message: Message) -> Generator[Event, Any, Reply]:
        """Send it; the answer takes a moment, and whoever drops it says nothing."""
        performance.says(message.src, (SERVICE_ID[message.service],))
        reply = self.world.send(message, "" if performance.benign else performance.step.id)
        performance.hears({message.dst: reply.fate}, reply.fate)
        answered = reply.fate in ANSWERED
        if answered and not performance.benign:
            self._reach(message.src, message.dst, message.service)
        yield self._sleep(performance.step, SECOND_US // 10)
        return reply if answered else Reply("unanswered")

    def _touch(self, intent: Touch) -> Reply:
        """By hand, near by, or from inside an asset that is held."""
        if intent.asset not in self.held and intent.verb not in BESIDE_IT:
            return Reply("delivered", "401")
        reply = self.world.device_of(intent.asset).touch(intent.asset, intent.verb, intent.payload)
        if intent.verb == "open" and reply.ok:
            self._opened.add(intent.asset)
        return reply

    def _take(self, performance: Performance, asset: str) -> None:
        """Only what was opened by hand, or logged in to, can be taken."""
        step = self.campaigns.get(performance.step.id, performance.step)
        session = (performance.foothold.at, asset) in self.world.device_of(asset).sessions
        if asset in self.held or not (session or asset in self._opened):
            return
        self.held[asset] = step.id
        self.world.log.one("compromise", time=self._now, asset=asset, state="compromised", step=performance.step.id)
        self._won.setdefault(step.id, []).append(asset)
        self._follow(step, asset)

    def _effect(self, step: Step, intent: Effect) -> None:
        self.phase(step, step.kind, intent.target, intent.target, intent.phase)
        self._effects.pop(intent.target, None)
        if intent.phase == "effect_start":
            self._effects[intent.target] = (step, step.kind)

    def _sweep(self, performance: Performance, intent: Sweep) -> Generator[Event, Any, Seen]:
        """Probes go out while the clock runs; the scanner learns the answers at the end."""
        if not intent.targets:
            return ()
        cohort = SweepCohort(
            self.world.traffic, intent.src, intent.targets, intent.ports, intent.rate_per_s, self._now,
            "" if performance.benign else performance.step.id,
        )  # fmt: skip
        performance.says(intent.src, tuple(cohort.services.tolist()))
        load = self._loads.put(intent.src, dict.fromkeys(intent.targets, cohort.load_bps))
        self._sweeps.on.append(cohort)
        yield self._sleep(performance.step, cohort.ends_us - self._now)
        self._sweeps.end(cohort, self._now)
        self._loads.take_off(load)
        self._reach_all(cohort)
        performance.hears(cohort.met, cohort.last)
        return tuple(cohort.answers)

    def _beacon(self, performance: Performance, intent: Beacon) -> Generator[Event, Any, Seen]:
        """One message a period, each with its own delay, until the time is over or the asset is taken back."""
        step, message = performance.step, intent.message
        performance.says(message.src, (SERVICE_ID[message.service],))
        stream = Stream.of(self.world.seed, f"attack/{step.id}/{message.src}", "beacon")
        rate_bps = round(8 * (message.bytes_out + message.bytes_in) / intent.every_s)
        load = self._loads.put(message.src, {message.dst: rate_bps})
        ends_us, arrived, number = self._now + us(intent.lasts_s), 0, 0
        while self._now < ends_us and not performance.lost:
            late = stream.uniform(number, 0.0, intent.jitter) * intent.every_s
            yield self._sleep(step, us(intent.every_s * (1 - intent.jitter / 2) + late))
            if not performance.lost:
                reply = yield from self._say(performance, message)
                arrived += reply.fate == "delivered"
                number += 1
        self._loads.take_off(load)
        return arrived

    def _flood(self, performance: Performance, intent: Flood) -> Generator[Event, Any, Seen]:
        """It fills links while the clock runs, as far as the rules let it; how long it arrived shows at the end."""
        if intent.dst not in self.world.inventory.index or intent.dst == intent.src:
            return 0
        step = "" if performance.benign else performance.step.id
        flood = FloodCohort(
            self.world.traffic, intent.src, intent.dst, intent.port, intent.mbps, self._now, us(intent.lasts_s), step
        )
        performance.pours(flood)
        self._floods.begin(flood, partial(self._flooded, performance))
        yield self._sleep(performance.step, flood.ends_us - self._now)
        self._floods.end(flood)
        performance.hears({intent.dst: flood.last}, flood.last)
        return flood.arrived

    def _flooded(self, performance: Performance, arrives: bool) -> None:
        """The effect of a flood goes on as long as any of it arrives, and ends where its sender is cut off."""
        if not performance.benign:
            self._effect(performance.step, Effect(performance.src, "effect_start" if arrives else "effect_end"))

    def _reach_all(self, sweep: SweepCohort) -> None:
        for target in sweep.alive if sweep.step else ():
            self._reach(sweep.src, target, "scan")

    def _reach(self, src: str, dst: str, service: str) -> None:
        if dst not in self.reached and dst != src:
            self.reached.add(dst)
            self.world.log.one("reached", time=self._now, src=src, dst=dst, service=service)

    def phase(self, step: Step, kind: str, actor: str, target: str, phase: str, outcome: str = "") -> None:
        """Write *phase* of *step* into the truth book."""
        self.world.log.one(
            "attack", time=self._now, step=step.id, technique=step.technique or _technique(kind), attack=kind,
            actor=actor, target=target, phase=phase, outcome=outcome,
        )  # fmt: skip


def _technique(kind: str) -> str:
    return (ATTACKS if kind in ATTACKS else ADVERSARIES)[kind].technique
