"""``--set name=value`` of ``twin verify``: inputs of a case, as numbers."""

from __future__ import annotations

from collections.abc import Sequence

from twin.core.errors import BadInput, Fault, Place

_PLACE = Place("--set")


def read_settings(words: Sequence[str]) -> dict[str, float]:
    """Values by name of input; every word that cannot be understood is a fault."""
    settings, faults = dict[str, float](), list[Fault]()
    for word in words:
        name, equals, text = word.partition("=")
        name = name.strip()
        if not equals or not name:
            problem = f'"{word}" is not name=value.'
            faults.append(Fault(_PLACE, "bad-setting", problem, "write it like servers=4"))
        elif name in settings:
            faults.append(Fault(_PLACE, "set-twice", f"{name} is set twice.", "keep one of them"))
        else:
            settings[name] = _number(name, text, faults)
    if faults:
        raise BadInput(faults)
    return settings


def _number(name: str, text: str, faults: list[Fault]) -> float:
    try:
        return float(text)
    except ValueError:
        problem = f'{name}: "{text[:60]}" is not a number.'
        faults.append(Fault(_PLACE, "wrong-type", problem, f"write a number, such as {name}=4"))
        return 0.0
