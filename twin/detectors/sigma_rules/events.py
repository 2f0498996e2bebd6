"""Single events: a rule put to a mapping from field names to values, as a log shipper would hand it over.

Field names are taken as the rule writes them; a dotted name is a key, or a path into nested mappings. A field that is
not there and one that is None are missing; an empty text is there. A list passes where one of its members does. Nothing
is asked about the log source: who calls this has chosen it.

Sources: Sigma specification 2.1.0, detection; RFC 8259 (JSON's values).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import yaml
from sigma.rule import SigmaRule

from twin.core.chance import Ints
from twin.detectors.parts.register import Flags
from twin.detectors.sigma_rules.criteria import ANYTHING
from twin.detectors.sigma_rules.dates import instant
from twin.detectors.sigma_rules.detections import detection
from twin.detectors.sigma_rules.fields import Field
from twin.detectors.sigma_rules.placeholders import Placeholders
from twin.detectors.sigma_rules.predicates import Predicate
from twin.detectors.sigma_rules.regexes import POLICY
from twin.detectors.sigma_rules.rows import Likeness, Rows, alike
from twin.detectors.sigma_rules.values import Criterion, DatePart, written

Event = Mapping[str, Any]
_WHOLE = ""
"""The name of the field that is the whole event."""


class EventWords:
    """Fields are called what they are called."""

    def field(self, name: str) -> Field:
        """The field *name*, of any kind."""
        return Field(name, ANYTHING)

    def whole(self) -> tuple[Field, ...]:
        """The event itself."""
        return (Field(_WHOLE, ANYTHING),)


class Events(Rows):
    """Events, looked at one by one."""

    def __init__(self, events: Sequence[Event]) -> None:
        super().__init__(len(events))
        self._events = events

    def where(self, field: Field, criterion: Criterion) -> Flags:
        """Events of which a value of *field* passes."""
        return self._flags(lambda event: any(_passes(criterion, value) for value in values_of(event, field.column)))

    def present(self, field: Field) -> Flags:
        """Events that have *field*."""
        return self._flags(lambda event: _reached(event, field.column) is not None)

    def alike(self, field: Field, other: Field, how: Likeness) -> Flags:
        """Events of which a value of *field* and one of *other* are alike."""
        return self._flags(
            lambda event: any(
                alike(_text(one), _text(two), how)
                for one in values_of(event, field.column)
                for two in values_of(event, other.column)
            )
        )

    def at(self, rows: Ints) -> Events:
        """Only *rows* of these events."""
        return Events([self._events[row] for row in rows.tolist()])

    def _flags(self, test: Callable[[Event], bool]) -> Flags:
        return np.array([test(event) for event in self._events], dtype=np.bool_)


def values_of(event: Event, name: str) -> Iterator[Any]:
    """The values that the field *name* of *event* has: none, one, or those of a list; of the whole event, all."""
    value = event if name == _WHOLE else _reached(event, name)
    yield from _leaves(value, deep=name == _WHOLE)


def _leaves(value: Any, *, deep: bool) -> Iterator[Any]:
    if isinstance(value, Mapping):
        if deep:
            for each in value.values():
                yield from _leaves(each, deep=deep)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _leaves(each, deep=deep)
    elif value is not None:
        yield value


def _reached(event: Any, name: str) -> Any:
    """The value at *name*: a key as it stands, or else the longest key that begins it, and the rest inside of that."""
    if not isinstance(event, Mapping):
        return None
    if name in event:
        return event[name]
    cut = len(name)
    while (cut := name.rfind(".", 0, cut)) > 0:
        if name[:cut] in event:
            found = _reached(event[name[:cut]], name[cut + 1 :])
            if found is not None:
                return found
    return None


def _passes(criterion: Criterion, value: Any) -> bool:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        moment = instant(value) if isinstance(criterion, DatePart) else value
        found = criterion.numbers(np.array([moment]))
        return bool(found[0]) if found is not None else criterion.text(_text(value))
    return criterion.text(_text(value))


def _text(value: Any) -> str:
    """*value* as a log would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return written(value) if isinstance(value, (int, float)) else str(value)


def match_event(rule_text: str, event: Event, placeholders: Placeholders | None = None) -> bool:
    """Whether the rule in *rule_text* (YAML) fits *event*.

    Raises pySigma's ``SigmaError``, ``yaml.YAMLError`` or
    :class:`~twin.detectors.sigma_rules.fields.Unsupported` for a rule that cannot be read, and ``ValueError`` where the
    text holds anything but one rule.
    """
    return bool(match_events(rule_text, [event], placeholders)[0])


def match_events(rule_text: str, events: Sequence[Event], placeholders: Placeholders | None = None) -> Flags:
    """Which of *events* the rule fits, shape (n,); as :func:`match_event`."""
    table = tuple((name, tuple(texts)) for name, texts in sorted((placeholders or {}).items()))
    return _compiled(rule_text, table)(Events(events))


@lru_cache(maxsize=512)
def _compiled(rule_text: str, placeholders: tuple[tuple[str, tuple[str, ...]], ...]) -> Predicate:
    documents = [document for document in yaml.safe_load_all(rule_text) if document is not None]
    if len(documents) != 1:
        raise ValueError(f"one rule is expected, {len(documents)} found")
    return detection(SigmaRule.from_yaml(rule_text, policy=POLICY), EventWords(), dict(placeholders))
