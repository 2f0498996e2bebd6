"""Zeek's logs as JSON say what the tab-separated ones say."""

from __future__ import annotations

import json
from pathlib import Path

from tests.lab.exporters.recordings import recording
from twin.lab.exporters.zeek import Zeek
from twin.lab.exporters.zeek_json import ZeekJson

WITHOUT_UID = ("capture_loss", "dhcp", "known_devices", "known_hosts", "known_services", "notice", "x509")
"""Logs whose rows are about no single conversation."""


def test_both_forms_have_the_same_logs_and_rows(tmp_path: Path) -> None:
    """Row for row, with the same identities."""
    tabs, lines = (kind().write(recording(), tmp_path / kind.__name__) for kind in (Zeek, ZeekJson))
    assert [path.name for path in tabs] == [path.name for path in lines]
    for tab, line in zip(tabs, lines, strict=True):
        if "observed" in tab.parts and tab.stem not in WITHOUT_UID:
            rows = [row.split("\t") for row in tab.read_text().splitlines() if not row.startswith("#")]
            objects = [json.loads(row) for row in line.read_text().splitlines()]
            assert [row[1] for row in rows] == [each["uid"] for each in objects]
