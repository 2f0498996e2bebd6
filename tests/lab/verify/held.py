"""Running cases in tests: at printed or at other inputs."""

from __future__ import annotations

from twin.lab.verify.base import Finding
from twin.lab.verify.suite import Verdict, decide, plan


def verdict(name: str, **inputs: float) -> Verdict:
    """What the case called *name* finds, its inputs changed by *inputs*."""
    (request,) = plan([name], inputs)
    return decide(request, 1)


def findings(name: str, **inputs: float) -> list[Finding]:
    """The findings of a case that must pass."""
    found = verdict(name, **inputs)
    assert found.passed, [finding for finding in found.findings if not finding.passed]
    return list(found.findings)
