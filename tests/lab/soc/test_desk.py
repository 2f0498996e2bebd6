"""What the desk can look up."""

from __future__ import annotations

from twin.core.log import Log
from twin.lab.soc.desk import Ends, ends_of


def test_the_evidence_of_an_alert_is_a_flow_that_a_tap_saw() -> None:
    """By its identity; what no tap saw, what is not sealed yet and what is no flow has no ends."""
    log = Log()
    for number, (src, dst, user) in enumerate([("ws-01", "dc-01", "ws-01"), ("ws-02", "amr-001", "admin")], 1):
        log.one("flow", time=number, flow=number, src=src, dst=dst, user=user)
    assert ends_of(log, 2) is None
    log.seal(10)
    assert ends_of(log, 2) == Ends("ws-02", "amr-001", "admin")
    assert ends_of(log, 7) is None
    assert ends_of(log, 0) is None
