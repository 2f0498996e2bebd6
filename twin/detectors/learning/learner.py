"""A learner: a detector that judges by what it has learned of benign time, and by nothing else.

With ``learned`` it reads a model from a file, made on benign days, and speaks from its first batch. Without, it learns
from the first ``learn_min`` minutes that it watches, and says nothing meanwhile; what it then saw was usual, an attack
included, and so few minutes give thresholds that are mostly extrapolated.

Each batch is judged as one row an asset, and an asset is accused at most once an hour at each level, with the columns
that stuck out most in the title.

Sources: NIST SP 800-94, section 2.3 (anomaly-based detection: training period, static and dynamic profiles); the
modules beside this one, for the method.
"""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path

import numpy as np
from pydantic import Field, PrivateAttr

from twin.core.chance import Ints
from twin.core.log import Columns
from twin.core.units import DAY_US, HOUR_US, Us, us
from twin.detectors.base import Alert, Batch, Detector, Level, Watch
from twin.detectors.learning import model as models
from twin.detectors.learning.features import COLUMNS, Features
from twin.detectors.learning.judge import Judge, Scores
from twin.detectors.learning.lessons import Lessons, Notebook
from twin.detectors.learning.model import Model, Origin
from twin.detectors.parts.voice import Spacing, in_order

_GRAVE = 4.0
"""Times a threshold from which an alert is high [judgement]."""
_NAMED = 3
_FOLDS = 4
_TECHNIQUES = {
    "outside": "T1041", "largest sending": "T1041", "bytes sent": "T1041", "bytes received": "T0882",
    "peers": "T0846", "ports": "T0846", "failures": "T0846", "unfamiliar": "T0886", "remote": "T0886",
    "leap": "T0832", "reading": "T0832", "orders": "T1692.001", "control": "T1692.001", "messages": "T1692.001",
}  # fmt: skip
_ANY_TECHNIQUE = "T0869"


class Learner(Detector):
    """A detector that can learn."""

    cadence_s: float = Field(60.0, ge=10, le=3600, description="length of what is judged as one row, s [judgement]")
    learned: str = Field("", description="model by name (twin detect train makes one) or path; none: it learns first")
    learn_min: float = Field(
        60.0, gt=0, le=1440, description="how long it learns where it has no model, min [judgement]"
    )
    false_alarms_per_day: float = Field(
        1.0, gt=0, le=10_000, description="how often benign rows may pass its thresholds, per day [judgement]"
    )

    _root: Path = PrivateAttr(default_factory=Path)
    _features: Features = PrivateAttr()
    _notes: Notebook | None = PrivateAttr(default=None)
    _judge: Judge | None = PrivateAttr(default=None)
    _model: Model | None = PrivateAttr(default=None)
    _learned_us: Us = PrivateAttr(default=0)
    _said: Spacing = PrivateAttr()

    def locate(self, root: Path) -> None:
        """Look for models by name under *root*."""
        self._root = root

    def start(self, watch: Watch) -> None:
        """Read the model, or begin to learn. Raises ``ValueError`` for a model that cannot be used here."""
        super().start(watch)
        self._features = Features(watch)
        self._said = Spacing(HOUR_US)
        self._learned_us = 0
        self._notes, self._judge, self._model = Notebook(self._features), None, None
        if self.learned:
            self._take(self._read(watch))

    def learn(self, batch: Batch, fold: int = 0) -> None:
        """Take *batch* down as benign; *fold* is the day or the part of it that it belongs to."""
        if self._notes is not None:
            self._notes.write(self._features.of(batch), fold)
            self._learned_us += batch.to_us - batch.from_us

    def model(self, origin: Origin | None = None) -> Model:
        """What was learned; without *origin* as something that was learned here. Raises ``ValueError`` for nothing."""
        if self._model is not None:
            return self._model
        if self._notes is None or len(self._notes) == 0:
            raise ValueError("nothing was seen, so nothing can be learned")
        return self._fit(self._notes.lessons(), origin or self._here(), self._learned_us / DAY_US)

    def observe(self, batch: Batch) -> list[Alert]:
        """Who is unlike what was learned; nobody while it learns."""
        if self._judge is None:
            self._learn_on(batch)
            return []
        seen, scores = self._judge.scores(self._features.of(batch))
        alerts: list[Alert] = []
        for row, much in zip(*(each.tolist() for each in self._judge.accused(seen, scores)), strict=True):
            flows = self._flows_of(batch.tables["flow"], int(seen.members[row]), self._judge)
            self._accuse_flows(batch.tables["flow"]["flow"][flows])
            alerts += self._say(batch, int(seen.members[row]), flows, _most(scores, row), much)
        return in_order(alerts)

    @abstractmethod
    def _fit(self, lessons: Lessons, origin: Origin, days: float) -> Model:
        """The model of *lessons*."""

    def _learn_on(self, batch: Batch) -> None:
        """Learn from *batch*, and judge from the next one on when it was enough."""
        part_us = max(1, us(60 * self.learn_min) // _FOLDS)
        self.learn(batch, min(_FOLDS - 1, self._learned_us // part_us))
        if self._learned_us >= us(60 * self.learn_min) and self._notes is not None and len(self._notes):
            self._take(self.model())

    def _take(self, model: Model) -> None:
        """Judge by *model* from now on, and forget the lessons."""
        self._model, self._notes = model, None
        self._judge = Judge(model, self._features, self.false_alarms_per_day)

    def _read(self, watch: Watch) -> Model:
        path = Path(self.learned)
        named = path if path.suffix == ".json" else self._root / f"{self.learned}.json"
        found = models.read(named)
        why = models.refusal(found, (asset.name for asset in watch.inventory.assets), self.cadence_s)
        if why:
            raise ValueError(f"{named.name} {why}; train one with twin detect train")
        return found

    def _here(self) -> Origin:
        return Origin("", (), (), (), self._learned_us / HOUR_US, self.cadence_s, "")

    def _flows_of(self, flow: Columns, member: int, judge: Judge) -> Ints:
        """Rows of *flow* that *member* is accused of: the unfamiliar ones, or all it opened, or all opened to it."""
        for end in ("src", "dst"):
            mine = np.flatnonzero(self._features.register.numbers(flow[end]) == member)
            strange = mine[judge.strange(flow, mine)]
            if len(mine):
                return strange if len(strange) else mine
        return np.empty(0, dtype=np.int64)

    def _say(self, batch: Batch, member: int, flows: Ints, words: list[str], times: float) -> list[Alert]:
        """The alert about *member*, if it is not the same that was said within the hour."""
        flow = batch.tables["flow"]
        assets = self._features.register.assets
        stranger = batch.names.text(int(flow["src"][flows[0]])) if len(flows) else ""
        entity = assets[member].name if member < len(assets) else stranger
        level: Level = "high" if times > _GRAVE else "medium"
        if not entity or not self._said.passes((entity, level), batch.to_us):
            return []
        technique = next((_TECHNIQUES[word] for word in words if word in _TECHNIQUES), _ANY_TECHNIQUE)
        evidence = int(flow["flow"][flows[0]]) if len(flows) else 0
        title = f"is unlike what was learned: {', '.join(words)}"
        return [Alert(batch.to_us, entity, technique, level, title, evidence, max(1, len(flows)))]


def _most(scores: Scores, row: int) -> list[str]:
    """Names of the columns that stick out most, the furthest first, three at most."""
    order = np.argsort(-scores.spreads[row], kind="stable")[:_NAMED]
    found = [COLUMNS[number] for number in order.tolist() if scores.spreads[row][number] > 1.0]
    return found or [COLUMNS[int(order[0])]]
