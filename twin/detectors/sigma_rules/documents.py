"""Documents of rule files: YAML with the place of every key, and faults that name it.

A file may hold several documents, parted by ``---``. Those with ``action: global`` fill in what later rules of the file
leave open, ``action: repeat`` says what the rule before says with changes, ``action: reset`` ends the former. libyaml
reads them; tags build nothing.

Sources: Sigma specification 2.1.0, rule files and collections; YAML 1.1 (PyYAML).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from sigma.exceptions import SigmaError
from sigma.rule.base import check_alias_expansion

from twin.core.errors import Fault, Place, remedy_for

_LEVELS = 50
_ACTIONS = ("global", "repeat", "reset")


@dataclass(frozen=True)
class Document:
    """One rule as written: ``data`` with what ``action: global`` adds, and the ``node`` that knows the places."""

    path: Path
    data: dict[str, Any]
    node: yaml.MappingNode

    def place(self, *keys: str) -> Place:
        """Where the value of the last of *keys* stands, as far down as they are written; else the document."""
        found: yaml.Node = self.node
        for key in keys:
            value = next((value for name, value in _pairs(found) if name.value == key), None)
            if value is None:
                break
            found = value
        return _at(self.path, found)

    def place_of(self, word: str, *keys: str) -> Place:
        """Where *word* stands first at or below *keys*; else where they stand."""
        node: yaml.Node = self.node
        for key in keys:
            node = next((value for name, value in _pairs(node) if name.value == key), node)
        found = next((each for each in _scalars(node, []) if word in str(each.value)), None)
        return _at(self.path, found) if found is not None else self.place(*keys)


def documents(path: Path, text: str) -> tuple[list[Document], list[Fault]]:
    """The rules in *text*, the text of *path*, and every fault of its YAML."""
    found: list[tuple[dict[str, Any], yaml.MappingNode]] = []
    faults: list[Fault] = []
    loader = yaml.CSafeLoader(text)
    try:
        while loader.check_node():
            node = loader.get_node()
            if node is None:
                continue
            if _too_deep(node):
                faults.append(_deep(path))
                break
            data = loader.construct_document(node)
            if isinstance(data, dict) and isinstance(node, yaml.MappingNode):
                faults += _faults_within(path, node, data)
                found.append((data, node))
            elif data is not None:
                remedy = "begin with keys at the left margin, such as title:"
                faults.append(Fault(_at(path, node), "not-a-mapping", "a rule is keys and values", remedy))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        faults.append(_unreadable(path, error))
    finally:
        loader.dispose()
    if faults:
        return [], faults
    return _merged(path, found, faults), faults


def _unreadable(path: Path, error: Exception) -> Fault:
    if isinstance(error, RecursionError):
        return _deep(path)
    mark = getattr(error, "problem_mark", None)
    place = Place(str(path), mark.line + 1, mark.column + 1) if mark else Place(str(path), 1)
    problem = getattr(error, "problem", None) or str(error)
    return Fault(place, "bad-yaml", " ".join(problem.split()), "indent with spaces; close quotes and brackets")


def _deep(path: Path) -> Fault:
    return Fault(Place(str(path), 1), "too-deep", "nested too deep", "a rule needs fewer than ten levels")


def _too_deep(node: yaml.Node) -> bool:
    """Whether something lies more than :data:`_LEVELS` below *node*; each node is looked at once."""
    below, seen = [node], {id(node)}
    for _ in range(_LEVELS):
        below = [child for each in below for child in _children(each) if id(child) not in seen]
        seen.update(id(child) for child in below)
    return bool(below)


def _faults_within(path: Path, node: yaml.Node, data: dict[str, Any]) -> list[Fault]:
    """Aliases that blow up, and keys that stand twice."""
    try:
        check_alias_expansion(data)
    except SigmaError as error:
        return [Fault(_at(path, node), "bad-alias", str(error), "write the values themselves")]
    faults = []
    for mapping in _mappings(node, []):
        seen = set()
        for key, _ in _pairs(mapping):
            if key.value in seen:
                remedy = "keep one of them, or add the modifier all"
                faults.append(Fault(_at(path, key), "duplicate-key", f"key {key.value!r} stands twice", remedy))
            seen.add(key.value)
    return faults


def _merged(
    path: Path, found: Sequence[tuple[dict[str, Any], yaml.MappingNode]], faults: list[Fault]
) -> list[Document]:
    """Every rule with what other documents of the file say for it."""
    shared: dict[str, Any] = {}
    before: dict[str, Any] = {}
    rules = []
    for data, node in found:
        action = data.pop("action", None)
        if action == "global":
            shared = data
        elif action == "reset":
            shared = {}
        elif action in (None, "repeat"):
            base = before if action else {} if "correlation" in data or "filter" in data else shared
            before = _updated(deepcopy(data), base) if action is None else _updated(deepcopy(base), data)
            rules.append(Document(path, before, node))
        else:
            document = Document(path, data, node)
            message = f"action {action!r}"
            faults.append(Fault(document.place("action"), "not-a-choice", message, remedy_for(str(action), _ACTIONS)))
    return rules


def _updated(first: dict[str, Any], then: dict[str, Any]) -> dict[str, Any]:
    """*first* with everything that *then* says, key by key."""
    for key, value in then.items():
        old = first.get(key)
        first[key] = _updated(old, value) if isinstance(old, dict) and isinstance(value, dict) else deepcopy(value)
    return first


def _pairs(node: yaml.Node) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    return iter(node.value) if isinstance(node, yaml.MappingNode) else iter(())


def _children(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [each for pair in node.value for each in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _mappings(node: yaml.Node, above: list[int]) -> Iterator[yaml.Node]:
    """*node* and the mappings below it; an alias that leads back up ends there."""
    if id(node) in above:
        return
    if isinstance(node, yaml.MappingNode):
        yield node
    for child in _children(node):
        yield from _mappings(child, [*above, id(node)])


def _scalars(node: yaml.Node, above: list[int]) -> Iterator[yaml.Node]:
    """Words at and below *node*, in order of writing."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif id(node) not in above:
        for child in _children(node):
            yield from _scalars(child, [*above, id(node)])


def _at(path: Path, node: yaml.Node) -> Place:
    return Place(str(path), node.start_mark.line + 1, node.start_mark.column + 1)
