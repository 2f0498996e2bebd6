"""Subjects for tests: the small hub of the tests under any policy, without a site file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.builders import small_hub
from twin.lab.policy.subject import Subject
from twin.net.inventory import Inventory
from twin.net.segmentation import Segmentation
from twin.policies import POLICIES


def subject_of(kind: str, inventory: Inventory | None = None, **options: Any) -> Subject:
    """The policy *kind* with *options* over *inventory*, or over the small hub."""
    hub = small_hub() if inventory is None else inventory
    policy = POLICIES[kind](**options)
    return Subject(kind, "tiny", policy, hub, policy.compile(hub))


def with_changes(subject: Subject, **changes: Any) -> Subject:
    """*subject* with another segmentation."""
    made: Segmentation = replace(subject.made, **changes)
    return Subject(subject.name, subject.site, subject.policy, subject.inventory, made)
