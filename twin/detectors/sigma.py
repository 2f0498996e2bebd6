"""Sigma: rules that people write and share, on the hub's own rows.

Rules are read once, before the run; what is not understood is refused by name, with the file. String patterns are tried
once on each distinct text, a rule whose service is absent from a batch costs nothing, and correlations count in exact
sliding windows.

Understood: field equals, contains, startswith, endswith, all, re, cased, exists, null, lists, gt, gte, lt, lte, neq;
and, or, not, ``1 of``, ``all of``; correlations event_count and value_count with timespan and group-by. Refused:
keywords without a field, cidr, fieldref, time parts, placeholders, temporal correlations, aliases.

Sources: Sigma specification 2.1.0 (https://sigmahq.io); pySigma reads it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import Field, PrivateAttr, field_validator

from twin.core.units import Us, us
from twin.detectors.base import Alert, Batch, Detector, Watch
from twin.detectors.parts.voice import Spacing, in_order

if TYPE_CHECKING:
    from twin.detectors.sigma_rules.correlate import Hit
    from twin.detectors.sigma_rules.read import Judgement
    from twin.detectors.sigma_rules.view import Facts, View


class Sigma(Detector):
    """Sigma rules from files or folders, evaluated on columns.

    ``rules`` names files or folders; a relative name is looked up under the folder given to :meth:`locate`.
    """

    rules: tuple[str, ...] = Field(("ot",), min_length=1, description="files or folders of rules")
    repeat_min: float = Field(
        60.0, gt=0, le=1440, description="minutes between alerts of one rule on one entity [judgement]"
    )

    _root: Path = PrivateAttr(default_factory=Path)
    _judgements: list[Judgement] = PrivateAttr()
    _services: dict[str, int] = PrivateAttr()
    _facts: Facts = PrivateAttr()
    _said: Spacing = PrivateAttr()

    @field_validator("rules", mode="before")
    @classmethod
    def _one_word(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    def locate(self, root: Path) -> None:
        """Look for rules with relative names under *root*."""
        self._root = root

    def start(self, watch: Watch) -> None:
        """Read the rules. Raises ``ValueError`` that names every construct which is not understood, rule and file."""
        from twin.detectors.sigma_rules.read import read_rules
        from twin.detectors.sigma_rules.view import Facts

        super().start(watch)
        self._judgements = read_rules(self._root / name for name in self.rules)
        services = sorted({judgement.source.service for judgement in self._judgements})
        self._services = {service: watch.names.code(service) for service in services}
        self._facts = Facts(watch)
        self._said = Spacing(us(60 * self.repeat_min))

    def observe(self, batch: Batch) -> list[Alert]:
        """Every rule on its rows; one alert a rule and entity in ``repeat_min``."""
        from twin.detectors.sigma_rules.view import Views

        views = Views(batch, self._services, self._facts)
        alerts: list[Alert] = []
        for judgement in self._judgements:
            view = views.of(judgement.source)
            if view is not None:
                alerts += self._say(judgement, _hits(judgement, view, batch.to_us), batch)
        return in_order(alerts)

    def _say(self, judgement: Judgement, hits: list[Hit], batch: Batch) -> list[Alert]:
        new = [hit for hit in hits if self._said.passes((judgement.title, hit.entity), batch.to_us)]
        return [_alert(judgement, hit, batch) for hit in new]


def _hits(judgement: Judgement, view: View, now_us: Us) -> list[Hit]:
    """Entities with matching rows; for a rule on single rows all rows of one entity are one hit."""
    from twin.detectors.sigma_rules.correlate import Correlation, Hit

    if isinstance(judgement.match, Correlation):
        return judgement.match.hits(view, now_us)
    rows = judgement.match(view).nonzero()[0]
    if not len(rows):
        return []
    entity, first, count = np.unique(view.values(judgement.entity)[rows], return_index=True, return_counts=True)
    flow = view.column("flow")[rows[first]] if view.has("flow") else np.zeros(len(first), dtype=np.uint64)
    return [Hit(*hit) for hit in zip(entity.tolist(), flow.tolist(), count.tolist(), strict=True)]


def _alert(judgement: Judgement, hit: Hit, batch: Batch) -> Alert:
    entity = batch.names.text(hit.entity)
    return Alert(batch.to_us, entity, judgement.technique, judgement.level, judgement.title, hit.evidence, hit.rows)
