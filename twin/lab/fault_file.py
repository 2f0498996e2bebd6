"""The ``faults:`` of a story file, checked: what breaks by itself, written on one line each.

::

    faults:
      - {kind: drift_ramp, on: temp-chill-1-03, at: "01:00", for: 2 h, size: 1.5}
      - {kind: dropout, on: "temp-chill-1-1?", at: 10 min, until: 40 min, share: 0.3}
      - {kind: swap, on: temp-chill-1-01, with: temp-chill-1-02, at: 5 min}
      - {kind: breakdown, on: amr-003, at: 20 min}
      - {kind: tap_off, on: core, at: "00:30", for: 20 min}

A fault without ``for`` or ``until`` lasts to the end of the story; a robot's breakdown as long as its repair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from math import isfinite

from twin.core.errors import Fault, remedy_for
from twin.core.units import format_duration, parse_duration
from twin.devices import DEVICES
from twin.lab.kinds import known_name
from twin.lab.mistaken_units import meant
from twin.lab.scenario import DeviceGroup
from twin.lab.written import Written, show
from twin.net.taps import PLACES
from twin.net.zoning import INTERNET
from twin.plant.calibration import CURRENT, DOOR, POWER, TEMPERATURE
from twin.plant.sensor_faults import FAULTS

BREAKDOWN, TAP_OFF = "breakdown", "tap_off"
KINDS = (*FAULTS, BREAKDOWN, TAP_OFF)
KEYS = ("kind", "on", "at", "for", "until")
OPTIONAL = ("share",)
"""Parameters with a usual value of their own."""

_UNREADABLE = -1
_DURATION = 'write "00:10" (h:min), 90s, 4 min or 1.5h'
_UNITS = {TEMPERATURE: "degC", DOOR: "0 closed, 1 open", CURRENT: "A", POWER: "kW"}
_VALUES = {TEMPERATURE: ("c", -60, 150), DOOR: ("", 0, 1), CURRENT: ("a", 0, 10_000), POWER: ("kw", 0, 10_000)}
"""Suffix of the unit, lowest and highest size of a fault whose size is a reading."""
_CHANGES = {TEMPERATURE: ("k", -100, 100), CURRENT: ("a", -10_000, 10_000), POWER: ("kw", -10_000, 10_000)}
"""The same where the size is a difference between two readings."""
_IS_A_READING = ("clipping", "stuck")
_ABOVE_ZERO = ("coarse", "noise_burst")


def checked_faults(written: Written, faults: list[Fault]) -> Written:
    """The list in the form of its schema, with what is wrong in it added to *faults*."""
    return replace(written, value=[_checked(entry, faults) for entry in written.items])


def faults_of(written: Written) -> list[Written]:
    """The faults that are mappings, as written."""
    entries = written.entries.get("faults")
    return [entry for entry in (entries.items if entries else []) if isinstance(entry.value, dict)]


def check_fault_targets(written: Written, assets: Mapping[str, DeviceGroup], faults: list[Fault]) -> None:
    """Faults for targets that the site lacks, that cannot break so, and for sizes that are none of their unit."""
    for entry in faults_of(written):
        kind, on = _text(entry, "kind"), entry.entries.get("on")
        noun, known = _possible(kind, assets)
        for wanted in ((on.items or [on]) if on else []) if kind in KINDS else []:
            if kind == TAP_OFF:
                known_name(wanted, known, noun, faults)
                continue
            found = _named(wanted, known, noun, faults)
            for quantity in dict.fromkeys(assets[name].measures or TEMPERATURE for name in found):
                _check_quantity(entry, kind, quantity, faults)
        if kind == "swap" and "with" in entry.entries:
            _check_pair(entry, known, assets, faults)


def _possible(kind: str, assets: Mapping[str, DeviceGroup]) -> tuple[str, list[str]]:
    """What a fault of *kind* befalls, in words, and the names of what it can befall among *assets*."""
    if kind == TAP_OFF:
        networked = [group for group in assets.values() if not DEVICES[group.kind].on_bus]
        switches = {group.switch or DEVICES[group.kind].switch for group in networked}
        return "a place where this site can be listened to", [*PLACES, *sorted(switches - {"", INTERNET})]
    noun, device = ("a robot of the site", "amr") if kind == BREAKDOWN else ("a sensor of the site", "sensor")
    return noun, [name for name, group in assets.items() if group.kind == device]


def _checked(entry: Written, faults: list[Fault]) -> Written:
    """One fault in the form of its schema."""
    if not isinstance(entry.value, dict):
        return entry
    made = dict(entry.entries)
    _check_parameters(entry, faults)
    if "on" in made and made["on"].text:
        made["on"] = replace(made["on"], value=[made["on"]])
    for key, field in (("at", "at_us"), ("back", "back_us"), ("until", "end_us")):
        if key in made:
            made[field] = _duration(made.pop(key), faults)
    if "for" in made:
        lasts = _duration(made.pop("for"), faults)
        made["end_us"] = replace(lasts, value=_whole(lasts) + _whole(made.get("at_us")))
    if "size" in made and made["size"].text:
        remedy = "write a number alone; its unit is the sensor's"
        faults.append(made["size"].fault("wrong-type", f"{show(made['size'])} is not a number", remedy))
        made.pop("size")
    if "at_us" in made:
        _check_times(entry, made, faults)
        return entry.with_entries(made)
    faults.append(entry.fault("missing-key", "at is missing", "say when it begins: " + _DURATION))
    return entry.with_entries({**made, "at_us": replace(entry, value=0)})


def _check_parameters(entry: Written, faults: list[Fault]) -> None:
    """The kind exists, has the parameters that are written, and has those that it needs."""
    kind = entry.entries.get("kind")
    if kind is None or not kind.text:
        return
    if kind.text not in KINDS:
        faults.append(kind.fault("unknown-kind", f"{show(kind)} is not a fault", remedy_for(kind.text, KINDS)))
        return
    own: tuple[str, ...] = FAULTS[kind.text].parameters if kind.text in FAULTS else ()
    known = [key for key in KEYS if kind.text != BREAKDOWN or key not in ("for", "until")] + list(own)
    for key, value in entry.entries.items():
        if key not in known:
            problem = f"{kind.text} has no parameter of this name"
            faults.append(value.fault("unknown-parameter", problem, remedy_for(key, known), at_key=True))
    missing = [key for key in own if key not in entry.entries and key not in OPTIONAL]
    faults += [entry.fault("missing-key", f"{key} is missing", f"{kind.text} needs {key}:") for key in missing]


def _check_times(entry: Written, made: Mapping[str, Written], faults: list[Fault]) -> None:
    """It ends after its onset, said once, and looks back no farther than the story's beginning."""
    at_us, end = _whole(made["at_us"]), made.get("end_us")
    if at_us == _UNREADABLE:
        return
    if "for" in entry.entries and "until" in entry.entries:
        faults.append(entry["until"].fault("unknown-key", "for says it already", "keep one of them", at_key=True))
    elif end is not None and _whole(end) <= at_us:
        problem = f"the fault ends before its onset, {format_duration(at_us)} after the start"
        faults.append(end.fault("out-of-range", problem, "let it end later, or begin earlier"))
    back = made.get("back_us")
    if back is not None and (not _whole(back) or (_text(entry, "kind") == "replay" and _whole(back) > at_us)):
        problem = f"{show(entry['back'])} before the onset there are no readings"
        remedy = f"allowed: above 0 to {format_duration(at_us)}, the onset"
        faults.append(entry["back"].fault("out-of-range", problem, remedy))


def _named(wanted: Written, known: Sequence[str], noun: str, faults: list[Fault]) -> list[str]:
    """Those of *known* that *wanted* names; a fault where there are none."""
    found = [name for name in known if fnmatchcase(name, wanted.text)]
    if not found and any(letter in wanted.text for letter in "*?["):
        prefixes = sorted({name.rsplit("-", 1)[0] for name in known})
        problem = f"nothing that is {noun} is called like {show(wanted)}"
        faults.append(wanted.fault("matches-nothing", problem, f"names begin with: {', '.join(prefixes) or 'none'}"))
    elif not found:
        known_name(wanted, known, noun, faults)
    return found


def _check_quantity(entry: Written, kind: str, quantity: str, faults: list[Fault]) -> None:
    """The kind of fault is one that a sensor of *quantity* has, and its size fits the unit."""
    if kind == BREAKDOWN:
        return
    if quantity == DOOR and not FAULTS[kind].contact:
        able = ", ".join(name for name, each in FAULTS.items() if each.contact)
        problem = f"{kind} is no fault of a door contact, which is open or closed"
        faults.append(entry["kind"].fault("wrong-target", problem, f"a contact knows: {able}"))
        return
    size = entry.entries.get("size")
    if (
        size is None
        or isinstance(size.value, bool)
        or not isinstance(size.value, int | float)
        or not isfinite(size.value)
    ):
        return
    unit, low, high = _VALUES[quantity] if kind in _IS_A_READING else _CHANGES[quantity]
    unit, low, high = ("", 0, 100) if kind == "scale" else (unit, 0 if kind in _ABOVE_ZERO else low, high)
    if low <= size.value <= high and (size.value != 0 or kind in _IS_A_READING):
        return
    guess = meant(f"size_{unit}", float(size.value), low, high)
    allowed = f"allowed: from {low} to {high}, in {_UNITS[quantity]}" if unit else f"allowed: from {low} to {high}"
    if guess is not None:
        problem = f"{show(size)} is out of range and looks like {guess.unit}"
        faults.append(size.fault("mistaken-unit", problem, f"{guess.remedy}  {allowed}"))
    else:
        faults.append(size.fault("out-of-range", f"{show(size)} is out of range", f"{allowed}, and not 0"))


def _check_pair(entry: Written, known: Sequence[str], assets: Mapping[str, DeviceGroup], faults: list[Fault]) -> None:
    """Two sensors of one quantity, and not one with itself."""
    other, on = entry["with"], entry.entries.get("on")
    known_name(other, known, "a sensor of the site", faults)
    one = on.items[0].text if on and len(on.items) == 1 else on.text if on else ""
    if one not in known or other.text not in known:
        if on and one and one not in known:
            faults.append(on.fault("matches-nothing", f"swap needs one sensor, not {show(on)}", "name a single sensor"))
        return
    if one == other.text or assets[one].measures != assets[other.text].measures:
        problem = f"{show(other)} cannot be exchanged with {one}"
        faults.append(other.fault("wrong-target", problem, "name another sensor of the same quantity"))


def _duration(written: Written, faults: list[Fault]) -> Written:
    try:
        return replace(written, value=parse_duration(written.text))
    except ValueError:
        faults.append(written.fault("bad-duration", f"{show(written)} is not a duration", _DURATION))
        return replace(written, value=_UNREADABLE)


def _whole(written: Written | None) -> int:
    return written.value if written is not None and isinstance(written.value, int) else 0


def _text(entry: Written, key: str) -> str:
    return entry.entries[key].text if key in entry.entries else ""
