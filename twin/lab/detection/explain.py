"""Explaining: why a rule did or did not fire on a run, in one sentence, and the counts behind it.

A rule on single rows is a funnel: the rows of its log source, and what each part of its condition leaves of them. Where
nothing is left there is a near miss. A correlation is the funnels of its bases and the group that came farthest. A rule
that cannot match here, because the lab has no such log or the log no such field, says so at its line.

==============  ======================================================================================  =========
``verdict``     when                                                                                    exit code
==============  ======================================================================================  =========
``fired``       it matched                                                                              0
``silent``      there were rows, and it did not                                                         1
``unable``      it can match nothing here: its log source, a field, or a construct                      2
``no-rows``     its log source has no row in this run                                                   5
==============  ======================================================================================  =========

Source: none; ``fired`` is about matches, an alert follows at the detector's next beat, once in ``repeat_min``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
from sigma.rule import SigmaRule

from twin.core.chance import Ints
from twin.core.errors import BadInput
from twin.core.units import SECOND_US, Us, format_clock
from twin.detectors.sigma_rules.catalogue import Catalogue, Entry, catalogue
from twin.detectors.sigma_rules.correlate import Correlation, Round
from twin.detectors.sigma_rules.correlations.asked import Asked
from twin.detectors.sigma_rules.fields import entity_column, field_of, source_of
from twin.detectors.sigma_rules.filters import filters_of
from twin.detectors.sigma_rules.placeholders import Placeholders
from twin.detectors.sigma_rules.predicates import LogWords
from twin.detectors.sigma_rules.read import Judgement, Ruleset, load_rules
from twin.detectors.sigma_rules.view import Facts, View, Views
from twin.lab.detection.explain_rows import Sight
from twin.lab.detection.explain_windows import Reach, best_reach, events_of
from twin.lab.detection.near_miss import NearMiss, near_miss
from twin.lab.detection.near_miss_tree import Leaf, Node, Tree, holds, tree_of
from twin.lab.detection.rules import NamedRule
from twin.lab.wording import plural

Verdict = Literal["fired", "silent", "unable", "no-rows"]
EXIT_CODES: dict[Verdict, int] = {"fired": 0, "silent": 1, "unable": 2, "no-rows": 5}


@dataclass(frozen=True)
class Stage:
    """One line of a funnel: rows that pass it alone, and rows that are left after it and all before it."""

    words: str
    depth: int
    alone: int
    left: int | None
    line: int = 0


@dataclass(frozen=True)
class Explained:
    """Why one rule did or did not fire; ``bases`` are those of a correlation."""

    title: str
    file: str
    line: int
    verdict: Verdict
    answer: str
    matches: int = 0
    first_us: Us | None = None
    funnel: tuple[Stage, ...] = ()
    near: NearMiss | None = None
    reach: Reach | None = None
    bases: tuple[Explained, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 fired, 1 silent, 2 unable, 5 without a row to look at."""
        return EXIT_CODES[self.verdict]

    def to_json(self) -> dict[str, Any]:
        """Everything by name, times in seconds."""
        return {
            "title": self.title, "file": self.file, "line": self.line, "verdict": self.verdict, "answer": self.answer,
            "matches": self.matches, "first_s": None if self.first_us is None else self.first_us / SECOND_US,
            "funnel": [dict(vars(stage)) for stage in self.funnel],
            "near_miss": self.near.to_json() if self.near else None,
            "best_group": self.reach.to_json() if self.reach else None,
            "bases": [base.to_json() for base in self.bases],
        }  # fmt: skip


def explain(
    rule: NamedRule, paths: Sequence[Path], sight: Sight, entity: str = "", placeholders: Placeholders | None = None
) -> Explained:  # fmt: skip
    """Why *rule*, one of those in *paths*, did or did not fire in *sight*; of *entity* alone where one is named.

    *placeholders* are texts for holes in rules. Raises ``BadInput`` with every fault of the files.
    """
    ruleset = load_rules(paths, placeholders)
    if ruleset.faults:
        raise BadInput(ruleset.faults)
    return _Explainer(catalogue(paths), ruleset, sight, entity, placeholders).explained(rule.title)


class _Explainer:
    """Explains rules of one set on one run; nothing is asked of the rows twice."""

    def __init__(
        self, written: Catalogue, ruleset: Ruleset, sight: Sight, entity: str, placeholders: Placeholders | None
    ) -> None:  # fmt: skip
        self._placeholders = placeholders
        self._entries = {entry.head.title: entry for entry in written.rules}
        self._written, self._ruleset, self._sight = written, ruleset, sight
        self._filters = filters_of(written, [])
        self._judged = {each.title: each for each in ruleset.judgements}
        self._who, self._code = entity, sight.names.find(entity) if entity else None
        words = {word for each in ruleset.judgements for word in each.words} | set(self._base_words())
        codes = {word: sight.names.code(word) for word in sorted(words)}
        self._now = Round(Views(sight.whole, codes, Facts(sight.watch)), sight.names, sight.span_us + 1)

    def _base_words(self) -> Iterator[str]:
        """Texts by which rows are chosen for rules that speak only through correlations."""
        refused = {each.title for each in self._ruleset.refused}
        for entry in self._entries.values():
            if isinstance(entry.body, SigmaRule) and entry.head.title not in refused:
                logs = entry.body.logsource
                yield from source_of(logs.category, logs.product, logs.service).words

    def explained(self, title: str) -> Explained:
        """Why the rule with this title did or did not fire."""
        entry = self._entries[title]
        refused = next((each for each in self._ruleset.refused if each.title == title), None)
        place = entry.document.place()
        if refused is not None:
            answer = f"cannot match here: {refused.reason} ({refused.status}, line {refused.line})"
            return Explained(title, place.source, place.line, "unable", answer)
        if isinstance(entry.body, SigmaRule):
            return self._single(entry, entry.body)
        return self._correlated(entry, self._judged[title])

    def _single(self, entry: Entry, rule: SigmaRule) -> Explained:
        logs, place = rule.logsource, entry.document.place()
        source = source_of(logs.category, logs.product, logs.service)
        words = LogWords(source)
        tree = tree_of(entry, words, self._filters.get(entry.head.title, ()), self._placeholders)
        view = self._now.views.of(source)
        name = _source_words(rule)
        if view is None:
            answer = f"silent: this run has no row of {name}; nobody does that here, or no tap sees it"
            return Explained(entry.head.title, place.source, place.line, "no-rows", answer)
        accused = field_of(source, entity_column(source))
        rows = self._of_entity(view, accused.column)
        few = view.at(rows)
        funnel = (Stage(f"rows of {name}{f' on {self._who}' * bool(self._who)}", 0, len(rows), len(rows)),
                  *_funnel(tree, few))  # fmt: skip
        matched = rows[holds(tree, few)]
        told = Explained(entry.head.title, place.source, place.line, "silent", "", len(matched), None, funnel)
        if len(matched):
            return _fired(told, view.at(matched), accused.column, self._sight)
        near = near_miss(tree, view, rows, source, accused, self._sight.steps)
        return replace(told, answer=self._missed(near, len(rows), name), near=near)

    def _of_entity(self, view: View, column: str) -> Ints:
        """The rows that accuse the entity that is asked about; all without one."""
        if not self._who:
            return np.arange(view.size)
        names = [column, *(each for each in ("src", "dst") if view.has(each) and each != column)]
        flags = np.zeros(view.size, dtype=np.bool_)
        for name in names if self._code is not None else ():
            flags |= view.column(name) == self._code
        return flags.nonzero()[0]

    def _missed(self, near: NearMiss | None, rows: int, name: str) -> str:
        if near is None:
            return f"silent: no row of {name} is about {self._who}"
        when = format_clock(self._sight.starts, near.time_us)
        step = f", made by {near.step}" if near.step else ""
        lacks = "; ".join(each.words for each in near.otherwise)
        return f"silent on {plural(rows, 'row')}: the nearest ({when}, {near.entity}{step}) would match but: {lacks}"

    def _correlated(self, entry: Entry, judgement: Judgement) -> Explained:
        if not isinstance(judgement.match, Correlation) or not isinstance(entry.body, Asked):
            raise TypeError(f"{entry.head.title} is no correlation")
        named = (self._written.named(word) for word in entry.body.rules)
        bases = tuple(self.explained(base.head.title) for base in named if base is not None)
        hits = [hit for hit in self._now.hits(judgement.match) if self._code in (None, hit.entity)]
        groups = events_of(judgement.match, self._now)
        reach = best_reach(judgement.match, groups, self._sight.names, self._code)
        place = entry.document.place()
        title = entry.head.title
        told = Explained(title, place.source, place.line, "silent", "", len(hits), reach=reach, bases=bases)
        if hits:
            who = self._sight.names.text(hits[0].entity)
            when = format_clock(self._sight.starts, hits[0].time_us)
            answer = f"fired {_times(len(hits))}, first at {when} on {who}"
            return replace(told, verdict="fired", answer=answer, first_us=hits[0].time_us)
        if reach is not None:
            when = format_clock(self._sight.starts, reach.at_us)
            return replace(told, answer=f"silent: the best group, {reach.words} (at {when})")
        first = next((base for base in bases if base.verdict != "fired"), None)
        if first is None:
            lacks = "about the entity" if self._who else f"with {', '.join(entry.body.group_by)}"
            return replace(told, answer=f"silent: its rules matched rows, but none {lacks}")
        verdict: Verdict = "no-rows" if all(base.verdict == "no-rows" for base in bases) else "silent"
        return replace(told, verdict=verdict, answer=f"silent: its rule {first.title!r} gave no event; {first.answer}")


def _fired(told: Explained, matched: View, column: str, sight: Sight) -> Explained:
    first_us, who = int(matched.column("time")[0]), matched.column(column)
    entities = [sight.names.text(code) for code in dict.fromkeys(who.tolist())]
    more = f" and {len(entities) - 3} more" if len(entities) > 3 else ""
    when = format_clock(sight.starts, first_us)
    answer = f"fired on {plural(matched.size, 'row')}, first at {when}, on {', '.join(entities[:3])}{more}"
    return replace(told, verdict="fired", answer=answer, first_us=first_us)


def _funnel(tree: Tree, rows: View, depth: int = 0) -> Iterator[Stage]:
    """The lines of *tree*: parts that must all hold are counted together, alternatives each alone."""
    left: Any = rows.every
    parts = tree.parts if isinstance(tree, Node) and tree.how == "all" else (tree,)
    for part in parts:
        alone = holds(part, rows)
        left = left & alone
        line = part.place.line if isinstance(part, Leaf) else 0
        yield Stage(_words(part), depth, int(np.count_nonzero(alone)), int(np.count_nonzero(left)), line)
        if isinstance(part, Node):
            yield from _within(part, rows, depth + 1)


def _within(node: Node, rows: View, depth: int) -> Iterator[Stage]:
    for part in node.parts:
        line = part.place.line if isinstance(part, Leaf) else 0
        yield Stage(_words(part), depth, int(np.count_nonzero(holds(part, rows))), None, line)
        if isinstance(part, Node):
            yield from _within(part, rows, depth + 1)


def _words(tree: Tree) -> str:
    if isinstance(tree, Leaf):
        return tree.words
    return {"all": "all of", "any": "any of", "not": "none of"}[tree.how]


def _source_words(rule: SigmaRule) -> str:
    logs = rule.logsource
    return " ".join(word for word in (logs.category, logs.product, logs.service) if word)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
