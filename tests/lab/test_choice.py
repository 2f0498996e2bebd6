"""Names and choices."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from twin.lab.choice import Choice, Name


def test_a_choice_without_parameters_has_none() -> None:
    """And none of its own can be added beside the kind."""
    assert dict(Choice(kind="scan").parameters) == {}
    with pytest.raises(ValidationError):
        Choice.model_validate({"kind": "scan", "cadence_s": 5})


@pytest.mark.parametrize(
    ("name", "good"), [("isolate-on-high", True), ("a1", True), ("1a", False), ("A", False), ("", False)]
)
def test_a_name_is_plain(name: str, good: bool) -> None:
    """Small letters, digits and hyphens, a letter first."""
    adapter = TypeAdapter[str](Name)
    if good:
        assert adapter.validate_python(name) == name
    else:
        with pytest.raises(ValidationError):
            adapter.validate_python(name)
