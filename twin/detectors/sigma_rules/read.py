"""Reading rules: files and folders into judgements, with every fault of every file at once.

What is not understood is refused by name before the run, never skipped: a rule that silently does nothing is worse
than none. Three kinds of refusal are told apart: the lab has no such log, the log has no such field, the construct is
not understood. A correlation that rests on a refused rule is refused with it.

Sources: Sigma specification 2.1.0; pySigma (LGPL, used as a library) reads the YAML, applies modifiers and links
values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sigma.exceptions import SigmaError
from sigma.rule import SigmaRule

from twin.core.errors import BadInput, Fault, Place, remedy_for
from twin.detectors.base import Level
from twin.detectors.sigma_rules.asked_columns import Demanded, asked_by
from twin.detectors.sigma_rules.catalogue import Catalogue, Entry, Head, catalogue
from twin.detectors.sigma_rules.correlate import MILLION, Correlation, Hits, Matches
from twin.detectors.sigma_rules.correlations.asked import Asked
from twin.detectors.sigma_rules.detections import detection
from twin.detectors.sigma_rules.fields import Field, Source, Unsupported, entity_column, source_of
from twin.detectors.sigma_rules.filters import filtered, filters_of
from twin.detectors.sigma_rules.placeholders import Placeholders
from twin.detectors.sigma_rules.predicates import LogWords, Predicate, Words

_NAMING = ("src", "dst", "robot", "sensor", "source")
_NUMBERED = ("value_sum", "value_avg", "value_percentile", "value_median")
_CODES = ("field-unknown", "source-unknown")


@dataclass(frozen=True)
class Judgement:
    """One rule, ready to judge rows: a predicate on single rows, or a correlation of several.

    ``source`` is the log that it looks at, for a correlation the first; ``words`` are the texts by which rows of its
    logs are chosen; ``rule`` is its id, or its name where it has none; ``path`` and ``line`` say where it is written.
    """

    title: str
    level: Level
    technique: str
    rule: str
    author: str
    tags: tuple[str, ...]
    path: Path
    line: int
    source: Source
    entity: Field
    match: Predicate | Correlation
    words: tuple[str, ...]

    @cached_property
    def windows(self) -> Correlation | None:
        """Its correlation, if it is one."""
        return self.match if isinstance(self.match, Correlation) else None

    @cached_property
    def demanded(self) -> Demanded:
        """The columns, sources and facts that it asks for."""
        return asked_by(self.match)

    @cached_property
    def asked(self) -> tuple[tuple[Source, Predicate], ...]:
        """What is asked of single rows, and of which log: its own question, or those that its windows rest on."""
        if isinstance(self.match, Correlation):
            return tuple(self.match.asked_of_rows())
        return ((self.source, self.match),)


@dataclass(frozen=True)
class Refused:
    """A rule that cannot be judged here: ``field-unknown``, ``source-unknown`` or ``unsupported``, and why."""

    title: str
    rule: str
    path: Path
    line: int
    status: str
    reason: str


@dataclass
class Ruleset:
    """Rules that can be judged and rules that cannot; ``faults`` of the first kind (files) and of the second."""

    judgements: list[Judgement] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unmet: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Dialect:
    """Where log sources are, what fields are called there, and which field names who is accused."""

    source: Callable[[str | None, str | None, str | None], Source]
    words: Callable[[Source], Words]
    accused: Callable[[Source], str]


LOG = Dialect(source_of, LogWords, entity_column)
"""The lab's own log."""


def read_rules(paths: Iterable[Path], placeholders: Placeholders | None = None) -> list[Judgement]:
    """The rules in *paths* (files, or folders with ``*.yml``), in order of title.

    Raises :class:`~twin.core.errors.BadInput` with every fault: file, line, rule, construct and remedy.
    """
    found = load_rules(paths, placeholders)
    if found.faults or found.unmet:
        raise BadInput([*found.faults, *found.unmet])
    return found.judgements


def load_rules(paths: Iterable[Path], placeholders: Placeholders | None = None, dialect: Dialect = LOG) -> Ruleset:
    """The same with the rules that cannot be judged told apart, for who wants to go on without them."""
    written = catalogue(paths)
    made = Ruleset(faults=list(written.faults))
    _Reader(written, placeholders or {}, dialect, made).read()
    made.judgements.sort(key=lambda judgement: judgement.title)
    return made


class _Reader:
    """Makes judgements of what is written, bases before the correlations that rest on them."""

    def __init__(self, written: Catalogue, placeholders: Placeholders, dialect: Dialect, made: Ruleset) -> None:
        self._written, self._placeholders, self._dialect, self._made = written, placeholders, dialect, made
        self._filters = filters_of(written, made.faults)
        self._bases: dict[str, list[Entry]] = {}
        self._judged: dict[str, Judgement | None] = {}
        self._silent: set[str] = set()

    def read(self) -> None:
        """Fill the ruleset."""
        for entry in self._written.rules:
            self._resolve(entry)
        cyclic = self._cycles()
        for entry in self._written.rules:
            if entry.head.title not in cyclic:
                self._judge(entry)
        judged = [each for title, each in self._judged.items() if each and title not in self._silent]
        self._made.judgements.extend(judged)

    def _resolve(self, entry: Entry) -> None:
        """Find the rules that a correlation rests on."""
        if not isinstance(entry.body, Asked):
            return
        bases = []
        for word in entry.body.rules:
            base = self._written.named(word)
            if base is None:
                message, remedy = f"rule {word!r} is not there", remedy_for(word, self._written.names())
                self._made.faults.append(entry.fault("rule-reference", message, remedy, "correlation", "rules"))
            else:
                bases.append(base)
        self._bases[entry.head.title] = bases
        if not entry.body.generate:
            self._silent.update(base.head.title for base in bases)

    def _cycles(self) -> set[str]:
        """Titles of correlations that rest on themselves; each ring is one fault."""
        state: dict[str, bool] = {}
        cyclic: set[str] = set()

        def follow(entry: Entry, way: list[Entry]) -> None:
            title = entry.head.title
            if state.get(title) is False:
                ring = way[[each.head.title for each in way].index(title) :]
                names = " -> ".join(each.name or each.head.title for each in [*ring, entry])
                message, remedy = f"correlations rest on each other: {names}", "take one of them out of rules:"
                self._made.faults.append(entry.fault("rule-cycle", message, remedy, "correlation", "rules"))
                cyclic.update(each.head.title for each in way)
            elif title not in state:
                state[title] = False
                for base in self._bases.get(title, ()):
                    follow(base, [*way, entry])
                    if base.head.title in cyclic:
                        cyclic.add(title)
                state[title] = True

        for entry in self._written.rules:
            follow(entry, [])
        return cyclic

    def _judge(self, entry: Entry) -> Judgement | None:
        """The judgement that *entry* is, made once; None where it is refused."""
        title = entry.head.title
        if title not in self._judged:
            try:
                self._judged[title] = self._made_of(entry)
            except (Unsupported, SigmaError) as error:
                self._refuse(entry, error)
                self._judged[title] = None
        return self._judged[title]

    def _made_of(self, entry: Entry) -> Judgement | None:
        if isinstance(entry.body, SigmaRule):
            return self._single(entry, entry.body)
        if isinstance(entry.body, Asked) and len(self._bases[entry.head.title]) == len(entry.body.rules):
            return self._correlated(entry, entry.body)
        return None

    def _refuse(self, entry: Entry, error: Unsupported | SigmaError) -> None:
        status = error.status if isinstance(error, Unsupported) else "unsupported"
        reason = " ".join(str(error).split())
        message, remedy = _parted(reason)
        place = _place(entry, message)
        head = entry.head
        self._made.refused.append(Refused(head.title, head.rule, entry.document.path, place.line, status, reason))
        code = status if status in _CODES else "bad-rules"
        self._made.unmet.append(Fault(place, code, f"rule {head.title!r}: {message}", remedy))

    def _single(self, entry: Entry, rule: SigmaRule) -> Judgement:
        logs = rule.logsource
        source = self._dialect.source(logs.category, logs.product, logs.service)
        words = self._dialect.words(source)
        filters = self._filters.get(entry.head.title, ())
        match = filtered(detection(rule, words, self._placeholders), filters, words, self._placeholders)
        return _judgement(entry, source, words.field(self._dialect.accused(source)), match, source.words)

    def _correlated(self, entry: Entry, body: Asked) -> Judgement | None:
        entries = self._bases[entry.head.title]
        judged = [self._judge(base) for base in entries]
        bases = []
        for base, judgement, name in zip(entries, judged, body.rules, strict=True):
            if judgement is None:
                self._rest(entry, base)
                return None
            bases.append(self._base(body, judgement, name))
        whole = [judgement for judgement in judged if judgement]
        fields = _grouped(body, bases)
        correlation = Correlation(body, tuple(bases), fields, body.window(_unit(body, bases)))
        words = tuple(dict.fromkeys(word for judgement in whole for word in judgement.words))
        return _judgement(entry, whole[0].source, whole[0].entity, correlation, words)

    def _rest(self, entry: Entry, base: Entry) -> None:
        """Refuse *entry* with its base, which has a fault of its own already."""
        status = next((each.status for each in self._made.refused if each.title == base.head.title), "")
        if status:
            reason = f"it rests on rule {base.head.title!r}, which is refused"
            place = entry.document.place("correlation", "rules")
            refused = Refused(entry.head.title, entry.head.rule, entry.document.path, place.line, status, reason)
            self._made.refused.append(refused)

    def _base(self, body: Asked, judgement: Judgement, name: str) -> Matches | Hits:
        """*judgement* as a base of a correlation, called *name* there."""
        group = [body.field(each, name) for each in body.group_by]
        values = [body.field(each, name) for each in body.fields]
        if isinstance(judgement.match, Correlation):
            known = list(judgement.match.fields)
            strange = next((each for each in (*group, *values) if each not in known), None)
            if strange:
                raise Unsupported(f"field {strange!r} of correlation {name!r}: {remedy_for(strange, known)}")
            places = tuple(known.index(each) for each in group)
            named = [n for n in places if _names(judgement.match.fields[known[n]])]
            return Hits(judgement.match, places, tuple(known.index(each) for each in values), next(iter(named), None))
        words = self._dialect.words(judgement.source)
        fields = tuple(words.field(each) for each in group)
        named_fields = [each for each in fields if _names(each)]
        entity = named_fields[0] if named_fields else judgement.entity
        counted = tuple(words.field(each) for each in values)
        return Matches(judgement.source, judgement.match, fields, counted, entity)


def _names(of: Field) -> bool:
    """Whether *of* names somebody."""
    return of.column in _NAMING and not of.of


def _judgement(
    entry: Entry, source: Source, entity: Field, match: Predicate | Correlation, words: tuple[str, ...]
) -> Judgement:
    head: Head = entry.head
    line = entry.document.place().line
    return Judgement(
        head.title, head.level, head.technique, head.rule, head.author, head.tags, entry.document.path, line,
        source, entity, match, words,
    )  # fmt: skip


def _parted(reason: str) -> tuple[str, str]:
    """What is wrong, and what to write instead."""
    for hint in (": did you mean ", ": known: "):
        message, found, rest = reason.partition(hint)
        if found:
            return message, f"{found[2:]}{rest}"
    return reason, "twin explain sigma says what is understood"


def _place(entry: Entry, message: str) -> Place:
    """Where the first word stands that *message* quotes, in the section that it is about; else the rule."""
    quoted = message.split("'")[1::2]
    section = "logsource" if message.startswith("logsource") else "correlation"
    if section not in entry.document.data:
        section = "detection"
    return entry.document.place_of(quoted[0], section) if quoted else entry.document.place(section)


def _fields(base: Matches | Hits) -> tuple[Sequence[Field], Sequence[Field]]:
    """The fields that group, and those that are counted."""
    if isinstance(base, Matches):
        return base.group, base.values
    known = list(base.correlation.fields.values())
    return [known[place] for place in base.group], [known[place] for place in base.values]


def _grouped(body: Asked, bases: Sequence[Matches | Hits]) -> dict[str, Field]:
    """The fields of ``group-by``, as the first base has them. Texts and numbers are never the same group."""
    first = _fields(bases[0])[0]
    for base in bases[1:]:
        for name, one, other in zip(body.group_by, first, _fields(base)[0], strict=True):
            if (one.kind == "name") != (other.kind == "name"):
                raise Unsupported(f"group-by {name!r}: a text in one rule, a number in another")
    return dict(zip(body.group_by, first, strict=True))


def _unit(body: Asked, bases: Sequence[Matches | Hits]) -> float:
    """How many of what is counted are one of what the rule's numbers are in."""
    if body.type not in _NUMBERED:
        return 1.0
    counted = [_fields(base)[1][0] for base in bases]
    if any(each.kind == "name" for each in counted):
        raise Unsupported(f"field {body.fields[0]!r}: {body.type} of a text")
    units = {each.scale * (MILLION if each.kind == "float" else 1.0) for each in counted}
    if len(units) > 1:
        raise Unsupported(f"field {body.fields[0]!r}: in different units in the rules")
    return units.pop()
