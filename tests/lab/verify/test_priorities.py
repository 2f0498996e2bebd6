"""V8, V36 and V37."""

from __future__ import annotations

import pytest

from tests.lab.verify.held import findings, verdict
from twin.lab.queue import Line


def test_two_classes_wait_as_cobham_says() -> None:
    """V8 at the printed inputs: 0.875 and 2.9167."""
    assert [found.expected for found in findings("V8")] == pytest.approx([0.875, 2.9167], abs=5e-5)


def test_a_line_that_ignores_ranks_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both classes then wait alike."""
    join = Line.join
    monkeypatch.setattr(Line, "join", lambda line, number, _, came: join(line, number, 0, came))
    assert [found.passed for found in verdict("V8").findings] == [False, False]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["V36", "V37"])
def test_beyond_the_table(name: str) -> None:
    """Several servers; lognormal service."""
    findings(name)
