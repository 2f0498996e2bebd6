"""Running one verification case in a test."""

from __future__ import annotations

import json

from twin.lab.verify.base import Case, Finding


def found(case: Case, *, seed: int = 1, **changes: float) -> dict[str, Finding]:
    """Findings of *case* by quantity, at its printed inputs but for *changes*; each can be printed as JSON."""
    assert set(changes) <= set(case.inputs)
    inputs = {name: each.value for name, each in case.inputs.items()} | changes
    case.refuse(inputs)
    findings = case.run(inputs, seed)
    assert json.dumps([finding.to_json() for finding in findings])
    return {finding.quantity: finding for finding in findings}


def all_pass(findings: dict[str, Finding]) -> bool:
    """Whether there are findings and each passed."""
    return bool(findings) and all(finding.passed for finding in findings.values())
