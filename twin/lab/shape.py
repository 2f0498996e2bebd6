"""Values against their schema: every fault of a file at once, each at its place, with what would be right.

pydantic checks, strictly, the JSON form of what was read (so text is no number, and ``true`` is no 1); each of its
errors is then looked up in the tree that knows the places, and said in the lab's words.

Source: pydantic 2, "Strict mode" and "Error types" (the names on the left of the table below).
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import annotated_types as at
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from twin.core.errors import Fault, remedy_for
from twin.lab.mistaken_units import meant
from twin.lab.written import Written, plain, show

M = TypeVar("M", bound=BaseModel)
Loc = Sequence[int | str]

_RANGES = ("greater_than", "greater_than_equal", "less_than", "less_than_equal")
_TYPES = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "string": "text",
    "tuple": "a list",
    "mapping": "a mapping",
    "dict": "a mapping",
    "model": "a mapping",
    "datetime": "a date and time such as 2026-03-02T08:30",
}
_NOT_FINITE = ("nan", "inf", "-inf", "+inf", "infinity", "-infinity")


def check(model: type[M], written: Written, faults: list[Fault]) -> M | None:
    """*written* as a *model*, or None with its faults added."""
    try:
        return model.model_validate_json(json.dumps(plain(written)), strict=True)
    except ValidationError as error:
        details = [detail for detail in error.errors(include_url=False) if not _list_after_all(written, detail)]
    if not details:
        return model.model_validate(plain(written))
    seen: set[tuple[int | str, ...]] = set()
    for detail in details:
        # A union reports one error for each of its options; they are one fault of one value.
        here = detail["loc"][: len(_path_to(written, detail["loc"]))]
        if here not in seen or detail["type"] in ("missing", "extra_forbidden"):
            faults.append(_fault(model, written, detail))
        seen.add(here)
    return None


def _list_after_all(written: Written, detail: ErrorDetails) -> bool:
    # A field with a validator of its own before pydantic's is checked as Python, where a strict tuple refuses a list.
    way = _path_to(written, detail["loc"])
    return detail["type"] == "tuple_type" and len(way) == len(detail["loc"]) and isinstance(way[-1].value, list)


def check_parameters(model: type[M], written: Written, beside: Sequence[str], faults: list[Fault]) -> M | None:
    """Parameters of a kind, which are written *beside* other keys; a key of neither is an ``unknown-parameter``."""
    known = [*model.model_fields, *beside]
    mine = {key: value for key, value in written.entries.items() if key in model.model_fields}
    for key, value in written.entries.items():
        if key not in model.model_fields:
            problem = "there is no parameter of this name"
            faults.append(value.fault("unknown-parameter", problem, remedy_for(key, known), at_key=True))
    return check(model, written.with_entries(mine), faults)


def fits(model: type[M], written: Written) -> M | None:
    """*written* as a *model*, or None; its faults are reported elsewhere."""
    return check(model, written, [])


def _fault(model: type[BaseModel], written: Written, detail: ErrorDetails) -> Fault:
    kind, loc = detail["type"], detail["loc"]
    here = (_path_to(written, loc) or [written])[-1]
    if kind == "missing":
        name = str(loc[-1])
        if isinstance(loc[-1], int):
            return here.fault("wrong-length", f"the list ends before entry {loc[-1] + 1}", _purpose(_field(model, loc)))
        return here.fault(
            "missing-key", f"{name} is missing", f"add {name}: {_purpose(_field(model, loc))}".rstrip(" :")
        )
    if kind == "extra_forbidden":
        known = _keys(model, loc[:-1])
        remedy = remedy_for(str(loc[-1]), known)
        return here.fault("unknown-key", "there is no key of this name here", remedy, at_key=True)
    found = _field(model, loc)
    if kind == "finite_number" or (kind == "float_type" and here.text.lower() in _NOT_FINITE):
        return here.fault("not-finite", f"{show(here)} is not a finite number", range_words(found) or "write a number")
    if kind in _RANGES:
        return _range_fault(here, str(loc[-1]), found)
    return _other(here, kind, detail, found)


def _range_fault(here: Written, name: str, found: FieldInfo | None) -> Fault:
    allowed = range_words(found)
    low, high = _bounds(found)
    value = here.value if isinstance(here.value, int | float) else math.nan
    guess = meant(name, float(value), low, high)
    if guess is not None:
        problem = f"{show(here)} is out of range and looks like {guess.unit}"
        return here.fault("mistaken-unit", problem, f"{guess.remedy}  {allowed}")
    return here.fault("out-of-range", f"{show(here)} is out of range", allowed)


def _other(here: Written, kind: str, detail: ErrorDetails, found: FieldInfo | None) -> Fault:
    if kind == "literal_error":
        known = [str(word) for word in _literals(found)]
        return here.fault("not-a-choice", f"{show(here)} is not one of the choices", remedy_for(str(here.value), known))
    if kind == "string_pattern_mismatch":
        return here.fault("bad-name", f"{show(here)} cannot be a name here", "use a-z, 0-9 and -, a letter first")
    if kind in ("too_short", "too_long"):
        return here.fault("wrong-length", _entries(detail), _purpose(found))
    if kind in ("string_too_long", "string_too_short"):
        return here.fault("wrong-length", detail["msg"][0].lower() + detail["msg"][1:], _purpose(found))
    if kind.endswith(("_type", "_parsing", "_from_float", "_format")):
        noun = kind.partition("_")[0]
        wanted = _TYPES.get(noun, noun)
        return here.fault("wrong-type", f"{show(here)} is not {wanted}", _type_remedy(here, wanted))
    return here.fault("bad-value", f"{show(here)}: {detail['msg'].removeprefix('Value error, ')}", _purpose(found))


def _entries(detail: ErrorDetails) -> str:
    """How many entries a list has, and how many it should have."""
    context = detail.get("ctx", {})
    wanted = f"at least {context['min_length']}" if "min_length" in context else f"at most {context['max_length']}"
    return f"the list has {context['actual_length']} entries, and {wanted} are wanted"


def _type_remedy(here: Written, wanted: str) -> str:
    if wanted == "true or false":
        return "write true or false, without quotes"
    if wanted == "text":
        return "put it in quotes"
    if "number" in wanted and here.text:
        return f"write {wanted} without quotes or unit; the unit is in the key"
    return f"write {wanted}"


def _path_to(written: Written, loc: Loc) -> list[Written]:
    """The values on the way along *loc*, as far as it can be followed."""
    way: list[Written] = []
    here = written
    for step in loc:
        if isinstance(step, int) and step < len(here.items):
            here = here.items[step]
        elif isinstance(step, str) and step in here.entries:
            here = here.entries[step]
        else:
            break
        way.append(here)
    return way


def _bare(kind: Any) -> Any:
    """The type itself of ``X | None`` and of ``tuple[X, ...]``; anything else as it is."""
    origin, inner = get_origin(kind), [option for option in get_args(kind) if option is not NoneType]
    unwraps = origin is tuple or (origin in (Union, UnionType) and len(inner) == 1)
    return _bare(inner[0]) if unwraps else kind


def _model_at(model: type[BaseModel], loc: Loc) -> type[BaseModel] | None:
    here: Any = model
    for step in loc:
        if isinstance(step, int):
            continue
        found = _named(here, step)
        here = _bare(found.annotation) if found else None
    return here if isinstance(here, type) and issubclass(here, BaseModel) else None


def _named(model: Any, name: str) -> FieldInfo | None:
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return None
    for field_name, found in model.model_fields.items():
        if name in (field_name, found.alias):
            return found
    return None


def _field(model: type[BaseModel], loc: Loc) -> FieldInfo | None:
    words = [step for step in loc if isinstance(step, str)]
    while words:
        owner = _model_at(model, words[:-1])
        if owner is not None:
            return _named(owner, words[-1])
        words.pop()
    return None


def _keys(model: type[BaseModel], loc: Loc) -> list[str]:
    owner = _model_at(model, loc)
    return [found.alias or name for name, found in owner.model_fields.items()] if owner else []


def _literals(found: FieldInfo | None) -> tuple[Any, ...]:
    return get_args(_bare(found.annotation)) if found else ()


def _purpose(found: FieldInfo | None) -> str:
    return (found.description or "") if found else ""


def _bounds(found: FieldInfo | None) -> tuple[float, float]:
    low, high = -math.inf, math.inf
    for limit in found.metadata if found else ():
        if isinstance(limit, at.Ge | at.Gt):
            low = float(str(limit.ge if isinstance(limit, at.Ge) else limit.gt))
        if isinstance(limit, at.Le | at.Lt):
            high = float(str(limit.le if isinstance(limit, at.Le) else limit.lt))
    return low, high


def range_words(found: FieldInfo | None) -> str:
    """``allowed: from 0 to 1``, or nothing where any value goes."""
    signs = (("gt", "above"), ("ge", "from"), ("lt", "below"), ("le", "to"))
    limits = found.metadata if found else []
    words = [f"{sign} {getattr(limit, name):.15g}" for limit in limits for name, sign in signs if hasattr(limit, name)]
    return f"allowed: {' '.join(words)}" if words else ""
