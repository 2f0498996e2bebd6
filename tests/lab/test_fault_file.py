"""The faults of a story file: what is wrong in them is said where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.core.errors import BadInput
from twin.core.units import HOUR_US, MINUTE_US
from twin.lab.fault_file import KINDS
from twin.lab.loader import load_story
from twin.lab.scenario import PlantFault

HEAD = """format: 1
title: Sick
question: Who is sick?
starts: 2026-03-06T08:00
hours: 2
site: small
faults:
"""
TEMPERATURE = "temp-chill-1-03"


def read(tmp_path: Path, *lines: str) -> tuple[PlantFault, ...]:
    """The faults of a story with these lines."""
    folder = tmp_path / "stories" / "sick"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scenario.yaml").write_text(HEAD + "".join(f"  - {line}\n" for line in lines), "utf-8")
    return load_story(folder / "scenario.yaml").faults


def refused(tmp_path: Path, *lines: str) -> list[tuple[int, str]]:
    """Line (1 is the first fault) and code of everything that is wrong."""
    with pytest.raises(BadInput) as error:
        read(tmp_path, *lines)
    return [(fault.place.line - HEAD.count("\n"), fault.code) for fault in error.value.faults]


def test_a_fault_is_one_line(tmp_path: Path) -> None:
    """Kind, target, onset, how long, and how much."""
    (one,) = read(tmp_path, '{kind: drift_ramp, on: temp-chill-1-03, at: "01:00", for: 30 min, size: 1.5}')
    assert (one.kind, one.on, one.size) == ("drift_ramp", (TEMPERATURE,), 1.5)
    assert (one.at_us, one.end_us) == (HOUR_US, HOUR_US + 30 * MINUTE_US)


def test_it_ends_at_a_time_after_a_while_or_with_the_story(tmp_path: Path) -> None:
    """``until`` and ``for`` say the same; neither means for good."""
    lines = [f"{{kind: hold, on: {TEMPERATURE}, at: 10 min{more}}}" for more in ("", ", for: 5 min", ", until: 15 min")]
    assert [one.end_us for one in read(tmp_path, *lines)] == [None, 15 * MINUTE_US, 15 * MINUTE_US]


def test_every_kind_can_be_written(tmp_path: Path) -> None:
    """With the parameters that it needs, and patterns where more than one is meant."""
    extra = {
        "swap": "with: temp-chill-1-04", "replay": "back: 5 min", "late": "back: 5 min", "dropout": "share: 0.5",
        "hold": "", "breakdown": "", "scale": "size: 1.1", "stuck": "size: 85", "clipping": "size: 3",
        "tap_off": "for: 5 min",
    }  # fmt: skip
    befalls = {"breakdown": "amr-00*", "tap_off": "core"}
    lines = [
        f"{{kind: {kind}, on: {befalls.get(kind, TEMPERATURE)}, at: 10 min, {extra.get(kind, 'size: 0.5')}}}"
        for kind in KINDS
    ]
    assert [one.kind for one in read(tmp_path, *lines)] == list(KINDS)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{kind: drift, on: temp-chill-1-03, at: 10 min, size: 1}", "unknown-kind"),
        ("{kind: bias_step, on: temp-chill-1-99, at: 10 min, size: 1}", "missing-reference"),
        ("{kind: bias_step, on: amr-003, at: 10 min, size: 1}", "missing-reference"),
        ('{kind: bias_step, on: "tempo-*", at: 10 min, size: 1}', "matches-nothing"),
        ("{kind: breakdown, on: coffee-01, at: 10 min}", "missing-reference"),
        ("{kind: tap_off, on: sw-nowhere, at: 10 min}", "missing-reference"),
        ("{kind: stuck, on: temp-chill-1-03, at: 10 min, size: 276.65}", "mistaken-unit"),
        ("{kind: bias_step, on: temp-chill-1-03, at: 10 min, size: 0}", "out-of-range"),
        ("{kind: noise_burst, on: temp-chill-1-03, at: 10 min, size: -1}", "out-of-range"),
        ("{kind: bias_step, on: temp-chill-1-03, at: 10 min, size: 1.5 K}", "wrong-type"),
        ("{kind: dropout, on: temp-chill-1-03, at: 10 min, share: 30}", "mistaken-unit"),
        ("{kind: hold, on: temp-chill-1-03, at: 20 min, until: 10 min}", "out-of-range"),
        ("{kind: hold, on: temp-chill-1-03, at: 20 min, for: 0 min}", "out-of-range"),
        ("{kind: hold, on: temp-chill-1-03, at: 20 min, for: 5 min, until: 1 h}", "unknown-key"),
        ("{kind: hold, on: temp-chill-1-03, at: 20}", "bad-duration"),
        ("{kind: hold, on: temp-chill-1-03}", "missing-key"),
        ("{kind: hold, on: temp-chill-1-03, at: 10 min, size: 3}", "unknown-parameter"),
        ("{kind: bias_step, on: temp-chill-1-03, at: 10 min}", "missing-key"),
        ("{kind: breakdown, on: amr-003, at: 10 min, for: 1 h}", "unknown-parameter"),
        ("{kind: bias_step, on: door-chill-1-01, at: 10 min, size: 1}", "wrong-target"),
        ("{kind: swap, on: temp-chill-1-03, with: door-chill-1-01, at: 10 min}", "wrong-target"),
        ("{kind: swap, on: temp-chill-1-03, with: temp-chill-1-03, at: 10 min}", "wrong-target"),
        ('{kind: swap, on: "temp-chill-1-0?", with: temp-chill-1-03, at: 10 min}', "matches-nothing"),
        ("{kind: replay, on: temp-chill-1-03, at: 10 min, back: 1 h}", "out-of-range"),
        ("3", "wrong-type"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, line: str, code: str) -> None:
    """One fault each, in the second line of two."""
    good = "{kind: hold, on: temp-chill-1-05, at: 10 min}"
    assert refused(tmp_path, good, line) == [(2, code)]


def test_a_mistaken_unit_is_answered_with_the_number_that_was_meant(tmp_path: Path) -> None:
    """Kelvin for degrees Celsius."""
    with pytest.raises(BadInput, match=r"did you mean 3\.5 degC\?"):
        read(tmp_path, "{kind: stuck, on: temp-chill-1-03, at: 10 min, size: 276.65}")
