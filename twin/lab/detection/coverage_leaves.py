"""Leaves of rules that nothing in the tests exercises: change one, and nobody notices.

Each leaf is dropped, and negated, and the rule is put again to the rows of the tests' runs and to their cases. A change
is noticed where another asset is accused in some run, or a case gets another verdict. A leaf of which no change is
noticed shapes no verdict of any test: it is not needed, or not tested. A base of a correlation is judged by what the
correlation then says.

Source: mutation analysis (DeMillo, Lipton, Sayward, IEEE Computer 11, 1978), with two operators.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from sigma.rule import SigmaRule

from twin.detectors.parts.register import Flags
from twin.detectors.sigma_rules.asked_columns import asked_by
from twin.detectors.sigma_rules.catalogue import Entry, catalogue
from twin.detectors.sigma_rules.correlate import Correlation, Hits, Matches, Round
from twin.detectors.sigma_rules.correlations.asked import Asked
from twin.detectors.sigma_rules.events import Events, EventWords
from twin.detectors.sigma_rules.fields import Unsupported, source_of
from twin.detectors.sigma_rules.filters import filters_of
from twin.detectors.sigma_rules.placeholders import Placeholders
from twin.detectors.sigma_rules.predicates import LogWords
from twin.detectors.sigma_rules.read import Judgement, load_rules
from twin.detectors.sigma_rules.rows import Rows
from twin.detectors.sigma_rules.view import Facts, Views
from twin.lab.detection.explain_rows import Sight
from twin.lab.detection.near_miss_tree import CHANGES, Change, Leaf, Tree, holds, leaves, tree_of
from twin.lab.detection.promises import Case
from twin.lab.detection.sequences import known_from

_START = datetime(1970, 1, 1)  # noqa: DTZ001 - the time of a case is counted, never told


@dataclass(frozen=True)
class Idle:
    """One leaf, and the changes of it that nothing notices."""

    rule: str
    file: str
    line: int
    leaf: str
    changes: tuple[Change, ...]

    @property
    def words(self) -> str:
        """``func: write may be dropped or negated, and no test notices``."""
        return f"{self.leaf} may be {' or '.join(self.changes)}, and no test notices"


@dataclass(frozen=True)
class _Own:
    """One rule on single rows: its conditions on rows and on events, and who speaks for it."""

    entry: Entry
    tree: Tree
    events: Tree
    speakers: tuple[Judgement, ...]


class Mutants:
    """Every change of every leaf of the rules in some files that nothing noticed yet; *texts* are for their holes."""

    def __init__(self, paths: Sequence[Path], texts: Placeholders | None = None) -> None:
        ruleset, written = load_rules(paths, texts), catalogue(paths)
        filters = filters_of(written, [])
        self._words = sorted({word for judgement in ruleset.judgements for word in judgement.words})
        self._sources = {each.title: asked_by(each.match).sources or {each.source} for each in ruleset.judgements}
        self._own: list[_Own] = []
        for entry in written.rules:
            if isinstance(entry.body, SigmaRule):
                logs, own = entry.body.logsource, filters.get(entry.head.title, ())
                try:
                    words = LogWords(source_of(logs.category, logs.product, logs.service))
                    tree = tree_of(entry, words, own, texts)
                except Unsupported:
                    continue
                speakers = tuple(j for j in ruleset.judgements if entry.head.title in _rests_on(j, written.named))
                self._own.append(_Own(entry, tree, tree_of(entry, EventWords(), own, texts), speakers))
        self._left: dict[tuple[int, int, Change], Leaf] = {
            (number, leaf.number, change): leaf
            for number, own_rule in enumerate(self._own)
            for leaf in leaves(own_rule.tree)
            for change in CHANGES
        }

    @property
    def leaves(self) -> int:
        """How many leaves the rules have."""
        return sum(1 for own in self._own for _ in leaves(own.tree))

    def put_to(self, sight: Sight) -> None:
        """Forget the changes that alter whom the rules accuse in *sight*."""
        codes = {word: sight.names.code(word) for word in self._words}
        views = Views(sight.whole, codes, Facts(sight.watch))
        for number, leaf, change in list(self._left):
            own = self._own[number]
            if any(
                _accused(j, own, views, sight, {}) != _accused(j, own, views, sight, {leaf: change})
                for j in own.speakers
            ):
                del self._left[number, leaf, change]

    def put_to_case(self, case: Case, titles: Iterable[str], site: str) -> None:
        """Forget the changes that alter what the rules *titles* say to *case*."""
        events = [case.event] if case.event is not None else list(case.events)
        meant = set(titles)
        if any(own.entry.head.title in meant for own in self._own):
            rows = Events(events)
            for number, leaf, change in list(self._left):
                own = self._own[number]
                if own.entry.head.title in meant and _any(own.events, rows) != _any(own.events, rows, {leaf: change}):
                    del self._left[number, leaf, change]
        elif case.events:
            sources = sorted({source for title in meant for source in self._sources.get(title, ())})
            known, readers, to_us = known_from(events, site, sources)
            tables = {table: reader.rows(0, reader.loaded) for table, reader in readers.items()}
            self.put_to(Sight("", tables, known, to_us, _START, {}))

    def idle(self) -> Iterator[Idle]:
        """The leaves of which some change was never noticed, in order of file and line."""
        found: dict[tuple[int, int], list[Change]] = {}
        for number, leaf, change in self._left:
            found.setdefault((number, leaf), []).append(change)
        told = []
        for (number, leaf), changes in found.items():
            own, at = self._own[number], self._left[number, leaf, changes[0]]
            told.append(Idle(own.entry.head.title, at.place.source, at.place.line, at.words, tuple(changes)))
        yield from sorted(told, key=lambda each: (each.file, each.line, each.leaf))


def _rests_on(judgement: Judgement, named: object) -> set[str]:
    """Titles of the rules whose rows *judgement* looks at: its own, or those of its bases."""
    if not isinstance(judgement.match, Correlation) or not callable(named):
        return {judgement.title}
    return set(_bases(judgement.match.asked, named))


def _bases(asked: Asked, named: object) -> Iterator[str]:
    for word in asked.rules:
        entry = named(word) if callable(named) else None
        if isinstance(entry, Entry):
            yield entry.head.title
            if isinstance(entry.body, Asked):
                yield from _bases(entry.body, named)


def _accused(
    judgement: Judgement, own: _Own, views: Views, sight: Sight, changed: Mapping[int, Change]
) -> frozenset[int]:  # fmt: skip
    """Whom *judgement* accuses when the rule *own* is *changed*."""

    def match(rows: Rows) -> Flags:
        return holds(own.tree, rows, changed)

    now = Round(views, sight.names, sight.span_us + 1)
    if isinstance(judgement.match, Correlation):
        correlation = _rebuilt(judgement.match, own.entry, match)
        return frozenset(hit.entity for hit in now.hits(correlation))
    view = views.of(judgement.source)
    if view is None:
        return frozenset()
    return frozenset(np.unique(view.values(judgement.entity)[match(view)]).tolist())


def _rebuilt(correlation: Correlation, entry: Entry, match: object) -> Correlation:
    """*correlation* with nothing in mind, and *match* in place of its base *entry*."""
    bases: list[Matches | Hits] = []
    for word, base in zip(correlation.asked.rules, correlation.bases, strict=True):
        if isinstance(base, Hits):
            bases.append(base_of(base, entry, match))
        elif entry.called(word) and callable(match):
            bases.append(Matches(base.source, match, base.group, base.values, base.entity))
        else:
            bases.append(base)
    return Correlation(correlation.asked, tuple(bases), correlation.fields, correlation.make)


def base_of(base: Hits, entry: Entry, match: object) -> Hits:
    """*base* with its correlation rebuilt in the same way."""
    return Hits(_rebuilt(base.correlation, entry, match), base.group, base.values, base.accused)


def _any(tree: Tree, rows: Rows, changed: Mapping[int, Change] | None = None) -> bool:
    return bool(holds(tree, rows, changed).any())
