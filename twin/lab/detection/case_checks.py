"""Cases against their rules: events of which a rule could know nothing, told before it is asked about them.

A rule leaves an event alone that has a misspelt field, none at all, or the service of another log, and a case that
wants no match would be kept whatever the rule says. A field is known if the rule asks for it or if its log source has
it; of a log that the lab lacks nothing but the rule's own fields is known, and one of them must be there.

Source: Sigma specification 2.1.0, log sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sigma.exceptions import SigmaError
from sigma.rule import SigmaRule
from yaml import YAMLError

from twin.core.errors import Fault, remedy_for
from twin.detectors.sigma_rules.criteria import ANYTHING
from twin.detectors.sigma_rules.detections import detection
from twin.detectors.sigma_rules.events import EventWords
from twin.detectors.sigma_rules.fields import Field, Source, Unsupported, field_names, field_of, source_of
from twin.detectors.sigma_rules.regexes import POLICY
from twin.lab.detection.promises import Case
from twin.lab.detection.rules import NamedRule, rule_text
from twin.lab.detection.sequences import sources_of, wrong_events
from twin.lab.scenario import Choice
from twin.lab.written import Written, show

_CHOOSING = ("category", "product")


def faults_of_case(case: Case, at: Written, rule: NamedRule, choice: Choice, site: str) -> Iterator[Fault]:
    """What is wrong with the events of *case*, written *at*, for *rule*, one of the Sigma detector *choice*.

    *site* has the assets that events in order name.
    """
    if rule.correlates:
        yield from _faults_in_order(case, at, rule, choice, site)
        return
    try:
        log = _Log(rule)
    except (Unsupported, SigmaError, YAMLError, ValueError):
        return  # a rule that cannot be read says so itself
    written = [at["event"]] if case.event is not None else at["events"].items
    for event, place in zip([case.event] if case.event is not None else case.events, written, strict=True):
        yield from log.faults_of(event or {}, place)


def _faults_in_order(case: Case, at: Written, rule: NamedRule, choice: Choice, site: str) -> Iterator[Fault]:
    events = [case.event] if case.event is not None else list(case.events)
    written = [at["event"]] if case.event is not None else at["events"].items
    for wrong in wrong_events(events, site, sources_of(rule, choice)):
        place = written[wrong.index]
        found = place.entries.get(wrong.key)
        at_key = wrong.code == "unknown-key"
        yield (found or place).fault(wrong.code, wrong.problem, wrong.remedy, at_key=at_key)


class _Asked(EventWords):
    """Remembers the names of the fields that a rule asks for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def field(self, name: str) -> Field:
        """The field *name*, of any kind."""
        self.names.add(name)
        return Field(name, ANYTHING)


class _Log:
    """What may stand in an event for one rule on single events."""

    def __init__(self, rule: NamedRule) -> None:
        """Raise what the reader of rules raises for one that cannot be read."""
        read = SigmaRule.from_yaml(rule_text(rule), policy=POLICY)
        asked = _Asked()
        detection(read, asked, {})
        self._asked, logs = asked.names, read.logsource
        self._said = {"category": logs.category, "product": logs.product, "service": logs.service}
        try:
            self._source: Source | None = source_of(logs.category, logs.product, logs.service)
        except Unsupported:
            self._source = None

    def faults_of(self, event: Mapping[str, Any], at: Written) -> Iterator[Fault]:
        """What is wrong with *event*, written *at*."""
        if not event:
            remedy = f"write what the rule looks at: {', '.join(sorted(self._asked)) or 'a text'}"
            yield at.fault("missing-key", "the event has no field", remedy)
            return
        for name, value in at.entries.items():
            yield from self._faults_at(name, event.get(name), value)
        if self._source is None and self._asked and not any(map(self._asks, _paths(event))):
            remedy = f"write one of {', '.join(sorted(self._asked))}"
            yield at.fault("missing-key", "the event has none of the fields that the rule asks for", remedy)

    def _faults_at(self, name: str, value: Any, at: Written) -> Iterator[Fault]:
        strange = [path for path in _paths({name: value}) if not self._knows(path)]
        if name in _CHOOSING and name not in self._asked:
            yield from self._contradiction(at, {str(self._said[name] or value)})
        elif strange and self._source is not None:
            known = self._asked | set(field_names(self._source))
            yield at.fault("unknown-key", f"neither the rule nor its log has a field {strange[0]!r}",
                           remedy_for(strange[0], known), at_key=True)  # fmt: skip
        elif not strange and self._source is not None and isinstance(value, str):
            yield from self._contradiction(at, self._allowed(name))

    def _allowed(self, name: str) -> set[str]:
        """The texts by which the rule's log is chosen, where *name* is such a column; otherwise none."""
        source = self._source
        if source is None:
            return set()
        try:
            column = field_of(source, name).column
        except Unsupported:
            return set()
        if column == "service" and source.service:
            return {source.service, *source.beside, str(self._said["service"] or source.service)}
        return set(source.verbs) if column == "verb" else set()

    def _contradiction(self, at: Written, allowed: set[str]) -> Iterator[Fault]:
        if allowed and str(at.value).casefold() not in {each.casefold() for each in allowed}:
            problem = f"{show(at)} is not of the rule's log, so no such event would come to it"
            yield at.fault("contradicts-itself", problem, f"write {' or '.join(sorted(allowed))}, or leave it out")

    def _knows(self, path: str) -> bool:
        return self._asks(path) or (self._source is not None and _begins(path, field_names(self._source)))

    def _asks(self, path: str) -> bool:
        return _begins(path, self._asked)


def _begins(path: str, names: Any) -> bool:
    """Whether *path* is one of *names*, or lies inside of one, or has one inside."""
    return any(path == name or path.startswith(f"{name}.") or name.startswith(f"{path}.") for name in names)


def _paths(event: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """Dotted names of everything in *event* that has no names of its own."""
    for name, value in event.items():
        if isinstance(value, Mapping) and value:
            yield from _paths(value, f"{above}{name}.")
        else:
            yield f"{above}{name}"
