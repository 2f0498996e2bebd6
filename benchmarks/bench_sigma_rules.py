"""Sigma rules: CPU seconds to read them, and to correlate rows by each type of correlation."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import measure
import numpy as np

from twin.core.log import Array
from twin.core.names import Names
from twin.core.units import HOUR_US
from twin.detectors.base import Batch, Watch
from twin.detectors.sigma_rules.correlate import Correlation, Round
from twin.detectors.sigma_rules.read import read_rules
from twin.detectors.sigma_rules.view import Facts, Views
from twin.lab.resources import scenario_root
from twin.net.inventory import Inventory

HOSTS = 500
BASES = """
title: Any
name: any
logsource: {category: network_connection}
detection: {s: {bytes_out|gte: 0}, condition: s}
---
title: Rare
name: rare
logsource: {category: network_connection}
detection: {s: {dst_port: 7}, condition: s}
---
title: Measured
correlation: {group-by: [src], timespan: 5m, """
ASKED = {
    "event_count": "type: event_count, rules: [any], condition: {gte: 60}}",
    "event_count, fewer": "type: event_count, rules: [any], condition: {lt: 2}}",
    "value_count": "type: value_count, rules: [any], condition: {gte: 60, field: dst_port}}",
    "value_sum": "type: value_sum, rules: [any], condition: {gte: 60000, field: bytes_out}}",
    "value_avg": "type: value_avg, rules: [any], condition: {gte: 1000, field: bytes_out}}",
    "value_percentile": "type: value_percentile, rules: [any], condition: {gt: 999, field: bytes_out, percentile: 9}}",
    "temporal": "type: temporal, rules: [any, rare]}",
    "temporal_ordered": "type: temporal_ordered, rules: [rare, any]}",
}


def main(argv: Sequence[str] | None = None) -> None:
    """Read the lab's own rules, then correlate an hour of random rows."""
    parser = measure.arguments("CPU seconds of Sigma rules", repeats=5)
    parser.add_argument("--rows", type=int, default=100_000, help="rows to correlate, of five hundred hosts")
    parser.add_argument("--batches", type=int, default=1, help="batches that they come in")
    asked = parser.parse_args(argv)
    rows = [*_reading(asked.repeats), *_correlating(asked.rows, asked.batches, asked.repeats)]
    measure.show("sigma_rules", rows, as_json=asked.json)


def _reading(repeats: int) -> list[measure.Row]:
    """Every rule that comes with the lab, copied, so that no text is known yet: for the first time, and again."""
    count, cold, warm = 0, [], []
    for repeat in range(repeats):
        with tempfile.TemporaryDirectory() as folder:
            for path in sorted((scenario_root() / "rules").rglob("*.yml")):
                text = f"# {repeat}\n" + path.read_text(encoding="utf-8")
                (Path(folder) / path.name).write_text(text, encoding="utf-8")
            cold.append(measure.cpu_seconds(partial(read_rules, [Path(folder)])))
            warm.append(measure.cpu_seconds(partial(read_rules, [Path(folder)])))
            count = len(read_rules([Path(folder)]))
    return [
        {"what": name, "of": count, "hits": 0, "cpu_s": measure.median(spent)}
        for name, spent in (("read rules", cold), ("read them again", warm))
    ]


def _correlating(rows: int, batches: int, repeats: int) -> list[measure.Row]:
    names = Names()
    columns = _columns(rows, names)
    return [_correlated(name, text, columns, names, batches, repeats) for name, text in ASKED.items()]


def _columns(rows: int, names: Names) -> dict[str, Array]:
    """Rows of an hour: who, which port of a thousand, how many bytes below a thousand."""
    draw = np.random.default_rng(1)
    hosts = names.codes([f"host-{number:03d}" for number in range(HOSTS)])
    return {
        "time": np.sort(draw.integers(0, HOUR_US, rows)),
        "src": hosts[draw.integers(0, HOSTS, rows)],
        "dst_port": draw.integers(0, 1_000, rows),
        "bytes_out": draw.integers(0, 1_000, rows),
        "flow": np.arange(rows, dtype=np.uint64),
        "service": np.zeros(rows, dtype=np.int64),
    }


def _correlated(
    name: str, text: str, columns: Mapping[str, Array], names: Names, batches: int, repeats: int
) -> measure.Row:
    spent: list[float] = []
    hits: list[int] = []
    for _ in range(repeats):
        correlation = _correlation(text)
        rounds = list(_rounds(correlation, columns, names, batches))
        spent.append(measure.cpu_seconds(partial(_observe, correlation, rounds, hits)))
    return {"what": name, "of": len(columns["time"]), "hits": hits[-1], "cpu_s": measure.median(spent)}


def _correlation(text: str) -> Correlation:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rule.yml"
        path.write_text(BASES + text, encoding="utf-8")
        match = next(each.match for each in read_rules([path]) if each.title == "Measured")
    if not isinstance(match, Correlation):
        raise TypeError(text)
    return match


def _rounds(correlation: Correlation, columns: Mapping[str, Array], names: Names, batches: int) -> list[Round]:
    """The batches, with the single rules judged beforehand: correlations alone are measured."""
    facts = Facts(Watch(Inventory((), ()), names, {}, 1.5))
    rounds = []
    for number in range(batches):
        start, end = HOUR_US * number // batches, HOUR_US * (number + 1) // batches
        first, last = np.searchsorted(columns["time"], [start, end])
        table = {name: column[first:last] for name, column in columns.items()}
        now = Round(Views(Batch(start, end, {"flow": table}, names), {}, facts), names, end)
        for base in correlation.bases:
            base.part(now)
        rounds.append(now)
    return rounds


def _observe(correlation: Correlation, rounds: list[Round], hits: list[int]) -> None:
    hits.append(sum(len(now.hits(correlation)) for now in rounds))


if __name__ == "__main__":
    main()
