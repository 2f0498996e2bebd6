"""JUnit XML fits the schema that its readers use, and is never green on nothing."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import xmlschema

from tests.lab.detection.outputs.outcomes import ALL, EMPTY, FAULTY, KEPT, outcome
from twin.lab.detection.outputs.junit import render
from twin.lab.detection.results import Outcome

SCHEMA = xmlschema.XMLSchema(Path(__file__).with_name("schemas") / "junit-10.xsd")


@pytest.mark.parametrize("told", ALL)
def test_every_report_is_valid(told: Outcome) -> None:
    """Whatever is in it: faults, nothing, characters that XML cannot hold."""
    SCHEMA.validate(render(told))


def test_there_is_a_case_for_each_promise_and_a_failure_tells_its_timeline() -> None:
    """Five promises: one failure, two errors (mute and untested), none skipped."""
    root = ET.fromstring(render(outcome()))  # noqa: S314 - our own document
    assert {name: root.get(name) for name in ("tests", "failures", "errors")} == {
        "tests": "5", "failures": "1", "errors": "2"}  # fmt: skip
    cases = root.findall("./testsuite/testcase")
    assert cases[0].get("name") == "expect[0].recall of scan on coffee-01 [coffee-machine, zones]"
    assert cases[0].get("classname") == "detections.x"
    failure = cases[1].find("failure")
    assert failure is not None
    assert "scan begins: port_scan" in str(failure.text)
    assert "not detected by scan" in str(failure.text)
    assert "rule: rules/scan.yml:4" in str(failure.text)
    assert [case.find("error") is not None for case in cases] == [False, False, True, True, False]


@pytest.mark.parametrize("told", [FAULTY, EMPTY, ALL[-1]])
def test_nothing_judged_is_an_error(told: Outcome) -> None:
    """A reader that counts failures sees one."""
    root = ET.fromstring(render(told))  # noqa: S314 - our own document
    assert root.get("errors") == root.get("tests") == "1"


def test_a_kept_promise_has_no_complaint() -> None:
    """And says what was measured."""
    root = ET.fromstring(render(outcome(KEPT)))  # noqa: S314 - our own document
    case = root.find("./testsuite/testcase")
    assert case is not None
    assert [child.tag for child in case] == ["system-out"]
