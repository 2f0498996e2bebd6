"""An exporter without a way of writing is none."""

from __future__ import annotations

import pytest

from twin.lab.exporters.base import Exporter


def test_the_contract_cannot_be_made_itself() -> None:
    """Only kinds can."""
    with pytest.raises(TypeError):
        Exporter()  # type: ignore[abstract]
