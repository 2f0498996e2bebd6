"""Columns of a process's file: which is the time, which are sensors of what, which are labels of an attack.

Historians name columns as they like. A word in the name says the quantity (``Temperature``, ``Pressure``), and in a
name like ``L_T1`` or ``FIT101`` the letters of the instrument do. A label (``ATT_FLAG``, ``anomaly``) is ground truth:
it is kept beside the rows and never becomes a reading, so that no detector can read the answer.

Sources: ANSI/ISA-5.1 (letters of instruments: F flow, L level, P pressure, T temperature, A analysis, S speed); columns
of BATADAL (R. Taormina et al., J. Water Resour. Plann. Manage. 144(8), 2018), SKAB (I. Katser, V. Kozitsin, 2020) and
SWaT (J. Goh et al., CRITIS 2016) as the shapes to be understood. What a guess came to stands in the account.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

ROLES = ("time", "sensor", "room", "quantity", "value", "sequence", "label", "ignore")
"""What a column can be besides a quantity."""
UNKNOWN_QUANTITY = "value"
_TIMES = ("datetime", "timestamp", "time", "date", "ts")
_LABELS = ("attflag", "attack", "anomaly", "changepoint", "label", "normalattack", "attacklabel", "class")
_SENSORS, _VALUES = ("sensor", "tag", "point", "tagname"), ("value", "reading", "val")
_WORDS: Mapping[str, str] = {
    **dict.fromkeys(_TIMES, "time"), **dict.fromkeys(_LABELS, "label"), **dict.fromkeys(_SENSORS, "sensor"),
    **dict.fromkeys(_VALUES, "value"), "room": "room", "quantity": "quantity", "sequence": "sequence",
}  # fmt: skip
_QUANTITIES = (
    ("temp", "temperature_c"), ("thermocouple", "temperature_c"), ("humid", "humidity"), ("press", "pressure"),
    ("volumeflow", "flow"), ("flow", "flow"), ("level", "level"), ("current", "current_a"), ("voltage", "voltage_v"),
    ("power", "power_kw"), ("acceler", "acceleration"), ("speed", "speed"), ("door", "door_open"),
)  # fmt: skip
_INSTRUMENTS = (
    (r"TI?[TC]?", "temperature_c"), (r"P[DI]*T|P", "pressure"), (r"FI?[TQ]?", "flow"), (r"LI?T|L", "level"),
    (r"AI?T", "analysis"), (r"S|SC|ST", "state"), (r"MV|P|V|UV", "state"),
)  # fmt: skip
_TAG = re.compile(r"(?:\d+_)?([A-Za-z]{1,4})[_ -]?[A-Za-z]{0,3}\d+.*")


class Columns(NamedTuple):
    """Indices by role, and the sensors: index, name and quantity."""

    time: int
    sensors: tuple[tuple[int, str, str], ...]
    labels: tuple[int, ...]
    long: Mapping[str, int]
    guessed: Mapping[str, str]


def columns_of(names: Sequence[str], given: Mapping[str, str]) -> Columns:
    """What each of *names* is; *given* is believed, the rest guessed. Raises ``KeyError`` where none is a time."""
    roles = {name: given.get(name) or _role(name) for name in names}
    if "time" not in roles.values():
        raise KeyError("time")
    place = {role: number for number, (name, role) in reversed(list(enumerate(roles.items())))}
    long: dict[str, int] = {
        role: place[role] for role in ("sensor", "room", "quantity", "value", "sequence") if role in place
    }
    is_long = "sensor" in long and "value" in long
    guessed = {name: role for name, role in roles.items() if name not in given}
    sensors = tuple(
        (number, name, _quantity(name, role)) for number, (name, role) in enumerate(roles.items())
        if not is_long and role not in ("time", "label", "ignore", "sequence", "room", "sensor")
    )  # fmt: skip
    labels = tuple(number for number, role in enumerate(roles.values()) if role == "label")
    return Columns(place["time"], sensors, labels, long if is_long else {}, guessed)


def _role(name: str) -> str:
    """A role, or else a quantity, by a column's name."""
    word = re.sub(r"[^a-z]", "", name.lower())
    if word in _WORDS:
        return _WORDS[word]
    for part, quantity in _QUANTITIES:
        if part in word:
            return quantity
    return _by_instrument(name.strip())


def _by_instrument(name: str) -> str:
    tag = _TAG.fullmatch(name)
    if tag:
        for letters, quantity in _INSTRUMENTS:
            if re.fullmatch(letters, tag[1].upper()):
                return quantity
    return UNKNOWN_QUANTITY


def _quantity(name: str, role: str) -> str:
    return role if role != "quantity" else name
