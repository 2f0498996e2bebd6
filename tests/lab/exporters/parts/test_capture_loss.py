"""A tap's own report as Zeek writes it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from zat.zeek_log_reader import ZeekLogReader

from twin.core.log import Log
from twin.core.units import MINUTE_US
from twin.lab.exporters.parts.capture_loss import CAPTURE_LOSS, capture_losses
from twin.lab.exporters.zeek import Zeek
from twin.lab.recording import Recording

STARTS = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def _recording() -> Recording:
    log = Log()
    for minute, offered, dropped in ((1, 400, 0), (2, 1_000, 250), (3, 0, 0)):
        share = dropped / offered if offered else 0.0
        log.one("tap_health", time=minute * MINUTE_US, tap="core", span_us=MINUTE_US, offered=offered,
                dropped=dropped, share=share)  # fmt: skip
    log.seal(10 * MINUTE_US)
    return Recording(log, STARTS, ())


def test_zeek_s_reader_finds_a_line_for_each_report(tmp_path: Path) -> None:
    """Date, span, who, packets and loss in per cent; silence is a line too."""
    Zeek().write(_recording(), tmp_path)
    rows = list(ZeekLogReader(str(tmp_path / "observed" / "capture_loss.log")).readrows())
    assert [(row["peer"], row["gaps"], row["acks"], row["percent_lost"]) for row in rows] == [
        ("core", 0, 400, 0.0), ("core", 250, 1_000, 25.0), ("core", 0, 0, 0.0),
    ]  # fmt: skip
    assert rows[0]["ts_delta"].total_seconds() == pytest.approx(60.0)
    assert rows[0]["ts"].timestamp() == pytest.approx(STARTS.timestamp() + 60)


def test_a_stretch_of_time_has_the_reports_of_that_stretch() -> None:
    """As every other log."""
    lines = list(capture_losses(_recording().between(MINUTE_US, 2 * MINUTE_US)))
    assert [time_us for time_us, _ in lines] == [MINUTE_US]
    assert len(lines[0][1]) == len(CAPTURE_LOSS)
