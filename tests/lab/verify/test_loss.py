"""V5."""

from __future__ import annotations

import pytest

from tests.lab.verify.held import findings, verdict
from twin.lab.verify.lines import ChargerBank

QUICK = {"load_3_erlang": 10.0, "bays_3": 14}


def test_bays_lose_what_erlang_says() -> None:
    """The first two printed rows, and one of our own: 0.21458, 0.28487."""
    expected = [found.expected for found in findings("V5", **QUICK)]
    assert expected[:2] == pytest.approx([0.21458, 0.28487], abs=5e-6)


def test_a_bay_too_many_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """No control variate hides it."""
    make = ChargerBank.__init__
    monkeypatch.setattr(ChargerBank, "__init__", lambda bank, count, patient: make(bank, count + 1, patient=patient))
    assert not any(found.passed for found in verdict("V5", **QUICK).findings)
