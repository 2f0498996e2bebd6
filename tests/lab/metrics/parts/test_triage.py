"""Which work was done on alerts."""

from __future__ import annotations

from tests.lab.logs import evidence, row
from twin.lab.metrics.parts.triage import begun, cases_worked


def test_what_was_left_unread_is_no_work() -> None:
    """Also where nothing else was ever written."""
    read, unread = row("triage", 5, case=1, verdict="confirmed"), row("triage", 6, case=2, verdict="unread")
    assert begun(evidence(read, unread).log)["case"].tolist() == [1]
    assert cases_worked(evidence(unread).log) == 0
    assert cases_worked(evidence(read, read, unread).log) == 1
