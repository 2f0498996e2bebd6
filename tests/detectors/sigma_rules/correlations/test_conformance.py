"""The correlations of the conformance suite, in one batch and in many."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.watching import Row, batch, flow, reading, watch
from twin.core.units import us
from twin.detectors.sigma_rules.correlate import Correlation, Round
from twin.detectors.sigma_rules.read import read_rules
from twin.detectors.sigma_rules.view import Facts, Views

SUITE = Path(__file__).resolve().parents[4] / "examples" / "sigma-conformance"
CASES = [
    (path.stem, case)
    for path in sorted(SUITE.glob("correlations-*.json"))
    for case in json.loads(path.read_text(encoding="utf-8"))["cases"]
]


def row(event: dict[str, Any]) -> tuple[str, Row]:
    """The table and the row that an event of the suite is."""
    if event["logsource"].get("category") == "hvac":
        fields = dict(event["event"])
        return "reading", reading(event["time"], fields.pop("sensor"), fields.pop("value"), **fields)
    fields = {"service": event["logsource"].get("service", ""), **event["event"]}
    return "flow", flow(event["time"], fields.pop("src"), fields.pop("dst"), **fields)


def hits(folder: Path, case: dict[str, Any], cuts: list[float]) -> list[tuple[float, str, int]]:
    """Second, rule and rows of each hit, over the batches that begin at *cuts*."""
    (folder / "rules.yml").write_text(case["rules"], encoding="utf-8")
    judged = [each for each in read_rules([folder]) if isinstance(each.match, Correlation)]
    seen = watch()
    facts, found, start = Facts(seen), [], 0.0
    words = {word: seen.names.code(word) for each in judged for word in each.words}
    for end in [*cuts, case["until"]]:
        tables: dict[str, list[Row]] = {"flow": [], "reading": []}
        for table, made in map(row, case["events"]):
            if us(start) <= made["time"] < us(end):
                tables[table].append(made)
        given = batch(seen, end, from_s=start, **tables)
        now = Round(Views(given, words, facts), seen.names, given.to_us)
        for each in judged:
            assert isinstance(each.match, Correlation)
            found += [(hit.time_us, each.title, hit.rows) for hit in now.hits(each.match)]
        start = end
    return sorted((time_us / 1e6, title, rows) for time_us, title, rows in found)


@pytest.mark.parametrize("at_once", [0, 32], ids=["as columns", "one by one"])
@pytest.mark.parametrize(("subject", "case"), CASES, ids=[f"{subject}: {case['name']}" for subject, case in CASES])
def test_the_hits_are_those_expected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, subject: str, case: dict[str, Any], at_once: int
) -> None:
    """In one batch, and in a batch for each event; few events are taken one by one, many as columns."""
    monkeypatch.setattr("twin.detectors.sigma_rules.correlate._AT_ONCE", at_once)
    wanted = sorted((hit["time"], hit["rule"], hit["rows"]) for hit in case["hits"])
    assert hits(tmp_path, case, []) == wanted, subject
    cuts = sorted({event["time"] + after for event in case["events"] for after in (0, 1e-6)} - {0, case["until"]})
    assert hits(tmp_path, case, [cut for cut in cuts if cut < case["until"]]) == wanted


def test_the_suite_is_as_large_as_it_says() -> None:
    """Sixty-one cases, each with a name of its own."""
    assert len(CASES) == len({(subject, case["name"]) for subject, case in CASES}) >= 60
