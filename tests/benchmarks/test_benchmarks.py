"""Every benchmark runs, with tiny sizes: what is measured is another matter, on a quiet machine."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from shutil import which

import pytest

from tests.conftest import BROWSERS

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"
TINY = {
    "bench_after_action": ["--hours", "0.05", "--injects", "2"],
    "bench_detectors": ["--hours", "0.02"],
    "bench_exercise_room": ["--clients", "3", "--decisions", "1", "--minutes", "1"],
    "bench_frames": ["--site=small", "--robots=20", "--seconds=2", "--views=map"],
    "bench_help": [],
    "bench_hub": ["--hours", "0.02", "--sites", "small", "--postures", "zones", "unwatched"],
    "bench_regression": ["--stories", "1", "--hours", "0.02"],
    "bench_rooms": ["--hours", "12", "--rooms", "2"],
    "bench_import": ["--minutes", "0.5"],
    "bench_learning": ["--hours", "0.1"],
    "bench_live_map": ["--site=small", "--robots=20", "--refreshes=9", "--every=0", "--pages", "live"],
    "bench_million": ["--devices", "3000", "--seconds", "20", "--record", "flow"],
    "bench_motion": ["--seconds", "20", "--robots", "20"],
    "bench_pcap": ["--minutes", "0.2"],
    "bench_peers": ["--steps", "5", "--exchanges", "50"],
    "bench_plant": ["--hours", "0.01", "--sites", "small"],
    "bench_scale": ["--hosts", "20", "40", "--rows", "500", "--hours", "0.02"],
    "bench_sigma": ["--rows", "5000", "--batch", "500"],
    "bench_sigma_rules": ["--rows", "500"],
    "bench_traffic": ["--site", "small", "--minutes", "1", "--messages", "10"],
    "bench_whatif": ["--hours", "0.02", "--seeds", "1", "--share", "0.5"],
}


def test_every_script_has_a_tiny_size() -> None:
    """A new benchmark is added here too."""
    assert {path.stem for path in FOLDER.glob("bench_*.py")} == set(TINY)


@pytest.mark.parametrize("name", sorted(TINY))
def test_a_benchmark_prints_a_table_or_one_json_document(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --json nothing but one document; without, a title and a line a row."""
    monkeypatch.syspath_prepend(str(FOLDER))
    if name == "bench_frames" and not any(map(which, BROWSERS)):
        pytest.skip("no Chromium here: apt-get install chromium")
    main = runpy.run_path(str(FOLDER / f"{name}.py"))["main"]
    main([*TINY[name], "--repeats", "1", "--json"])
    document = json.loads(capsys.readouterr().out)
    assert document["benchmark"] == name.removeprefix("bench_")
    assert all(row["cpu_s"] > 0 for row in document["rows"] if "cpu_s" in row)
    show = runpy.run_path(str(FOLDER / "measure.py"))["show"]
    show(document["benchmark"], document["rows"], as_json=False)
    assert len(capsys.readouterr().out.splitlines()) == 2 + len(document["rows"])
