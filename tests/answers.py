"""Playbooks and plans for tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from twin.lab.playbook import Playbook


def one_step(
    name: str, kind: str, parameters: Mapping[str, object] | None = None, *, approval_min: float = 0, **trigger: Any
) -> Playbook:
    """A playbook of one step, for cases of level high and critical unless *trigger* says otherwise."""
    step = {"id": "act", "action": {"kind": kind, "parameters": parameters or {}}, "approval_min": approval_min}
    return Playbook.model_validate({"name": name, "trigger": trigger, "workflow": [step]})
