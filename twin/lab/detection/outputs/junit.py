"""JUnit XML: a suite a test file, a case a promise and posture, so that any continuous integration can show them.

A promise that nothing could test is an error and no skipped case: a report that skips looks green. What is wrong with
the files themselves is a suite of its own, and so is having found nothing.

Source: the schema ``junit-10.xsd`` of Jenkins' xUnit plugin, which most readers accept.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from xml.etree import ElementTree as ET

from twin.core.errors import Fault
from twin.lab.detection.outputs.words import details, headline, name_of
from twin.lab.detection.places import relative
from twin.lab.detection.results import Check, Outcome, TestResult

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TEST = re.compile(r"\.detect\.ya?ml$", re.IGNORECASE)
_TAGS = {"failed": "failure", "error": "error", "nothing": "error"}


def render(outcome: Outcome) -> str:
    """The report as XML 1.0."""
    root = ET.Element("testsuites", name="twin detect")
    for test in outcome.tests:
        _suite(root, test)
    if outcome.faults:
        _faults(root, outcome.faults)
    elif not outcome.tests:
        _one(_begin(root, "twin detect", 1, 0, 1), "something to judge", "detections", "nothing", headline(outcome))
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(root: ET.Element, test: TestResult) -> None:
    verdicts = [check.verdict for check in test.checks]
    errors = verdicts.count("error") + verdicts.count("nothing")
    empty = not test.checks
    suite = _begin(root, test.title, len(verdicts) + empty, verdicts.count("failed"), errors + empty)
    suite.set("file", _text(relative(test.file)))
    for check in test.checks:
        _case(suite, check)
    if empty:
        _one(suite, "promises", _package(test.file), "nothing", f"{test.file} promises nothing that could be judged")


def _case(suite: ET.Element, check: Check) -> None:
    where = ", ".join(word for word in (check.story, check.posture) if word)
    name = f"{name_of(check)} [{where}]" if where else name_of(check)
    case = ET.SubElement(suite, "testcase", name=_text(name), classname=_text(_package(check.file)))
    if check.verdict == "passed":
        told = f"{check.message}; wanted: {check.wanted}" if check.wanted else check.message
        ET.SubElement(case, "system-out").text = _text(told)
    else:
        found = ET.SubElement(case, _TAGS[check.verdict], type=check.verdict, message=_text(check.message))
        found.text = _text(details(check))


def _faults(root: ET.Element, faults: tuple[Fault, ...]) -> None:
    suite = _begin(root, "files that cannot be understood", len(faults), 0, len(faults))
    for fault in faults:
        place = f"{relative(fault.place.source)}:{fault.place.line}"
        _one(suite, f"{fault.code} at {place}", _package(fault.place.source), fault.code, str(fault))


def _begin(root: ET.Element, name: str, tests: int, failures: int, errors: int) -> ET.Element:
    counts = {"tests": str(tests), "failures": str(failures), "errors": str(errors), "skipped": "0"}
    return ET.SubElement(root, "testsuite", {"name": _text(name), **counts})


def _one(suite: ET.Element, name: str, package: str, kind: str, words: str) -> None:
    case = ET.SubElement(suite, "testcase", name=_text(name), classname=_text(package))
    ET.SubElement(case, "error", type=kind, message=_text(words.splitlines()[0])).text = _text(words)


def _package(file: str) -> str:
    """``detections.coffee`` of ``detections/coffee.detect.yml``: readers make a tree of it."""
    parts = PurePath(_TEST.sub("", relative(file))).parts
    return ".".join(part.replace(".", "_") for part in parts if part not in ("/", "..", "."))


def _text(words: str) -> str:
    """*words* without the characters that XML 1.0 cannot hold."""
    return _NOT_XML.sub("\ufffd", words)
