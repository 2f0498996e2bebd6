"""A story file, checked: its steps in the form people write, what they leave open, and the assets they name.

A step is written on one line, the attack's own parameters beside the step's keys::

    - {id: tamper, kind: tampered_navigation, on: amr-007, after: foothold, delay: 2 min, shift_m: [3.0, -1.5]}
    - {id: crew, kind: staged, profile: insider, on: ws-07, at: {from: "00:05", to: "00:20"}}
    - {id: warm, kind: gateway_blinding, on: gateway-01, after: take, conceal: {kind: freeze, on: gateway-02}}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from math import inf
from typing import Any

from twin.attacks.adversaries import ADVERSARIES
from twin.attacks.adversaries.base import Adversary
from twin.attacks.base import Attack
from twin.attacks.concealment import Concealment
from twin.core.errors import Fault, nearest_word
from twin.devices import DEVICES
from twin.lab.fault_file import checked_faults
from twin.lab.kinds import known_name, split_choice, unique
from twin.lab.operation_file import checked_operations
from twin.lab.scenario import DeviceGroup, Step, Story
from twin.lab.shape import check, check_parameters, fits
from twin.lab.step_kinds import STEP_KINDS
from twin.lab.story_ranges import EVERY, alternatives, check_kinds, closed_steps, is_open, varied
from twin.lab.story_reach import check_reach
from twin.lab.techniques import check_technique, current
from twin.lab.trigger_file import WON, check_order, check_states, check_trigger, duration, earliest_us, triggered
from twin.lab.written import Written, show

STEP_KEYS = ("id", "kind", "on", "from", "at", "after", "delay", "when", "technique", "conceal")
NAMES_ASSET = {
    "broker_abuse": ("broker",), "dns_beacon": ("resolver",), "exfiltration": ("to",), "flood": ("target",),
    "implant": ("server",),
    "lateral_movement": ("directory",), "planner": ("target",), "shadow_device": ("resolver", "cloud"),
    "spoofed_orders": ("broker",), "staged": ("resolver",),
}  # fmt: skip
"""Parameters of attacks and adversaries that name an asset of the site."""

STARTS = (1970, 2100)
"""First and last year that a story may start in: what every export can write."""


def check_story(written: Written, faults: list[Fault]) -> Story | None:
    """The story, or None with everything that is wrong added to *faults*; assets need :func:`check_targets`."""
    steps = steps_of(written)
    entries = dict(written.entries)
    sound: dict[str, tuple[Step, Written]] = {}
    if "steps" in entries and isinstance(entries["steps"].value, list):
        made = [_checked(step, sound, faults) for step in entries["steps"].items]
        entries["steps"] = replace(entries["steps"], value=made)
    if "faults" in entries and isinstance(entries["faults"].value, list):
        entries["faults"] = checked_faults(entries["faults"], faults)
    for key in ("operations", "surges"):
        if key in entries and isinstance(entries[key].value, list):
            entries[key] = checked_operations(entries[key], faults)
    story = check(Story, written.with_entries(entries), faults)
    if story is not None and not STARTS[0] <= story.starts.year <= STARTS[1]:
        problem = f"{show(written['starts'])} is out of range"
        faults.append(written["starts"].fault("out-of-range", problem, f"allowed: years {STARTS[0]} to {STARTS[1]}"))
    unique([(step["id"].text, step["id"]) for step in steps if "id" in step.entries], "a step", faults)
    check_order(steps, faults)
    check_reach(sound, _own_hours(written), faults)
    return story


def _own_hours(written: Written) -> float | None:
    """How long the story is by its own file, h; None where that is not sound, or another length was asked for."""
    hours = written.entries.get("hours")
    if hours is None or hours.place.source != written.place.source or isinstance(hours.value, bool):
        return None
    return float(hours.value) if isinstance(hours.value, int | float) and 0 < hours.value < inf else None


def _checked(step: Written, sound: dict[str, tuple[Step, Written]], faults: list[Fault]) -> Written:
    """The step in the form of its schema; where nothing is wrong with it, also put among the *sound* ones."""
    before = len(faults)
    made = _step(step, faults)
    read = fits(Step, made) if len(faults) == before else None
    if read is not None:
        sound.setdefault(read.id, (read, step))
    return made


def steps_of(written: Written) -> list[Written]:
    """The steps that are mappings, as written."""
    steps = written.entries.get("steps")
    return [step for step in (steps.items if steps else []) if isinstance(step.value, dict)]


def check_targets(
    written: Written, groups: Mapping[str, DeviceGroup], rooms: Sequence[str], faults: list[Fault]
) -> None:
    """Faults for names that stand for nothing on the site, and for a ``from`` that nobody holds."""
    assets = list(groups)
    robots = [name for name, group in groups.items() if group.kind == "amr"]
    for step in steps_of(written):
        for wanted in _named(step.entries.get("on")):
            if wanted.text != WON:
                _check_pattern(wanted, assets, faults)
        for start in alternatives(step["from"]) if "from" in step.entries else []:
            if start.text != EVERY:
                known_name(start, assets, "an asset of the site", faults)
            if start.text in assets:
                _check_foothold(step, start, written, faults)
        check_states(step, rooms, robots, assets, faults)
        check_kinds(step, [group.kind for group in groups.values()], faults)
        _check_suits(step, groups, faults)
        _check_gateways(step, groups, faults)


def check_parameters_name_assets(written: Written, assets: Sequence[str], faults: list[Fault]) -> None:
    """Faults for parameters that stand for an asset, written or by default, where the site lacks it."""
    for step in steps_of(written):
        kind = step.entries["kind"].text if "kind" in step.entries else ""
        for name in NAMES_ASSET.get(kind, ()):
            fallback = STEP_KINDS[kind].model_fields[name].default
            default = Written(fallback, step.place, f"{step.path}.{name}", step.place)
            for wanted in alternatives(step.entries.get(name, default)):
                known_name(wanted, assets, "an asset of the site", faults)


def _named(on: Written | None) -> list[Written]:
    """Every name or pattern of *on*, of each of its alternatives."""
    return [] if on is None else [wanted for each in alternatives(on) for wanted in each.items or [each]]


def _check_pattern(wanted: Written, assets: Sequence[str], faults: list[Fault]) -> None:
    if not any(letter in wanted.text for letter in "*?["):
        known_name(wanted, assets, "an asset of the site", faults)
    elif not any(fnmatchcase(name, wanted.text) for name in assets):
        prefixes = sorted({name.rsplit("-", 1)[0] for name in assets})
        nearest = nearest_word(wanted.text.rstrip("*?-"), prefixes)
        remedy = f"did you mean {nearest}-*?" if nearest else f"names begin with: {', '.join(prefixes)}"
        faults.append(wanted.fault("matches-nothing", f"no asset of the site is called like {show(wanted)}", remedy))


def _check_suits(step: Written, groups: Mapping[str, DeviceGroup], faults: list[Fault]) -> None:
    """What a step is on is of a kind that it can do something to; of a pattern at least one device is."""
    kind, on = _kind(step), step.entries.get("on")
    if kind is None or issubclass(kind, Adversary) or not kind.suits or on is None:
        return
    able = ", ".join(kind.suits)
    opened = [on["any_of"]] if is_open(on) and "any_of" in on.entries else []
    for wanted in opened or _named(on):
        kinds = {group.kind for name, group in groups.items() if fnmatchcase(name, wanted.text)}
        kinds = {wanted.text} & DEVICES.entries.keys() if opened else kinds
        if kinds and not kinds & set(kind.suits):
            what = f"of kind {next(iter(kinds))}" if len(kinds) == 1 else "of other kinds"
            problem = f"{show(wanted)} is {what}, and {step['kind'].text} can do nothing to it"
            known = [name for name, group in groups.items() if group.kind in kind.suits]
            remedy = f"it can to: {able} (here {', '.join(known[:3])}{' ...' * (len(known) > 3)})"
            faults.append(wanted.fault("wrong-device", problem, remedy if known else f"it can to: {able}"))


def _check_gateways(step: Written, groups: Mapping[str, DeviceGroup], faults: list[Fault]) -> None:
    """What conceals a step is done in gateways, for readings go through nothing else."""
    conceal = step.entries.get("conceal")
    gateways = [name for name, group in groups.items() if group.kind == "gateway"]
    for wanted in _named(conceal.entries.get("on")) if conceal is not None else []:
        if wanted.text and not any(fnmatchcase(name, wanted.text) for name in gateways):
            problem = f"{show(wanted)} is not a gateway of the site, and readings go through nothing else"
            faults.append(wanted.fault("missing-reference", problem, f"gateways: {', '.join(gateways) or 'none'}"))
    itself = {each.text for each in _named(step.entries.get("on"))}
    for wanted in _named(conceal.entries.get("on")) if conceal is not None else []:
        if wanted.text in itself and wanted.text in gateways:
            problem = f"the step itself changes what {show(wanted)} says, and the later word is the one that holds"
            faults.append(wanted.fault("contradicts-itself", problem, "conceal it in another gateway"))


def _check_foothold(step: Written, start: Written, story: Written, faults: list[Fault]) -> None:
    """A step with ``from`` needs another that can take that asset before it, and a kind that acts from somewhere."""
    kind = _kind(step)
    if kind is not None and (issubclass(kind, Adversary) or kind.by_hand):
        what = "is an adversary, which begins" if issubclass(kind, Adversary) else "is done by hand"
        problem = f"{step['kind'].text} {what} at its target, from nowhere"
        faults.append(step["from"].fault("no-foothold", problem, "leave from out", at_key=True))
    elif _means_no_ill(kind, step):
        return
    elif not any(_may_take(other, start.text, earliest_us(step)) for other in steps_of(story) if other is not step):
        problem = f"no step before this one can have taken {show(start)}"
        remedy = f"take it first, such as with {{id: foothold, kind: service_port, on: {start.text}, at: 0 min}}"
        faults.append(start.fault("no-foothold", problem, remedy))


def _means_no_ill(kind: type[Attack | Adversary] | None, step: Written) -> bool:
    """Whether the step only looks like an attack, so that it needs no foothold."""
    if kind is None or issubclass(kind, Adversary):
        return False
    own: dict[str, Any] = {key: value.value for key, value in step.entries.items() if key not in STEP_KEYS}
    return kind.model_construct(None, **own).benign


def _may_take(step: Written, asset: str, before_us: int | None) -> bool:
    """Whether *step* can take *asset*, and is not known to begin at *before_us* or later."""
    kind, begins_us = _kind(step), earliest_us(step)
    if kind is None or step.entries.get("on") is None:
        return kind is None
    if begins_us is not None and before_us is not None and begins_us >= before_us:
        return False
    if issubclass(kind, Adversary):
        return True
    return kind.takes and any(each.text == WON or fnmatchcase(asset, each.text) for each in _named(step["on"]))


def _kind(step: Written) -> type[Attack | Adversary] | None:
    """What *step* names; None where it names nothing that there is, which is a fault of its own."""
    kind = step.entries.get("kind")
    return STEP_KINDS[kind.text] if kind is not None and kind.text in STEP_KINDS.entries else None


def _step(step: Written, faults: list[Fault]) -> Written:
    """The step in the form of its schema; what it leaves open is checked alternative by alternative."""
    if not isinstance(step.value, dict):
        return step
    check_trigger(step, faults)
    opened = varied(step, faults)
    made, *_ = [_closed(closed, faults) for closed in closed_steps(step)]
    return made if opened is None else made.with_entries({**made.entries, "varied": opened})


def _closed(step: Written, faults: list[Fault]) -> Written:
    made = dict(split_choice(step, STEP_KINDS, "an attack", faults, STEP_KEYS).entries)
    if "on" in made and made["on"].text:
        made["on"] = replace(made["on"], value=[made["on"]])
    for key, field in (("at", "at_us"), ("delay", "delay_us")):
        if key in made:
            made[field] = duration(made.pop(key), faults)
    triggered(made, faults)
    if "technique" in made and check_technique(made["technique"], faults):
        made["technique"] = replace(made["technique"], value=current(made["technique"].text))
    if "conceal" in made:
        _conceal(step, made, faults)
    return step.with_entries(made)


def _conceal(step: Written, made: dict[str, Written], faults: list[Fault]) -> None:
    """What hides the step, in the form of its schema; its kind is the manner of ``concealment``."""
    conceal = made["conceal"]
    if not conceal.entries:
        remedy = "write conceal: {kind: freeze, on: gateway-01}"
        faults.append(conceal.fault("wrong-type", f"{show(conceal)} does not say what hides the step", remedy))
        del made["conceal"]
        return
    if step.entries["kind"].text in ADVERSARIES.entries:
        problem = "an adversary hides what it does by itself"
        faults.append(conceal.fault("bad-trigger", problem, "conceal a step of yours", at_key=True))
    beside = ("kind", "on", "lead")
    own = {key: value for key, value in conceal.entries.items() if key not in beside}
    parameters = conceal.with_entries({**own, **({"manner": conceal["kind"]} if "kind" in conceal.entries else {})})
    check_parameters(Concealment, parameters, beside, faults)
    kept = {key: value for key, value in conceal.entries.items() if key == "on"}
    if "on" in kept and kept["on"].text:
        kept["on"] = replace(kept["on"], value=[kept["on"]])
    if "lead" in conceal.entries:
        kept["lead_us"] = duration(conceal["lead"], faults)
    made["conceal"] = conceal.with_entries({**kept, "parameters": parameters})
