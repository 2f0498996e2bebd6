"""YAML as a tree of values that know where they were written.

The file is read as a stream of events, and nothing in it ever becomes a Python object: a value is text, a number, true
or false, nothing, a list or a mapping. Tags are refused, so ``!!python/object`` has no way in; depth and size are
bounded while events arrive, so neither nesting nor a bomb of aliases costs memory or the stack; a repeated key is a
fault, for the later one would silently win.

Scalars follow the core schema of YAML 1.2: ``true`` and ``false`` only (``yes``, ``on`` and ``00:10`` are text). Keys
are always text.

Sources: YAML 1.2.2 specification, section 10.3 (core schema); ruamel.yaml for scanner and parser, pure Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from twin.core.errors import BadInput, Fault, Place
from twin.lab.written import Scalar, Written

MAX_DEPTH = 50
MAX_VALUES = 20_000

_INT = re.compile(r"[-+]?\d{1,40}")
_FLOAT = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d{1,6})?")
_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
}


def scalar(text: str) -> Scalar:
    """A plain scalar by the core schema of YAML 1.2."""
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


def read_yaml(text: str, source: str) -> tuple[Written, list[Fault]]:
    """The tree of *text*, with the faults that do not stop reading (repeated keys).

    Raises :class:`BadInput` for those that do.
    """
    tree = _Tree(source)
    for event in _events(text, source):
        tree.take(event)
    if tree.root is None or tree.root.value is None:
        raise BadInput(
            [
                Fault(
                    Place(source, 1, 1),
                    "empty-file",
                    "there is nothing in this file",
                    "write a mapping, such as format: 1",
                )
            ]
        )
    return tree.root, tree.faults


@dataclass(frozen=True)
class _Event:
    """One event of the parser: what, where, and what of it matters here."""

    kind: str
    place: Place
    value: str
    quoted: bool
    tag: str
    anchor: str


def _events(text: str, source: str) -> Iterator[_Event]:
    # A hostile file can make the parser fail in many ways of its own; each of them says that this is not YAML.
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        for raw in YAML(typ="safe", pure=True).parse(text):
            yield _event(raw, source)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(source, mark.line + 1, mark.column + 1) if mark else Place(source)
        raise _not_yaml(place, error.problem or error.context or "it cannot be read") from error
    except (YAMLError, LookupError, ValueError, TypeError, ArithmeticError, AttributeError, AssertionError) as error:
        raise _not_yaml(Place(source), str(error).splitlines()[0] if str(error) else type(error).__name__) from error
    except (NotImplementedError, RecursionError) as error:
        raise _not_yaml(Place(source), "it cannot be read") from error


def _not_yaml(place: Place, why: str) -> BadInput:
    remedy = "check the indentation (spaces, no tabs), colons and quotes around here"
    return BadInput([Fault(place, "bad-yaml", f"this is not YAML: {why}", remedy)])


def _event(raw: object, source: str) -> _Event:
    mark = getattr(raw, "start_mark", None)
    place = Place(source, mark.line + 1, mark.column + 1) if mark else Place(source)
    return _Event(
        type(raw).__name__.removesuffix("Event"),
        place,
        str(getattr(raw, "value", "") or ""),
        (getattr(raw, "style", None) or "") != "",
        str(getattr(raw, "tag", None) or ""),
        str(getattr(raw, "anchor", None) or ""),
    )


@dataclass
class _Open:
    """A list or mapping whose end has not come yet."""

    node: Written
    anchor: str
    before: int
    key: _Event | None = None


@dataclass
class _Tree:
    """Grows the tree event by event, with a stack of its own."""

    source: str
    root: Written | None = None
    faults: list[Fault] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, tuple[Written, int]] = field(default_factory=dict)
    values: int = 0
    documents: int = 0

    def take(self, event: _Event) -> None:
        """Add one event."""
        if event.kind == "DocumentStart":
            self._document(event)
        elif event.kind in ("MappingEnd", "SequenceEnd"):
            self._close()
        elif event.kind in ("Scalar", "MappingStart", "SequenceStart", "Alias"):
            self._value(event)

    def _document(self, event: _Event) -> None:
        self.documents += 1
        if self.documents > 1:
            raise _stop(event, "several-documents", "a second document begins here (---)", "write one document a file")

    def _value(self, event: _Event) -> None:
        if event.tag:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            problem = f"the tag {tag} is refused: a scenario file holds plain values only"
            raise _stop(event, "tag-refused", problem, "remove the tag; quote a value that must stay text")
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.node.value, dict) and top.key is None:
            self._key(top, event)
        elif event.kind == "Alias":
            self._place(self._aliased(event))
        elif event.kind == "Scalar":
            node = self._node(event, event.value if event.quoted else scalar(event.value))
            self._count(event, 1)
            if event.anchor:
                self.anchors[event.anchor] = (node, 1)
            self._place(node)
        else:
            self._open(event)

    def _key(self, top: _Open, event: _Event) -> None:
        if event.kind != "Scalar":
            raise _stop(event, "bad-key", "a key must be a word", "write the key as plain text, such as count")
        top.key = event
        self._count(event, 1)

    def _node(self, event: _Event, value: Scalar | list[Written] | dict[str, Written]) -> Written:
        if not self.stack:
            return Written(value, event.place)
        top = self.stack[-1]
        if top.key is not None:
            path = f"{top.node.path}.{top.key.value}" if top.node.path else top.key.value
            return Written(value, event.place, path, top.key.place)
        return Written(value, event.place, f"{top.node.path}[{len(top.node.items)}]", event.place)

    def _open(self, event: _Event) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise _stop(
                event, "too-deep", f"nested deeper than {MAX_DEPTH} levels", "a scenario needs fewer than ten levels"
            )
        self._count(event, 1)
        node = self._node(event, {} if event.kind == "MappingStart" else [])
        self.stack.append(_Open(node, event.anchor, self.values))

    def _close(self) -> None:
        done = self.stack.pop()
        if done.anchor:
            self.anchors[done.anchor] = (done.node, self.values - done.before + 1)
        self._place(done.node)

    def _aliased(self, event: _Event) -> Written:
        if event.anchor not in self.anchors:
            problem = f"*{event.anchor} stands for nothing that is complete before it"
            raise _stop(event, "bad-alias", problem, "write the value itself")
        node, size = self.anchors[event.anchor]
        self._count(event, size)
        used = self._node(event, node.value)
        return replace(node, key=used.key, path=used.path)

    def _count(self, event: _Event, size: int) -> None:
        self.values += size
        if self.values > MAX_VALUES:
            problem = f"more than {MAX_VALUES} values, aliases counted as often as they are used"
            raise _stop(event, "too-many-values", problem, "use count: for many devices alike, and no nested aliases")

    def _place(self, node: Written) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if isinstance(top.node.value, list):
            top.node.value.append(node)
        elif isinstance(top.node.value, dict) and top.key is not None:
            self._entry(top.node.value, top.key, node)
            top.key = None

    def _entry(self, entries: dict[str, Written], key: _Event, node: Written) -> None:
        if key.value in entries:
            problem = f"written twice, first in line {entries[key.value].key.line}"
            self.faults.append(node.fault("duplicate-key", problem, "keep one of them", at_key=True))
        entries[key.value] = node


def _stop(event: _Event, code: str, problem: str, remedy: str) -> BadInput:
    return BadInput([Fault(event.place, code, problem, remedy)])
