"""Learning: rows a second that become features, are learned and are judged, and the share of a run that they cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import measure

import twin
from twin.core.names import Names
from twin.detectors.anomaly import Anomaly
from twin.detectors.base import Batch
from twin.detectors.federated import Federated
from twin.detectors.learning.features import Features
from twin.detectors.learning.learner import Learner
from twin.lab.learning.lesson import batches, watch_of
from twin.lab.run import Run


def main(argv: Sequence[str] | None = None) -> None:
    """Run quietly once, learn from the first half of it, judge the second."""
    parser = measure.arguments("rows a second learned and judged", repeats=3)
    parser.add_argument("--site", default="small", help="site by name")
    parser.add_argument("--hours", type=float, default=2.0, help="simulated hours")
    asked = parser.parse_args(argv)
    run = twin.run("quiet-day", "zones", site=asked.site, hours=asked.hours, settings=("ruleset=[]",))
    cut = list(batches(run.log, run.span_us, 60.0))
    half = len(cut) // 2
    features = Features(watch_of(run.site, run.inventory.register, run.log.names))
    steps: list[tuple[str, list[Batch], Callable[[], object]]] = [("features", cut, partial(_features, features, cut))]
    for kind in (Anomaly, Federated):
        learner = _learner(kind, run)
        steps.append((f"{kind.__name__.lower()} learns", cut[:half], partial(_learn, learner, cut[:half])))
        ready = _learner(kind, run)
        _learn(ready, cut[:half])
        steps.append((f"{kind.__name__.lower()} judges", cut[half:], partial(_judge, ready, cut[half:])))
    rows = [_measured(name, over, action, run, asked.repeats) for name, over, action in steps]
    measure.show("learning", rows, as_json=asked.json)


def _measured(name: str, over: list[Batch], action: Callable[[], object], run: Run, repeats: int) -> measure.Row:
    cpu_s = max(measure.median([measure.cpu_seconds(action) for _ in range(repeats)]), 1e-4)
    rows = sum(len(columns["time"]) for batch in over for columns in batch.tables.values())
    share = cpu_s / len(over) / (run.cpu_seconds / (run.span_us / 60e6))
    return {
        "step": name, "rows": rows, "cpu_s": cpu_s, "rows_per_s": round(rows / cpu_s),
        "ms_per_minute": round(1e3 * cpu_s / len(over), 3), "percent_of_run": round(100 * share, 2),
    }  # fmt: skip


def _learner(kind: type[Learner], run: Run) -> Learner:
    learner = kind(learn_min=1440.0)
    learner.start(watch_of(run.site, run.inventory.register, Names(run.log.names.texts)))
    return learner


def _features(features: Features, cut: list[Batch]) -> None:
    for batch in cut:
        features.of(batch)


def _learn(learner: Learner, cut: list[Batch]) -> None:
    """Learn from all of it anew, and make the model."""
    learner.start(learner._watch)  # noqa: SLF001 - the same learner, once more
    for batch in cut:
        learner.learn(batch)
    learner._take(learner.model())  # noqa: SLF001 - as it does by itself after its time of learning


def _judge(learner: Learner, cut: list[Batch]) -> None:
    for batch in cut:
        learner.observe(batch)


if __name__ == "__main__":
    main()
