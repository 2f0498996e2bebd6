"""Events of which a rule could know nothing are faults of the test, at their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.detection.seen import write
from twin.core.errors import BadInput, Fault
from twin.lab.detection.detect_file import read_test

RULE = """
title: Write
name: write
logsource: {product: zeek, service: modbus}
detection:
  s: {func: write_single_register}
  entitled: {src_kind: gateway}
  condition: s and not entitled
"""
MANY = """
---
title: Many writes
correlation: {type: event_count, rules: [write], group-by: [src], timespan: 1m, condition: {gte: 2}}
"""
ELSEWHERE = """
title: Program
logsource: {product: windows, category: process_creation}
detection: {s: {Image|endswith: cmd.exe}, condition: s}
"""


def _faults(folder: Path, case: str, rule: str = RULE, more: str = "") -> list[Fault]:
    (folder / "own.yml").write_text(rule, encoding="utf-8")
    text = f"format: 1\ntitle: x\ndetectors: [{{kind: sigma, rules: [./own.yml]{more}}}]\ncases:\n  - {case}\n"
    try:
        read_test(write(folder, text))
    except BadInput as error:
        return list(error.faults)
    return []


@pytest.mark.parametrize(("event", "code", "remedy"), [
    ("{fucn: write_single_register, src_kind: camera}", "unknown-key", "did you mean func?"),
    ("{servce: modbus, func: read}", "unknown-key", "did you mean service?"),
    ("{}", "missing-key", "func, src_kind"),
    ("{service: mqtt, func: write_single_register}", "contradicts-itself", "write modbus"),
    ("{category: dns, product: suricata, func: x}", "contradicts-itself", "write zeek"),
])  # fmt: skip
@pytest.mark.parametrize("form", ["event: %s", "events: [%s]"])
def test_an_event_that_tests_nothing_is_a_fault(tmp_path: Path, event: str, code: str, remedy: str, form: str) -> None:
    """Whatever the case wants."""
    for match in ("true", "false"):
        faults = _faults(tmp_path, f"{{rule: Write, {form % event}, match: {match}}}")
        assert code in {fault.code for fault in faults}
        assert remedy in " ".join(fault.remedy for fault in faults)
        assert {fault.place.line for fault in faults} == {5}


@pytest.mark.parametrize("event", [
    "{func: x}", "{service: modbus, src_kind: gateway}", "{service: MODBUS, dst_port: 502}",
    "{source: {ip: 10.0.0.1}, func: x}", "{product: zeek, func: x}",
])  # fmt: skip
def test_what_the_rule_or_its_log_has_may_be_said(tmp_path: Path, event: str) -> None:
    """In any letters, and nested as a shipper nests it."""
    assert _faults(tmp_path, f"{{rule: Write, event: {event}, match: false}}") == []


def test_of_a_log_that_is_not_here_the_rule_s_own_fields_are_known(tmp_path: Path) -> None:
    """Others may stand beside one of them, and not alone."""
    more = ", unsupported: report"
    fine = _faults(tmp_path, "{rule: Program, event: {Image: cmd.exe, User: x}, match: true}", ELSEWHERE, more)
    alone = _faults(tmp_path, "{rule: Program, event: {Imgae: cmd.exe}, match: false}", ELSEWHERE, more)
    assert ([*fine], [fault.code for fault in alone]) == ([], ["missing-key"])


@pytest.mark.parametrize(("events", "codes"), [
    ("[{func: write_single_register, src: ws-01}, {func: write_single_register, src: ws-01}]", []),
    ("[{fucn: x, src: ws-01}, {func: x, sorce: y}]", ["unknown-key", "unknown-key"]),
    ("[{time_s: 1, src: ws-01}, {src: ws-01}]", ["missing-key"]),
    ("[{service: mqtt, src: ws-01}]", ["contradicts-itself"]),
])  # fmt: skip
def test_events_in_order_have_all_their_faults_at_once(tmp_path: Path, events: str, codes: list[str]) -> None:
    """Each by its number, before anything is asked."""
    faults = _faults(tmp_path, f"{{rule: Many writes, events: {events}, match: false}}", RULE + MANY)
    assert [fault.code for fault in faults] == codes
    assert all("events[" in fault.message for fault in faults)
