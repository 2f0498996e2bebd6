"""``--set path=value``: a value of a scenario changed from the command line, as if the file said it.

The path begins with ``site.``, ``story.`` or ``posture.``, or with a key that only one of them has. An entry of a list
is named by its number or its ``id``, ``name`` or ``kind``: ``steps.tamper.shift_m=[5, 0]``,
``ruleset.scan.cadence_s=2``. The value is YAML. It is set before anything is checked, so a wrong one is a fault like
any other, at ``--set``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from pydantic import BaseModel

from twin.core.errors import BadInput, Fault, Place, nearest_word, remedy_for
from twin.lab.scenario import Posture, Site, Story
from twin.lab.written import Written
from twin.lab.yaml_places import read_yaml

ROOTS: Mapping[str, type[BaseModel]] = {"site": Site, "story": Story, "posture": Posture}
_LABELS = ("id", "name", "kind")


@dataclass(frozen=True)
class Setting:
    """One assignment: which document, which keys, and the value; ``place`` is the flag that said so."""

    root: str
    keys: tuple[str, ...]
    value: Written
    place: Place

    @property
    def path(self) -> str:
        """The path as people write it."""
        return ".".join((self.root, *self.keys))


def same_twice(settings: Iterable[Setting]) -> list[Fault]:
    """A fault for each value that is set a second time."""
    faults: list[Fault] = []
    first: dict[str, Setting] = {}
    for setting in settings:
        if setting.path in first:
            problem = f"{setting.path} is set twice"
            faults.append(Fault(setting.place, "set-twice", problem, "keep one of them"))
        first.setdefault(setting.path, setting)
    return faults


def parse_settings(words: Iterable[str], faults: list[Fault], flag: str = "--set") -> list[Setting]:
    """Assignments of ``path=value`` words; what cannot be understood goes to *faults*."""
    place, settings = Place(flag), []
    for word in words:
        try:
            settings.append(_parse(word, place))
        except BadInput as error:
            faults += error.faults
    return settings


def apply_settings(root: str, document: Written, settings: Iterable[Setting], faults: list[Fault]) -> Written:
    """*document* with the settings of its *root* (``site``, ``story`` or ``posture``) made."""
    for setting in settings:
        if setting.root == root:
            try:
                document = _assign(document, setting, setting.keys)
            except BadInput as error:
                faults += error.faults
    return document


def _parse(word: str, place: Place) -> Setting:
    path, equals, text = word.partition("=")
    keys = tuple(path.strip().split("."))
    if not equals or not all(keys):
        problem = f'"{word}" is not path=value'
        raise BadInput([Fault(place, "bad-setting", problem, "write it like plant.fleet.count=30")])
    root = _root(keys, place)
    keys = keys[1:] if keys[0] in ROOTS and len(keys) > 1 else keys
    return Setting(root, keys, _value(text, ".".join((root, *keys)), place), place)


def _root(keys: tuple[str, ...], place: Place) -> str:
    if keys[0] in ROOTS and len(keys) > 1:
        return keys[0]
    owners = [root for root, model in ROOTS.items() if keys[0] in model.model_fields]
    path = ".".join(keys)
    if len(owners) > 1:
        remedy = f"write {' or '.join(f'{owner}.{path}' for owner in owners)}"
        raise BadInput([Fault(place, "bad-setting", f"{path}: more than one file has this key", remedy)])
    if not owners:
        paths = list(_paths(Site)) + [name for model in (Story, Posture) for name in model.model_fields]
        nearest = nearest_word(path, paths) or next((p for p in paths if p.endswith(f".{path}")), None)
        remedy = f"did you mean {nearest}?" if nearest else remedy_for(keys[0], [*ROOTS, *_firsts()])
        raise BadInput([Fault(place, "unknown-setting", f"{path}: no file has this key", remedy)])
    return owners[0]


def _firsts() -> list[str]:
    return [name for model in ROOTS.values() for name in model.model_fields]


def _paths(model: type[BaseModel]) -> Iterable[str]:
    """Dotted paths of all fields that are no lists."""
    for name, field in model.model_fields.items():
        yield name
        inner: Any = next((arg for arg in get_args(field.annotation) if isinstance(arg, type)), field.annotation)
        if isinstance(inner, type) and issubclass(inner, BaseModel) and "tuple" not in str(field.annotation):
            yield from (f"{name}.{rest}" for rest in _paths(inner))


def _value(text: str, path: str, place: Place) -> Written:
    if not text.strip():
        remedy = "write a value after =, quoted if it is text"
        raise BadInput([Fault(place, "missing-value", f"{path}: there is no value", remedy)])
    try:
        tree, _ = read_yaml(text, place.source)
    except BadInput as error:
        problem = f"{path}: {error.faults[0].message}"
        raise BadInput(
            [Fault(place, error.faults[0].code, problem, "write a value after =, quoted if it is text")]
        ) from error
    return _moved(tree, path, place)


def _moved(tree: Written, path: str, place: Place) -> Written:
    """The value with the places and paths of the setting."""
    value = tree.value
    if isinstance(value, dict):
        value = {key: _moved(child, f"{path}.{key}", place) for key, child in value.items()}
    elif isinstance(value, list):
        value = [_moved(child, f"{path}[{number}]", place) for number, child in enumerate(value)]
    return Written(value, place, path, place)


def _assign(here: Written, setting: Setting, keys: tuple[str, ...]) -> Written:
    if not keys:
        return setting.value
    if isinstance(here.value, list):
        number = _number(here, setting, keys[0])
        changed = [*here.items]
        changed[number] = _assign(here.items[number], setting, keys[1:])
        return replace(here, value=changed)
    if not isinstance(here.value, dict):
        problem = f"{setting.path}: {here.path} holds one value, nothing is inside it"
        raise BadInput([Fault(setting.place, "unknown-setting", problem, f"set {here.path} itself")])
    path = f"{here.path}.{keys[0]}" if here.path else f"{setting.root}.{keys[0]}"
    inner = here.entries.get(keys[0], Written({}, setting.place, path, setting.place))
    return here.with_entries({**here.entries, keys[0]: _assign(inner, setting, keys[1:])})


def _number(here: Written, setting: Setting, wanted: str) -> int:
    """Which entry of a list is meant."""
    labels = [next((item[key].text for key in _LABELS if key in item.entries), "") for item in here.items]
    for number, item in enumerate(here.items):
        if wanted == str(number) or wanted in [item[key].text for key in _LABELS if key in item.entries]:
            return number
    problem = f'{setting.path}: {here.path} has no entry "{wanted}"'
    known = [label for label in labels if label] or [f"0 to {len(labels) - 1}"]
    raise BadInput([Fault(setting.place, "unknown-setting", problem, remedy_for(wanted, dict.fromkeys(known)))])
