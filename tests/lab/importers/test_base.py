"""The contract of importers: options say what files do not."""

from __future__ import annotations

import pytest

from twin.lab.importers import IMPORTERS
from twin.lab.importers.base import Importer, Options


def test_nothing_is_assumed_where_nothing_is_said() -> None:
    """No start, no register, no columns, no form of time."""
    assert Options() == Options(None, (), {}, "")


def test_an_importer_without_its_two_answers_cannot_be_made() -> None:
    """Which files are its own, and what is in them."""
    with pytest.raises(TypeError, match="abstract"):
        Importer()


def test_every_kind_is_made_without_arguments() -> None:
    """What differs from import to import are the options."""
    assert all(isinstance(IMPORTERS[kind](), Importer) for kind in IMPORTERS)
