"""Zeek logs as zat reads them, a reader that is not ours: every row, every type, nothing of the truth."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from zat.zeek_log_reader import ZeekLogReader

import twin
from twin.core.units import MINUTE_US
from twin.lab.exporters.parts.zeek_logs import LOGS
from twin.lab.exporters.zeek import Zeek
from twin.lab.run import Run

FROM_US, TO_US = 29 * MINUTE_US, 34 * MINUTE_US
"""The scan's first minutes."""


@pytest.fixture(scope="module")
def run() -> Run:
    """A scan, with everything that the small hub says beside it, where an inspection point sees inside."""
    return twin.run("coffee-machine", "zero-trust", hours=0.6)


@pytest.fixture(scope="module")
def folder(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run's logs."""
    folder = tmp_path_factory.mktemp("zeek")
    Zeek().write(run.recording.between(FROM_US, TO_US), folder)
    return folder


def _read(path: Path) -> list[dict[str, Any]]:
    return list(ZeekLogReader(str(path)).readrows())


def _flows(run: Run) -> list[dict[str, Any]]:
    return [row for row in run.log.records("flow") if FROM_US <= row["time"] < TO_US]


def _in_register(run: Run) -> set[str]:
    return {asset.address for asset in run.inventory.assets if asset.address}


def test_conn_has_every_flow_that_a_tap_saw(run: Run, folder: Path) -> None:
    """A line for each flow between addresses, with sizes and states as in the log."""
    rows = _read(folder / "observed" / "conn.log")
    flows = _flows(run)
    assert len(rows) == len(flows)
    assert [row["orig_bytes"] for row in rows] == [row["bytes_out"] for row in flows]
    assert {row["conn_state"] for row in rows} <= {"SF", "S0", "REJ", "RSTO"}
    assert {row["id.orig_h"] for row in rows} | {row["id.resp_h"] for row in rows} <= _in_register(run)
    assert len({row["uid"] for row in rows}) == len(rows)


@pytest.mark.parametrize("log", sorted(LOGS))
def test_every_log_reads_back_with_its_types(folder: Path, log: str) -> None:
    """What zat makes of the header's types holds for each row, and each row belongs to a conversation."""
    path = folder / "observed" / f"{log}.log"
    if not path.exists():
        pytest.skip(f"nothing in this run speaks {log}")
    rows, uids = _read(path), {row["uid"] for row in _read(folder / "observed" / "conn.log")}
    assert rows
    assert all(list(row) == [field.name for field in LOGS[log]] for row in rows)
    assert {row.get("uid", row.get("uids")) for row in rows} <= uids


def test_every_certificate_and_every_device_has_one_line(run: Run, folder: Path) -> None:
    """What sessions point to is there once; hardware addresses are those of the register."""
    shown = [row["fingerprint"] for row in _read(folder / "observed" / "x509.log")]
    sessions = _read(folder / "observed" / "ssl.log")
    assert {row["cert_chain_fps"] for row in sessions if row["version"] == "TLSv12"} == set(shown)
    assert len(set(shown)) == len(shown) > 0
    devices = [(row["mac"], row["dhcp_host_name"]) for row in _read(folder / "observed" / "known_devices.log")]
    assert len(set(devices)) == len(devices) > 0
    assert {mac for mac, _ in devices} <= {asset.mac for asset in run.inventory.assets}


def test_a_fingerprint_belongs_to_one_maker(run: Run, folder: Path) -> None:
    """Whoever says so; one maker may have several, for what it speaks inside and with whom."""
    makers = {asset.address: asset.vendor for asset in run.inventory.assets}
    seen = {(row["ja4"], makers[row["id.orig_h"]]) for row in _read(folder / "observed" / "ssl.log")}
    assert len(seen) == len({fingerprint for fingerprint, _ in seen})


def test_times_are_dates_in_order(run: Run, folder: Path) -> None:
    """The first flow begins when the story does, not in 1970."""
    times = [row["ts"] for row in _read(folder / "observed" / "conn.log")]
    assert times == sorted(times)
    assert times[0].date() == run.story.starts.date()


def test_alerts_are_notices(run: Run, folder: Path) -> None:
    """One a detector's alert, against the address of whom it accuses."""
    rows = _read(folder / "observed" / "notice.log")
    alerts = [alert for alert in run.alerts if FROM_US <= alert["time"] < TO_US]
    assert len(rows) == len(alerts) > 0
    assert rows[0]["src"] == run.inventory.by_name[alerts[0]["entity"]].address


def test_the_truth_stands_apart(run: Run, folder: Path) -> None:
    """Labels join by uid; no observed file has heard of a step."""
    with (folder / "truth" / "labels.csv").open(newline="") as file:
        labels = list(csv.DictReader(file))
    uids = {row["uid"] for row in _read(folder / "observed" / "conn.log")}
    assert labels
    assert {row["uid"] for row in labels} <= uids
    assert {row["step"] for row in labels} <= {step.id for step in run.story.steps}
    for path in (folder / "observed").iterdir():
        assert not any(f"\t{step.id}\t" in path.read_text() for step in run.story.steps)
