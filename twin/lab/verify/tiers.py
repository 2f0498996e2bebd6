"""Analysts in two tiers, and a desk that is empty at night: V38 and V39.

Two tiers with exponential times are a network of two queues: what leaves the first is again a Poisson stream, and so is
the share of it that is handed up, so each tier waits as if it were alone. An empty desk is arithmetic: the line grows
by one an arrival until the shift begins, and then goes down by as many as there are people, a piece of work a time.

Sources: J. R. Jackson, Networks of waiting lines, Operations Research 5 (1957) 518-521; P. J. Burke, The output of a
queuing system, Operations Research 4 (1956) 699-704; G. F. Newell, Applications of Queueing Theory (1982), chapter 2,
on queues that grow while nobody serves.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from twin.core.chance import Streams
from twin.core.clock import EARLY, LAST, Clock
from twin.core.units import HOUR_US, MINUTE_US, SECOND_US, Us, us
from twin.lab.queue import Served
from twin.lab.response_plan import Crew, ResponsePlan, Shift
from twin.lab.soc.staff import Staff
from twin.lab.verify import formulas
from twin.lab.verify.base import Case, Finding, Input, Inputs, exact, within
from twin.lab.verify.driving import drive
from twin.lab.verify.lines import Analysts
from twin.lab.verify.open_queues import FINE, Load, refuse_load, refuse_rare
from twin.lab.verify.sampling import LONG_RELAXATIONS, memoryless, relaxation, traffic, until_narrow

_HOUR_S, _MINUTE_S = 3600.0, 60.0
_DAY_H = 24


class TwoTiers(Case):
    """V38."""

    title = "Two tiers of analysts: a share of all cases is handed up"
    source = "J. R. Jackson, Operations Research 5 (1957); Erlang C for each tier"
    model = "twin.lab.queue.Line"
    inputs = {
        "arrivals_per_h": Input(12.0, "1/h", "cases", 1e-3, 1e5),
        "triage_min": Input(8.0, "min", "mean triage", 1e-3, 1e4),
        "analysts": Input(2, "", "analysts of tier 1", 1, 50, whole=True),
        "share": Input(0.25, "", "share of cases that is handed up", 0.01, 1.0),
        "second_look_min": Input(15.0, "min", "mean second look", 1e-3, 1e4),
        "seniors": Input(1, "", "analysts of tier 2", 1, 50, whole=True),
    }

    def refuse(self, inputs: Inputs) -> None:
        """Both tiers have a steady state, and somebody waits in each."""
        for load in _loads(inputs):
            refuse_load(load.utilisation, load.servers)
            refuse_rare(formulas.erlang_c(load.utilisation * load.servers, load.servers), "waiting")

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Mean wait in each tier, in minutes."""
        loads = _loads(inputs)
        waits = [
            formulas.wait_many_servers(load.arrivals_per_s, 1.0 / load.law.mean_s, load.servers) / _MINUTE_S
            for load in loads
        ]
        enough = [FINE * load.law.mean_s / _MINUTE_S for load in loads]
        spans = until_narrow(_waits_min(loads, inputs["share"], seed), enough)
        names = ("mean wait in tier 1", "mean wait in tier 2")
        return [within(*told) for told in zip(names, ("min", "min"), waits, spans, enough, strict=True)]


def _loads(inputs: Inputs) -> tuple[Load, Load]:
    """What comes to each tier."""
    first, second = int(inputs["analysts"]), int(inputs["seniors"])
    per_s = inputs["arrivals_per_h"] / _HOUR_S
    triage, look = (memoryless(_MINUTE_S * inputs[name]) for name in ("triage_min", "second_look_min"))
    return (
        Load(per_s, triage, first, lambda: Analysts(first)),
        Load(per_s * inputs["share"], look, second, lambda: Analysts(second)),
    )


def _waits_min(loads: tuple[Load, Load], share: float, seed: int) -> Callable[[int], tuple[list[float], list[float]]]:
    first, second = loads
    slowest = max(relaxation(first.utilisation), relaxation(second.utilisation) / share)
    warm, count = round(5 * slowest) + 100, max(6_000, round(LONG_RELAXATIONS * slowest))

    def replicate(number: int) -> tuple[list[float], list[float]]:
        entity = f"two-tiers/{number}"
        asked = traffic(seed, entity, first.arrivals_per_s, first.law, first.servers, warm, count)
        below = drive(first.queue(), asked.came_us, asked.service_us)
        chance = Streams.of(seed, [entity], "handed up").uniform(
            np.zeros(warm + count, dtype=np.int64), np.arange(warm + count)
        )
        up_us = np.sort(below.ended_us[chance < share])
        takes_us = np.rint(second.law.draw(seed, f"{entity}/second", len(up_us)) * SECOND_US).astype(np.int64)
        above = drive(second.queue(), up_us, takes_us)
        kept = up_us >= asked.came_us[warm]
        waits = [float((below.began_us - below.came_us)[warm:].mean()), float((above.began_us - up_us)[kept].mean())]
        looked = float(takes_us[kept].mean()) / SECOND_US / second.law.mean_s - 1.0
        handed = float((chance[warm:] < share).mean()) / share - 1.0
        return [wait / MINUTE_US for wait in waits], [*asked.controls, looked, handed]

    return replicate


class EmptyAtNight(Case):
    """V39."""

    title = "Nobody at the desk at night: the line in the morning"
    source = "Arithmetic; G. F. Newell, Applications of Queueing Theory (1982), chapter 2"
    model = "twin.lab.soc.staff.Staff"
    inputs = {
        "night_h": Input(12, "h", "hours without anybody, from the first alert on", 1, 23, whole=True),
        "gap_min": Input(6.0, "min", "time between alerts", 0.1, 600.0),
        "triage_min": Input(4.0, "min", "triage, always the same", 0.1, 600.0),
        "analysts": Input(2, "", "analysts by day", 1, 50, whole=True),
    }

    def refuse(self, inputs: Inputs) -> None:
        """The night's alerts must be through before the next night begins."""
        work_h = (inputs["night_h"] * 60 / inputs["gap_min"] / inputs["analysts"] + 1) * inputs["triage_min"] / 60
        if work_h >= _DAY_H - inputs["night_h"]:
            raise ValueError(f"the night's alerts take {work_h:.3g} h of a day of {_DAY_H - inputs['night_h']:g} h")

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Alerts that wait at midnight's half and in the morning, their mean wait, and when the last is begun."""
        del seed
        night_us, people = round(inputs["night_h"]) * HOUR_US, int(inputs["analysts"])
        gap_us, takes_us = us(60 * inputs["gap_min"]), us(60 * inputs["triage_min"])
        count = -(-night_us // gap_us)
        begins = [night_us + number // people * takes_us for number in range(count)]
        waits = [begin - number * gap_us for number, begin in enumerate(begins)]
        lines, seen = _night(night_us, gap_us, takes_us, people, count)
        half = -(-(night_us // 2) // gap_us)
        return [
            exact("alerts waiting half through the night", "", half, lines[0]),
            exact("alerts waiting in the morning", "", count, lines[1]),
            exact("their mean wait", "min", sum(waits) / count / MINUTE_US, sum(seen) / count / MINUTE_US),
            exact("the last of them is begun after", "min", (begins[-1] - night_us) / MINUTE_US,
                  (seen[-1] + (count - 1) * gap_us - night_us) / MINUTE_US),
        ]  # fmt: skip


def _night(night_us: Us, gap_us: Us, takes_us: Us, people: int, count: int) -> tuple[list[int], list[Us]]:
    """Lengths of the line half through the night and at its end, and the waits of *count* alerts in order."""
    clock, waits = Clock(), dict[int, Us]()
    hours = night_us // HOUR_US
    day = Shift.model_validate({"from": f"{hours:02d}:00", "to": "00:00"})
    plan = ResponsePlan(team=(Crew(name="day", count=people, shifts=(day,)),))
    staff = Staff(clock, plan, 0, lambda _tier, _served: None)

    def come(number: int) -> None:
        staff.submit(1, number, 0, takes_us, done)

    def done(served: Served) -> None:
        waits[served.number] = served.began_us - served.came_us

    for number in range(count):
        clock.at(number * gap_us, f"come/{number:07d}", partial(come, number))
    lengths: list[int] = []
    clock.at(night_us // 2, "look", lambda: lengths.append(staff.lines[1].waiting), EARLY)
    clock.at(night_us - 1, "look", lambda: lengths.append(staff.lines[1].waiting), LAST)
    clock.run_until(_DAY_H * HOUR_US)
    return lengths, [waits[number] for number in range(count)]
