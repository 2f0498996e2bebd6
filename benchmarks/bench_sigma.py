"""Sigma: CPU seconds of 37 rules on a million flows with the numbers of all rows found, and in batches as in a run.

DuckDB is asked the same 37 questions on the same rows and has to find the same rows; its time is beside ours, with one
thread. ``whole`` judges all rows at once; ``stream`` cuts them into batches and keeps what it knows between them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import measure
import numpy as np
import sigma_pack
from sigma.rule import SigmaRule

from twin.core.log import Columns
from twin.core.names import Names
from twin.core.records import RECORDS
from twin.detectors.base import Batch, Watch
from twin.detectors.sigma import Sigma
from twin.detectors.sigma_rules.detections import matcher
from twin.detectors.sigma_rules.fields import Source, source_of
from twin.detectors.sigma_rules.predicates import Predicate
from twin.detectors.sigma_rules.view import Facts, Views
from twin.net.inventory import Inventory

Found = list[np.ndarray]


def main(argv: Sequence[str] | None = None) -> None:
    """Judge the rows by every engine, compare what they found, print the times."""
    parser = measure.arguments("CPU seconds of 37 Sigma rules", repeats=3)
    parser.add_argument("--rows", type=int, default=1_000_000, help="flows")
    parser.add_argument("--batch", type=int, default=2_000, help="flows a batch in the stream")
    asked = parser.parse_args(argv)
    seen = Watch(Inventory((), ()), Names(), {}, 1.0)
    columns = sigma_pack.flows(asked.rows, seen.names)
    ours: Found = []
    rows = [
        _row("whole", asked.rows, asked.repeats, lambda: _whole(columns, seen, ours)),
        _row("stream", asked.rows, asked.repeats, lambda: _stream(columns, seen, asked.batch)),
    ]
    theirs: Found = []
    ask = _duckdb(columns, seen.names, theirs)
    rows.append(_row("duckdb", asked.rows, 1, ask))
    differ = [n for n, (one, two) in enumerate(zip(ours, theirs, strict=True)) if not np.array_equal(one, two)]
    if differ:
        raise SystemExit(f"rules {differ} found other rows than DuckDB")
    for row in rows:
        row["hits"] = sum(len(each) for each in ours)
    measure.show("sigma", rows, as_json=asked.json)


def _row(engine: str, rows: int, repeats: int, action: Callable[[], None]) -> measure.Row:
    cpu_s = measure.median([measure.cpu_seconds(action) for _ in range(repeats)])
    return {
        "engine": engine,
        "rows": rows,
        "rules": len(sigma_pack.RULES),
        "cpu_s": cpu_s,
        "rows_a_cpu_s": round(rows / cpu_s),
    }


def _rules() -> list[tuple[Source, Predicate]]:
    made = []
    for number, rule in enumerate(sigma_pack.RULES):
        parsed = SigmaRule.from_yaml(sigma_pack.text_of(number, rule))
        logs = parsed.logsource
        source = source_of(logs.category, logs.product, logs.service)
        made.append((source, matcher(parsed, source)))
    return made


def _whole(columns: Columns, seen: Watch, found: Found) -> None:
    """Numbers of the rows that each rule fits, nothing known beforehand."""
    rules, facts = _parsed(), Facts(seen)
    words = {word: seen.names.code(word) for source, _ in rules for word in source.words}
    views = Views(Batch(0, 1, {"flow": columns}, seen.names), words, facts)
    found.clear()
    for source, fits in rules:
        view = views.of(source)
        found.append(view.numbers_of(fits(view)) if view else np.empty(0, dtype=np.int64))


_kept: list[tuple[Source, Predicate]] = []


def _parsed() -> list[tuple[Source, Predicate]]:
    """The rules, read once: reading is another benchmark's."""
    if not _kept:
        _kept.extend(_rules())
    return _kept


def _stream(columns: Columns, seen: Watch, size: int) -> None:
    """The detector itself on batch after batch."""
    with tempfile.TemporaryDirectory() as folder:
        for number, rule in enumerate(sigma_pack.RULES):
            (Path(folder) / f"{number:02d}.yml").write_text(sigma_pack.text_of(number, rule), encoding="utf-8")
        detector = Sigma(rules=(folder,))
        detector.start(seen)
    rows = len(columns["time"])
    for first in range(0, rows, size):
        cut = {name: values[first : first + size] for name, values in columns.items()}
        detector.observe(Batch(first, min(rows, first + size), {"flow": cut}, seen.names))


def _duckdb(columns: Columns, names: Names, found: Found) -> Callable[[], None]:
    """The same questions in SQL, on a table that is loaded beforehand."""
    import duckdb
    import pyarrow as pa

    texts = pa.array(names.texts)
    kinds = {name: pa.array(values) for name, values in columns.items()}
    named = [column.name for column in RECORDS["flow"].columns if column.kind == "name"]
    for name in named:
        kinds[name] = pa.DictionaryArray.from_arrays(pa.array(columns[name]), texts)
    table = pa.table(kinds | {"row": pa.array(np.arange(len(columns["time"])))})
    base = duckdb.connect(config={"threads": 1})
    base.register("rows", table)
    base.execute("CREATE TABLE flow AS SELECT * FROM rows")

    def ask() -> None:
        found.clear()
        for rule in sigma_pack.RULES:
            sql = f"SELECT row FROM flow WHERE {rule.sql} ORDER BY row"  # noqa: S608
            found.append(base.execute(sql).fetchnumpy()["row"].astype(np.int64))

    return ask


if __name__ == "__main__":
    main()
