"""Syslog lines, read back by the grammar of RFC 5424."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.lab.exporters.recordings import RULE, recording
from twin.lab.exporters.syslog import Syslog

MESSAGE = re.compile(
    r"<(?P<pri>\d{1,3})>1 (?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) (?P<host>[!-~]{1,255}) (?P<app>[!-~]{1,48}) "
    r"(?P<proc>[!-~]{1,128}) (?P<id>[!-~]{1,32}) "
    r"(?P<data>\[[^ =\]\"]+(?: [^ =\]\"]+=\"(?:\\[\"\\\]]|[^\"\\\]])*\")*\]) "
    r"(?P<words>.*)"
)
"""SYSLOG-MSG of RFC 5424, section 6."""


@pytest.fixture
def lines(tmp_path: Path) -> list[re.Match[str]]:
    """Every line, parsed."""
    path, _ = Syslog().write(recording(), tmp_path)
    found = [MESSAGE.fullmatch(line) for line in path.read_text().splitlines()]
    assert all(found)
    return [line for line in found if line]


def test_refusals_alerts_and_alarms_come_in_order_of_time(lines: list[re.Match[str]]) -> None:
    """One of each, from the host that would have sent it."""
    assert [(line["host"], line["app"], line["id"]) for line in lines] == [
        ("core", "firewall", "DENY"), ("detector", "scan", "ALERT"), ("chill-1", "process", "ALARM"),
    ]  # fmt: skip
    assert f'rule="{RULE}"' in lines[1]["data"]


def test_priorities_are_facility_times_eight_plus_severity(lines: list[re.Match[str]]) -> None:
    """Security notice, security error, local error."""
    assert [int(line["pri"]) for line in lines] == [4 * 8 + 5, 4 * 8 + 3, 16 * 8 + 3]


def test_quotes_and_brackets_in_values_are_escaped(lines: list[re.Match[str]]) -> None:
    """A rule may be called anything."""
    assert 'rule="zone \\"video\\"\\]"' in lines[0]["data"]
