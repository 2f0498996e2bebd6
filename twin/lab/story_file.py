"""A story file, checked: its steps in the form people write, their triggers, and the assets they name.

A step is written on one line, the attack's own parameters beside the step's keys::

    - {id: tamper, kind: tampered_navigation, on: amr-007, after: foothold, delay: 2 min, shift_m: [3.0, -1.5]}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from twin.attacks import ATTACKS
from twin.attacks.base import Attack
from twin.core.errors import Fault, nearest_word
from twin.core.units import parse_duration
from twin.lab.fault_file import checked_faults
from twin.lab.kinds import known_name, split_choice, unique
from twin.lab.scenario import Story
from twin.lab.shape import check
from twin.lab.written import Written, show

WON = "won"
"""In ``on``: each asset that the step named in ``after`` takes, as it is taken."""

STEP_KEYS = ("id", "kind", "on", "from", "at", "after", "delay", "when")
TRIGGERS = ("at", "after", "when")
NAMES_ASSET = {"dns_beacon": ("resolver",)}
"""Parameters of attacks that name an asset of the site."""

STARTS = (1970, 2100)
"""First and last year that a story may start in: what every export can write."""

_DURATION = 'write "00:10" (h:min), 90s, 4 min or 1.5h'


def check_story(written: Written, faults: list[Fault]) -> Story | None:
    """The story, or None with everything that is wrong added to *faults*; assets need :func:`check_targets`."""
    steps = steps_of(written)
    entries = dict(written.entries)
    if "steps" in entries and isinstance(entries["steps"].value, list):
        entries["steps"] = replace(entries["steps"], value=[_step(step, faults) for step in entries["steps"].items])
    if "faults" in entries and isinstance(entries["faults"].value, list):
        entries["faults"] = checked_faults(entries["faults"], faults)
    story = check(Story, written.with_entries(entries), faults)
    if story is not None and not STARTS[0] <= story.starts.year <= STARTS[1]:
        problem = f"{show(written['starts'])} is out of range"
        faults.append(written["starts"].fault("out-of-range", problem, f"allowed: years {STARTS[0]} to {STARTS[1]}"))
    unique([(step["id"].text, step["id"]) for step in steps if "id" in step.entries], "a step", faults)
    _check_order(steps, faults)
    return story


def steps_of(written: Written) -> list[Written]:
    """The steps that are mappings, as written."""
    steps = written.entries.get("steps")
    return [step for step in (steps.items if steps else []) if isinstance(step.value, dict)]


def check_targets(written: Written, assets: Sequence[str], faults: list[Fault]) -> None:
    """Faults for ``on``, ``from`` and ``alert_on`` that name nothing on the site, and for a ``from`` nobody holds."""
    for step in steps_of(written):
        on = step.entries.get("on")
        for wanted in (on.items or [on]) if on else []:
            if wanted.text != WON:
                _check_pattern(wanted, assets, faults)
        if "from" in step.entries:
            known_name(step["from"], assets, "an asset of the site", faults)
            if step["from"].text in assets:
                _check_foothold(step, written, faults)
        when = step.entries.get("when")
        if when and "alert_on" in when.entries:
            known_name(when["alert_on"], assets, "an asset of the site", faults)


def check_parameters_name_assets(written: Written, assets: Sequence[str], faults: list[Fault]) -> None:
    """Faults for parameters that stand for an asset, written or by default, where the site lacks it."""
    for step in steps_of(written):
        kind = step.entries["kind"].text if "kind" in step.entries else ""
        for name in NAMES_ASSET.get(kind, ()):
            default = Written(ATTACKS[kind].model_fields[name].default, step.place, f"{step.path}.{name}", step.place)
            known_name(step.entries.get(name, default), assets, "an asset of the site", faults)


def _check_pattern(wanted: Written, assets: Sequence[str], faults: list[Fault]) -> None:
    if not any(letter in wanted.text for letter in "*?["):
        known_name(wanted, assets, "an asset of the site", faults)
    elif not any(fnmatchcase(name, wanted.text) for name in assets):
        prefixes = sorted({name.rsplit("-", 1)[0] for name in assets})
        nearest = nearest_word(wanted.text.rstrip("*?-"), prefixes)
        remedy = f"did you mean {nearest}-*?" if nearest else f"names begin with: {', '.join(prefixes)}"
        faults.append(wanted.fault("matches-nothing", f"no asset of the site is called like {show(wanted)}", remedy))


def _check_foothold(step: Written, story: Written, faults: list[Fault]) -> None:
    """A step with ``from`` needs another that can take that asset before it, and a kind that acts from somewhere."""
    kind, start = _kind(step), step["from"]
    if kind is not None and kind.by_hand:
        problem = f"{step['kind'].text} is done by hand at its target, from nowhere"
        faults.append(start.fault("no-foothold", problem, "leave from out", at_key=True))
    elif not any(_may_take(other, start.text, _at_us(step)) for other in steps_of(story) if other is not step):
        problem = f"no step before this one can have taken {show(start)}"
        remedy = f"take it first, such as with {{id: foothold, kind: service_port, on: {start.text}, at: 0 min}}"
        faults.append(start.fault("no-foothold", problem, remedy))


def _may_take(step: Written, asset: str, before_us: int | None) -> bool:
    """Whether *step* can take *asset*, and is not known to begin at *before_us* or later."""
    kind, on, begins_us = _kind(step), step.entries.get("on"), _at_us(step)
    if kind is None or on is None or not kind.takes:
        return kind is None
    if begins_us is not None and before_us is not None and begins_us >= before_us:
        return False
    return any(wanted.text == WON or fnmatchcase(asset, wanted.text) for wanted in on.items or [on])


def _kind(step: Written) -> type[Attack] | None:
    """The attack that *step* names; None where it names none that there is, which is a fault of its own."""
    kind = step.entries.get("kind")
    return ATTACKS[kind.text] if kind is not None and kind.text in ATTACKS.entries else None


def _at_us(step: Written) -> int | None:
    """When *step* begins, where it says so by the clock."""
    at = step.entries.get("at")
    begins_us = None if at is None else _duration(at, []).value
    return begins_us if isinstance(begins_us, int) else None


def _step(step: Written, faults: list[Fault]) -> Written:
    """The step in the form of its schema."""
    if not isinstance(step.value, dict):
        return step
    _check_trigger(step, faults)
    made = dict(split_choice(step, ATTACKS, "an attack", faults, STEP_KEYS).entries)
    if "on" in made and made["on"].text:
        made["on"] = replace(made["on"], value=[made["on"]])
    for key, field in (("at", "at_us"), ("delay", "delay_us")):
        if key in made:
            made[field] = _duration(made.pop(key), faults)
    when = made.pop("when", None)
    if when is not None:
        made.update(_state(when, faults))
    return step.with_entries(made)


def _duration(written: Written, faults: list[Fault]) -> Written:
    try:
        return replace(written, value=parse_duration(written.text))
    except ValueError:
        faults.append(written.fault("bad-duration", f"{show(written)} is not a duration", _DURATION))
        return replace(written, value=0)


def _state(when: Written, faults: list[Fault]) -> Mapping[str, Written]:
    for key, value in when.entries.items():
        if key != "alert_on":
            faults.append(value.fault("unknown-key", "there is no such state", "known: alert_on", at_key=True))
    if not when.entries:
        faults.append(when.fault("wrong-type", f"{show(when)} is not a state", "write when: {alert_on: amr-007}"))
    return {key: value for key, value in when.entries.items() if key == "alert_on"}


def _check_trigger(step: Written, faults: list[Fault]) -> None:
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


def _check_order(steps: list[Written], faults: list[Fault]) -> None:
    """``after`` names a step, and no chain of them bites its own tail."""
    named = {step["id"].text: step for step in steps if "id" in step.entries}
    before = {name: step["after"].text for name, step in named.items() if "after" in step.entries}
    for step in steps:
        if "after" in step.entries:
            known_name(step["after"], list(named), "a step of this story", faults)
    told: set[str] = set()
    for name in before:
        ring = _ring(name, before)
        if ring and not told.intersection(ring):
            told.update(ring)
            problem = f"steps wait for each other: {' -> '.join([*ring, ring[0]])}"
            faults.append(named[name]["after"].fault("step-cycle", problem, 'start one of them with at: "00:10"'))


def _ring(name: str, before: Mapping[str, str]) -> list[str]:
    """The names from *name* back to itself along *before*, or nothing."""
    way, here = [name], before.get(name, "")
    while here and here not in way:
        way.append(here)
        here = before.get(here, "")
    return way if here == name else []
