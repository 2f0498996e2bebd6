"""What an attack used, and which measures closed it."""

from __future__ import annotations

import pytest

from tests.lab.logs import evidence, label, row
from twin.lab.metrics.parts.containment import InForce
from twin.lab.metrics.parts.used import Way, met_by, ways_used

LOGGED_ON = row(
    "flow", 5, flow=1, src="ws-01", dst="dc-01", service="smb", user="administrator", status="401", tap="edge"
)
OURS = row("flow", 6, flow=2, src="ws-01", dst="dc-01", service="sql", user="admin", tap="edge")


def test_only_flows_of_an_attack_are_ways_that_it_used() -> None:
    """Under the account's name as a measure has it; refused or not."""
    made = evidence(LOGGED_ON, label(1), OURS)
    assert ways_used(made.log) == {Way("ws-01", "dc-01", "smb", "domain-admin")}
    assert ways_used(evidence(OURS).log) == set()


@pytest.mark.parametrize(
    ("response", "target", "met"),
    [
        ("revoke_credential", "domain-admin", True),
        ("revoke_credential", "domain-admin@dc-01", True),
        ("revoke_credential", "domain-admin@gateway-1", False),
        ("revoke_credential", "admin", False),
        ("block_flow", "*>*:smb", True),
        ("block_flow", "*>dc-01", True),
        ("block_flow", "*>*:sql", False),
        ("isolate_device", "gateway-1", False),
    ],
)
def test_a_measure_met_the_attack_where_it_closed_what_that_used(response: str, target: str, *, met: bool) -> None:
    """An account everywhere or at that door, a flow whoever is at its ends; no other account, door or service."""
    made = evidence(LOGGED_ON, label(1), OURS)
    assert met_by(made, InForce(response, target, "script", 0, None)) is met
