"""Least privilege grants exactly what is declared, with or without the verbs."""

from __future__ import annotations

from typing import ClassVar

import pytest

from tests.builders import small_hub
from twin.policies.parts.least_privilege import LeastPrivilege


class _Plain(LeastPrivilege):
    policy: ClassVar[str] = "plain"
    per_session: ClassVar[bool] = False


class _PerSession(LeastPrivilege):
    policy: ClassVar[str] = "per_session"
    per_session: ClassVar[bool] = True


@pytest.mark.parametrize("kind", [_Plain, _PerSession])
def test_the_two_forms_differ_in_identity_inspection_and_verbs_only(kind: type[LeastPrivilege]) -> None:
    """Pairs and services are the same, and a zone grants nothing."""
    made = kind().compile(small_hub())
    granted = {
        (demand.src, demand.dst, demand.need.service) for demand in small_hub().demands if not demand.need.excessive
    }
    assert {(rule.src, rule.dst, rule.service) for rule in made.rules} == granted
    assert (made.policy, made.inside, made.conduits) == (kind.policy, "deny", ())
    assert made.identity == made.inspected == kind.per_session == any(rule.verbs for rule in made.rules)
