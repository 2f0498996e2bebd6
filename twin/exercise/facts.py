"""Facts: what conditions of an exercise can ask, from its events and from the run's log.

What happened at the table is in the events; what happened in the hub is in the log, of which ``alert``, ``alarm`` and
``contained`` are of the observed book. ``step`` is of the truth book, and so are some metrics: a condition may ask
them, since it is the author of the exercise who waits, and nobody at the table hears of it.

Once the exercise is finished, **now** is the moment at which it was: what happens in the hub between then and the
story's end is nobody's doing any more, and no alert, alarm, step or containment of that time counts; what was held is
held as it was then. Metrics are those of the whole run, since what came of it all (orders that fall due later, goods
that spoil, the loss) is only known at its end, and a team that stops early shall not look better for it.

Rows are read on from where the last look stopped, and metrics are measured once a moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from twin.core.log import Log
from twin.core.units import SECOND_US, Us
from twin.exercise.state import State
from twin.lab.live import Live
from twin.lab.metrics.base import Evidence
from twin.lab.metrics.parts.containment import measures_that_cut_off

Row = Mapping[str, Any]


class Reader:
    """Rows of small tables as dictionaries, each row made once."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._rows: dict[str, list[Row]] = {}

    def rows(self, table: str) -> list[Row]:
        """All sealed rows of *table*, in order."""
        known = self._rows.setdefault(table, [])
        if self._log.rows(table) > len(known):
            texts = self._log.names_of(table).texts
            columns = {
                name: [texts[code] for code in values] if values.dtype.name == "int32" else values.tolist()
                for name, values in self._log.since(table, len(known)).items()
            }
            known += [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        return known


class LiveFacts:
    """The facts of one exercise on its live run, now."""

    def __init__(self, live: Live, state: State) -> None:
        self._live, self._state = live, state
        self.reader = Reader(live.log)
        self._sealed_us: Us = -1
        self._measured: tuple[Us, bool] = (-1, False)
        self._metrics: dict[str, float | None] = {}

    @property
    def now_us(self) -> Us:
        """After the story's start; once it is over, when it was finished."""
        return self._state.now_us if self.over else self._live.now_us

    @property
    def now_s(self) -> float:
        """The same in seconds."""
        return self.now_us / SECOND_US

    @property
    def over(self) -> bool:
        """Whether the exercise is finished."""
        return self._state.status == "finished"

    def times_s(self, what: str) -> Sequence[float]:
        """When *what* has happened before now, in order; empty for never."""
        kind, _, name = what.partition(".")
        if kind in _OF_THE_HUB:
            return [time / SECOND_US for time in _OF_THE_HUB[kind](self, name) if time < self.now_us]
        if kind == "start":
            return (0.0,)
        return [happened.us / SECOND_US for happened in self._state.happened.get(what, ())]

    def metric(self, name: str) -> float | None:
        """A metric of the run so far, or None where it is undefined; measured once a moment.

        Once the exercise is over it is that of the whole run, to the story's end.
        """
        self.seal()
        moment = (self._live.now_us, self.over)
        if self._measured != moment:
            self._measured = moment
            self._metrics.clear()
        if name not in self._metrics:
            self._metrics[name] = self._live.measure(name)
        return self._metrics[name]

    def rows(self, table: str) -> list[Row]:
        """Rows of *table* up to now; once it is over, of the whole run."""
        self.seal()
        return self.reader.rows(table)

    def seal(self) -> None:
        """Let the log say all that has happened, once a moment; a finished run's is sealed already."""
        if self._sealed_us < self._live.now_us and not self.over:
            self._live.seal()
            self._sealed_us = self._live.now_us

    def _alerts(self, entity: str) -> list[Us]:
        return [row["time"] for row in self.rows("alert") if entity in ("", row["entity"])]

    def _alarms(self, source: str) -> list[Us]:
        return [row["time"] for row in self.rows("alarm") if source in ("", row["source"])]

    def _steps(self, name: str) -> list[Us]:
        step, _, effect = name.partition(".")
        phase = "effect_start" if effect else "start"
        return [row["time"] for row in self.rows("attack") if row["step"] == step and row["phase"] == phase]

    def _contained(self, asset: str) -> list[Us]:
        self.seal()
        live = self._live
        evidence = Evidence(live.log, live.site, live.story, live.posture, live.built.inventory, live.now_us)
        return [measure.from_us for measure in measures_that_cut_off(evidence, asset)]


_OF_THE_HUB: Mapping[str, Callable[[LiveFacts, str], list[Us]]] = {
    "alert": LiveFacts._alerts,  # noqa: SLF001 - the table of its own methods
    "alarm": LiveFacts._alarms,  # noqa: SLF001 - the same
    "step": LiveFacts._steps,  # noqa: SLF001 - the same
    "contained": LiveFacts._contained,  # noqa: SLF001 - the same
}
