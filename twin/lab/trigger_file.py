"""What starts a step, as a story file says it, and whether that can ever happen.

::

    at: "00:10"                                  a time after the start
    after: scan                                  when the step won; with delay: 2 min
    after: {failed: scan}                        when it ended without having won; {any: scan} when it ended at all
    when: {alert_on: amr-007}                    when an alert accuses an asset
    when: {temperature_c: chill-1, above: 8}     a state, looked at every minute; every: 10s for more often
    when: {metric: orders_late, between: [5, 50]}
    when: called                                 when somebody who leads an exercise says so

A step that waits for what can never come is found here, before anything runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from twin.core.errors import Fault, remedy_for
from twin.core.units import parse_duration
from twin.lab.kinds import known_name
from twin.lab.metrics import METRICS
from twin.lab.story_ranges import alternatives
from twin.lab.triggers import ONLY_AT_END
from twin.lab.written import Written, show

CALLED = "called"
"""In ``when``: the step begins by a decision, never by itself."""

WON = "won"
"""In ``on``: each asset that the step named in ``after`` takes, as it is taken."""

TRIGGERS = ("at", "after", "when")
OUTCOMES = ("won", "failed", "any")
QUANTITIES = ("temperature_c", "battery", "alerts", "metric")
BOUNDS = ("above", "below", "between")
_LIMITS: Mapping[str, tuple[float, float]] = {"temperature_c": (-60, 150), "battery": (0, 1), "alerts": (0, 1e9)}
"""What each quantity can be."""
_STATE_KEYS = ("alert_on", *QUANTITIES, *BOUNDS, "every")
_DURATION = 'write "00:10" (h:min), 90s, 4 min or 1.5h'
_STATE = "write when: {temperature_c: chill-1, above: 8}, when: {alert_on: amr-007}, or when: called"


def duration(written: Written, faults: list[Fault]) -> Written:
    """*written* in microseconds; 0 with a fault where it is no duration."""
    try:
        return replace(written, value=parse_duration(written.text))
    except ValueError:
        faults.append(written.fault("bad-duration", f"{show(written)} is not a duration", _DURATION))
        return replace(written, value=0)


def check_trigger(step: Written, faults: list[Fault]) -> None:
    """Faults for none, several, and half triggers."""
    used = [key for key in TRIGGERS if key in step.entries]
    if len(used) != 1:
        said = f"it has {' and '.join(used)}" if used else "it has none"
        problem = f"a step starts by exactly one of at, after, when; {said}"
        faults.append(step.fault("bad-trigger", problem, 'keep one, such as at: "00:10" or after: <step>'))
    on = step.entries.get("on")
    if on and "after" not in step.entries and WON in [wanted.text for wanted in on.items or [on]]:
        problem = f"{WON} means what the step named in after takes"
        faults.append(on.fault("bad-trigger", problem, "add after: <step>, or name the assets"))
    if "delay" in step.entries and "after" not in step.entries:
        problem = "a delay is counted from the step named in after"
        faults.append(step["delay"].fault("bad-trigger", problem, "use at: alone, or add after:", at_key=True))


def forerunner(step: Written) -> Written | None:
    """The step that *step* waits for, as written; None where it waits for none."""
    after = step.entries.get("after")
    if after is None:
        return None
    return next((after[word] for word in OUTCOMES if word in after.entries), after)


def outcome(step: Written) -> str:
    """The outcome that *step* waits for."""
    after = step.entries.get("after")
    return next((word for word in OUTCOMES if after is not None and word in after.entries), WON)


def triggered(made: dict[str, Written], faults: list[Fault]) -> None:
    """Put the keys that start a step into the form of its schema."""
    after = made.get("after")
    if after is not None and after.entries:
        for key, value in after.entries.items():
            if key not in OUTCOMES or len(after.entries) > 1:
                remedy = "write after: scan, {failed: scan} or {any: scan}"
                faults.append(
                    value.fault("bad-trigger", "a step waits for one outcome of one step", remedy, at_key=True)
                )
        word = next((word for word in OUTCOMES if word in after.entries), WON)
        made["outcome"], made["after"] = replace(after, value=word), after.entries.get(word, replace(after, value=""))
    when = made.pop("when", None)
    if when is not None and when.text == CALLED:
        made["called"] = replace(when, value=True)
    elif when is not None:
        made.update(_state(when, faults))


def check_states(step: Written, rooms: Sequence[str], robots: Sequence[str], assets: Sequence[str],
                 faults: list[Fault]) -> None:  # fmt: skip
    """Faults for states of a room, robot or asset that the site lacks."""
    when = step.entries.get("when")
    known = {"temperature_c": (rooms, "a room of the site"), "battery": (robots, "a robot of the site")}
    for key in ("alert_on", *QUANTITIES) if when else ():
        if when is not None and key in when.entries and key != "metric":
            names, noun = known.get(key, (assets, "an asset of the site"))
            known_name(when[key], names, noun, faults)


def _state(when: Written, faults: list[Fault]) -> Mapping[str, Written]:
    for key, value in when.entries.items():
        if key not in _STATE_KEYS:
            remedy = remedy_for(key, ("alert_on", *QUANTITIES, *BOUNDS, "every"))
            faults.append(value.fault("unknown-key", "there is no such state", remedy, at_key=True))
    if "alert_on" in when.entries:
        more = [key for key in when.entries if key in _STATE_KEYS and key != "alert_on"]
        problem, remedy = "alert_on stands alone", "keep one of them"
        faults += [when[key].fault("bad-trigger", problem, remedy, at_key=True) for key in more]
        return {"alert_on": when["alert_on"]}
    spoken = [key for key in QUANTITIES if key in when.entries]
    bounds = [key for key in BOUNDS if key in when.entries]
    if not when.entries:
        faults.append(when.fault("wrong-type", f"{show(when)} is not a state", _STATE))
    elif len(spoken) != 1 or not bounds or ("between" in bounds and len(bounds) > 1):
        if all(key in _STATE_KEYS for key in when.entries):
            problem = "a state is one quantity, above or below a number, or between two"
            faults.append(when.fault("bad-trigger", problem, _STATE))
    else:
        return {"state": _of(when, spoken[0], bounds, faults)}
    return {}


def _of(when: Written, quantity: str, bounds: Sequence[str], faults: list[Fault]) -> Written:
    """The state in the form of its schema."""
    made = {key: when[key] for key in bounds}
    if "every" in when.entries:
        made["every_us"] = duration(when["every"], faults)
    if quantity == "metric":
        _check_metric(when[quantity], faults)
    _check_bounds(when, quantity, faults)
    return when.with_entries({"quantity": replace(when[quantity], value=quantity), "of": when[quantity], **made})


def _check_metric(wanted: Written, faults: list[Fault]) -> None:
    if wanted.text and wanted.text not in METRICS.entries:
        remedy = remedy_for(wanted.text, METRICS.entries)
        faults.append(wanted.fault("unknown-word", f"{show(wanted)} is not a metric", remedy))
    elif wanted.text in ONLY_AT_END:
        problem = f"{wanted.text} is known only when a run has ended, so this state never comes"
        known = ", ".join(name for name in METRICS if name not in ONLY_AT_END)
        faults.append(wanted.fault("never-comes", problem, f"wait for one of: {known}"))


def _check_bounds(when: Written, quantity: str, faults: list[Fault]) -> None:
    """A bound that the quantity can never fulfil."""
    low, high = _limits(quantity, when[quantity].text)
    ends = when["between"].items if "between" in when.entries else []
    values = {key: _number(when[key]) for key in ("above", "below") if key in when.entries}
    if len(ends) == 2:
        values = {"above": _number(ends[0]), "below": _number(ends[1])}
    above, below = values.get("above"), values.get("below")
    what = when[quantity].text if quantity == "metric" else quantity
    remedy = f"allowed: {low:g} to {high:g}" if high < 1e9 else f"allowed: {low:g} and more"
    if above is not None and below is not None and above >= below:
        problem = f"nothing is above {above:g} and below {below:g}, so this state never comes"
        faults.append(when.fault("never-comes", problem, "write the smaller number first"))
    elif above is not None and above >= high:
        problem = f"{what} is never above {above:g}, so this state never comes"
        faults.append(when.fault("never-comes", problem, remedy))
    elif below is not None and below <= low:
        problem = f"{what} is never below {below:g}, so this state never comes"
        faults.append(when.fault("never-comes", problem, remedy))


def _limits(quantity: str, of: str) -> tuple[float, float]:
    """Lowest and highest of a quantity; what metrics count or measure (orders, minutes, EUR) is never below 0."""
    if quantity != "metric":
        return _LIMITS[quantity]
    scale = METRICS[of].scale if of in METRICS.entries else "mean"
    return 0.0, 1.0 if scale in ("share", "ratio") else float("inf")


def _number(written: Written) -> float | None:
    value = written.value
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def check_order(steps: list[Written], faults: list[Fault]) -> None:
    """``after`` names a step, and no chain of them bites its own tail."""
    named = {step["id"].text: step for step in steps if "id" in step.entries}
    waits = {name: wanted for name, step in named.items() if (wanted := forerunner(step)) is not None}
    for step in steps:
        wanted = forerunner(step)
        if wanted is not None:
            known_name(wanted, list(named), "a step of this story", faults)
    before = {name: wanted.text for name, wanted in waits.items()}
    told: set[str] = set()
    for name in before:
        ring = _ring(name, before)
        if ring and not told.intersection(ring):
            told.update(ring)
            problem = f"steps wait for each other: {' -> '.join([*ring, ring[0]])}"
            faults.append(named[name]["after"].fault("step-cycle", problem, 'start one of them with at: "00:10"'))


def earliest_us(step: Written) -> int | None:
    """When *step* begins at the earliest, where it says so by the clock."""
    at = step.entries.get("at")
    begins = None if at is None else duration(alternatives(at)[0], []).value
    return begins if isinstance(begins, int) else None


def _ring(name: str, before: Mapping[str, str]) -> list[str]:
    """The names from *name* back to itself along *before*, or nothing."""
    way, here = [name], before.get(name, "")
    while here and here not in way:
        way.append(here)
        here = before.get(here, "")
    return way if here == name else []
