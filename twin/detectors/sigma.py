"""Sigma: rules that people write and share, on the hub's own rows.

Rules are read once, before the run; what is not understood is refused by name, with the file. String patterns are tried
once on each distinct text, a rule that no row of a batch can match costs nothing, and correlations count in exact
sliding windows.

A rule that asks for a log or a field that the lab does not have would be silent for ever. It is refused like any other
fault, or, with ``unsupported: report``, left out and listed by :meth:`Sigma.statuses`, apart from rules that were read
and did not match. Every other fault of a rule is refused always.

Sources: Sigma specification 2.1.0 (https://sigmahq.io); pySigma reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import Field, PrivateAttr, field_validator

from twin.core.errors import BadInput
from twin.core.units import us
from twin.detectors.base import Alert, Batch, Detector, Watch
from twin.detectors.parts.voice import Spacing, in_order

if TYPE_CHECKING:
    from twin.detectors.sigma_rules.correlate import Correlation, Round
    from twin.detectors.sigma_rules.correlations.events import Hit
    from twin.detectors.sigma_rules.read import Judgement, Ruleset
    from twin.detectors.sigma_rules.sieve import Sieve
    from twin.detectors.sigma_rules.status import RuleStatus
    from twin.detectors.sigma_rules.view import Facts


class Sigma(Detector):
    """Sigma rules from files or folders, evaluated on columns.

    ``rules`` names files or folders; a relative name is looked up under the folder given to :meth:`locate`.
    """

    rules: tuple[str, ...] = Field(("ot",), min_length=1, description="files or folders of rules")
    repeat_min: float = Field(
        60.0, gt=0, le=1440, description="minutes between alerts of one rule on one entity [judgement]"
    )

    unsupported: Literal["refuse", "report"] = Field(
        "refuse", description="what to do with rules on logs or fields that the lab does not have"
    )
    placeholders: dict[str, tuple[str, ...]] | str = Field(
        default_factory=dict, description="texts for %names% in rules, or the YAML file that has them"
    )

    _root: Path = PrivateAttr(default_factory=Path)
    _ruleset: Ruleset = PrivateAttr()
    _spoken: set[str] = PrivateAttr(default_factory=set)
    _words: dict[str, int] = PrivateAttr()
    _facts: Facts = PrivateAttr()
    _sieve: Sieve = PrivateAttr()
    _said: Spacing = PrivateAttr()

    @field_validator("rules", mode="before")
    @classmethod
    def _one_word(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @field_validator("placeholders", mode="before")
    @classmethod
    def _one_text_each(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {name: (text,) if isinstance(text, str) else text for name, text in value.items()}

    def locate(self, root: Path) -> None:
        """Look for rules with relative names under *root*."""
        self._root = root

    def start(self, watch: Watch) -> None:
        """Read the rules.

        Raises :class:`~twin.core.errors.BadInput` with every fault: file, line, rule, construct and remedy;
        ``ValueError`` for a file of placeholders that cannot be read.
        """
        from twin.detectors.sigma_rules.sieve import Sieve
        from twin.detectors.sigma_rules.view import Facts

        super().start(watch)
        self._ruleset, self._spoken = self._read(), set()
        words = sorted({word for judgement in self._ruleset.judgements for word in judgement.words})
        self._words = {word: watch.names.code(word) for word in words}
        self._facts = Facts(watch)
        asked = (rule for judgement in self._ruleset.judgements for rule in judgement.asked)
        self._sieve = Sieve(asked, watch.names, self._facts)
        self._said = Spacing(us(60 * self.repeat_min))

    def _read(self) -> Ruleset:
        from twin.detectors.sigma_rules.placeholders import read_placeholders
        from twin.detectors.sigma_rules.read import load_rules
        from twin.detectors.sigma_rules.status import faults_of

        given = self.placeholders
        table = read_placeholders(self._root / given) if isinstance(given, str) else given
        ruleset = load_rules((self._root / name for name in self.rules), table)
        faults = faults_of(ruleset, report=self.unsupported == "report")
        if faults:
            raise BadInput(faults)
        return ruleset

    def statuses(self) -> list[RuleStatus]:
        """What became of each rule so far, by title: alerted, silent, without rows, or unable to match and why."""
        from twin.detectors.sigma_rules.status import statuses_of

        return statuses_of(self._ruleset, self._spoken, self._facts.met)

    def observe(self, batch: Batch) -> list[Alert]:
        """Every rule on its rows; one alert a rule and entity in ``repeat_min``."""
        from twin.detectors.sigma_rules.sieve import SiftedRound
        from twin.detectors.sigma_rules.view import Views

        views = Views(batch, self._words, self._facts)
        return self._judge(SiftedRound(self._sieve.sifted(batch.tables, views), views, batch), batch)

    def observe_all(self, batches: Sequence[Batch]) -> list[list[Alert]]:
        """The same, with the rows of all batches looked at together."""
        from twin.detectors.sigma_rules.stretch import Stretch

        if not batches:
            return []
        stretch = Stretch(batches, self._words, self._facts, self._sieve)
        said: list[list[Alert]] = [[] for _ in batches]
        for judgement in self._ruleset.judgements:
            for number in stretch.busy(judgement.source, judgement.match):
                hits = self._hits(judgement, stretch.rounds[number])
                said[number] += self._say(judgement, hits, batches[number])
        return [in_order(alerts) for alerts in said]

    def _judge(self, now: Round, batch: Batch) -> list[Alert]:
        """What the rules say to *batch*, whose rows are those of *now*."""
        alerts: list[Alert] = []
        for judgement in self._ruleset.judgements:
            hits = self._hits(judgement, now)
            if hits:
                alerts += self._say(judgement, hits, batch)
        return in_order(alerts)

    def _hits(self, judgement: Judgement, now: Round) -> list[Hit]:
        """What *judgement* finds in the rows of *now*."""
        if judgement.windows is not None:
            return self._of_windows(judgement.windows, now)
        return self._of_rows(judgement, now)

    def _say(self, judgement: Judgement, hits: list[Hit], batch: Batch) -> list[Alert]:
        new = [hit for hit in hits if self._said.passes((judgement.title, hit.entity), batch.to_us)]
        if new:
            self._spoken.add(judgement.title)
        return [_alert(judgement, hit, batch) for hit in new]

    def _of_windows(self, match: Correlation, now: Round) -> list[Hit]:
        """Groups whose window is full."""
        hits = now.hits(match)
        if hits:
            self._accuse_flows(np.array([_flow(hit) for hit in hits if hit.evidence], dtype=np.uint64))
        return hits

    def _of_rows(self, judgement: Judgement, now: Round) -> list[Hit]:
        """Entities with matching rows; all rows of one entity are one hit."""
        view, rows = now.rows(*judgement.asked[0])
        if view is None or not len(rows):
            return []
        from twin.detectors.sigma_rules.correlations.events import Hit

        flows = view.column("flow")[rows] if view.has("flow") else np.zeros(len(rows), dtype=np.uint64)
        if view.has("flow"):
            self._accuse_flows(flows)
        entity, first, count = np.unique(view.values(judgement.entity)[rows], return_index=True, return_counts=True)
        found = zip(entity.tolist(), flows[first].tolist(), count.tolist(), strict=True)
        return [Hit(now.to_us, *hit) for hit in found]


def _flow(hit: Hit) -> int:
    """The flow that is its evidence; correlations count in signed numbers, a flow's identity has no sign."""
    return hit.evidence % 2**64


def _alert(judgement: Judgement, hit: Hit, batch: Batch) -> Alert:
    entity = batch.names.text(hit.entity)
    return Alert(
        batch.to_us, entity, judgement.technique, judgement.level, judgement.title, _flow(hit), hit.rows,
        rule=judgement.rule, author=judgement.author, tags=judgement.tags,
    )  # fmt: skip
