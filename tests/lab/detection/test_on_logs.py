"""Detectors on logs without a test: alerts, and who could not have spoken."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.detection.processes import written
from tests.lab.detection.test_logs import CONN
from twin.lab.detection.on_logs import Asked, LogsHeard, hear_logs, own_ruleset
from twin.lab.detection.own_ruleset import ruleset_of

RULES = """
title: Modbus seen
logsource: {service: modbus}
detection: {s: {service: modbus}, condition: s}
level: low
---
title: Refused
logsource: {category: network_connection}
detection: {s: {action: deny}, condition: s}
level: low
---
title: Prints
logsource: {service: bacnet}
detection: {s: {service: bacnet}, condition: s}
level: low
---
title: Shells
logsource: {category: process_creation, product: windows}
detection: {s: {Image: x}, condition: s}
level: low
"""


@pytest.fixture
def heard(tmp_path: Path) -> LogsHeard:
    """One flow of Modbus, heard by four rules and a detector that needs to know more."""
    (tmp_path / "conn.log").write_text(CONN, encoding="utf-8")
    (tmp_path / "rules.yml").write_text(RULES, encoding="utf-8")
    asked = Asked(tmp_path / "conn.log", tmp_path / "cache")
    return hear_logs(asked, ruleset_of(own_ruleset(asked), [tmp_path / "rules.yml"], "allow_list"))


def test_every_rule_says_what_became_of_it(heard: LogsHeard) -> None:
    """Spoke; silent, though it asks what a monitor does not know; no row of its log; no such log."""
    found = {rule.title: (rule.status, bool(rule.reason)) for rule in heard.found.rules}
    assert found == {
        "Modbus seen": ("alerted", False), "Refused": ("silent", True), "Prints": ("unread", True),
        "Shells": ("source-unknown", True),
    }  # fmt: skip
    assert [alert.entity for alert in heard.run.alerts] == ["10.0.0.1"]
    assert heard.exit_code == 0


def test_as_a_report_each_promises_that_it_can_speak(heard: LogsHeard) -> None:
    """Kept, untested or mute; so a report of deaf rules is never green."""
    verdicts = {check.subject: check.verdict for check in heard.outcome().checks}
    assert verdicts == {
        "allow_list": "error", "sigma": "passed", "Modbus seen": "passed", "Refused": "nothing", "Prints": "nothing",
        "Shells": "error",
    }  # fmt: skip
    assert heard.outcome().exit_code == 2
    assert heard.to_json()["unread"] != []


def test_where_nobody_could_speak_it_is_five(tmp_path: Path) -> None:
    """Nothing was judged."""
    (tmp_path / "conn.log").write_text(CONN, encoding="utf-8")
    asked = Asked(tmp_path / "conn.log", tmp_path / "cache")
    assert hear_logs(asked, ruleset_of((), (), "allow_list,bus_forensics")).exit_code == 5


def test_a_process_with_labels_is_scored(tmp_path: Path) -> None:
    """The ruleset's alerts beside the charts."""
    train, test = written(tmp_path)
    asked = Asked(test, tmp_path / "cache", train=train)
    process = hear_logs(asked, ruleset_of((), (), "physical_residual")).process
    assert process is not None
    assert {"physical_residual", "cusum", "always"} <= process.scores.keys()
