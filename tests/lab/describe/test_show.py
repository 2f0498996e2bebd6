"""A description in words: within the terminal, values as written, and what is odd at the end."""

from __future__ import annotations

import math

import pytest

from twin.lab.describe import describe
from twin.lab.describe.show import show_site, value_text
from twin.lab.describe.sources import Fact


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (Fact("lsb_k", 0.0625, "", "data sheet"), "0.0625"),
        (Fact("battery_kwh", 1600.0, "", "judgement"), "1,600"),
        (Fact("visit_s", 133.917, "", "computed: somehow"), "134"),
        (Fact("fleet_use", 0.7312, "", "computed: somehow"), "73.1 %"),
        (Fact("limit_reached_h", math.inf, "", "computed: somehow"), "never"),
        (Fact("control", "pi", "", ""), "pi"),
    ],
)
def test_a_value_is_written_as_it_deserves(fact: Fact, words: str) -> None:
    """Given numbers in full, computed ones to three figures, shares in percent."""
    assert value_text(fact) == words


def test_all_of_a_site_fits_80_columns(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Every part has its heading, every cold room its row, and the next command stands at the end."""
    monkeypatch.setenv("COLUMNS", "80")
    show_site(describe("standard"))
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    text = "\n".join(lines)
    for heading in ("Fleet (plant.fleet)", "Demand against capacity", "Cold rooms", "Devices: ", "Prices, EUR"):
        assert heading in text
    assert [line.split()[0] for line in lines if line.startswith((" chill", " freezer", " pharma"))]
    assert lines[-1] == "next   twin run quiet-day --site standard"
