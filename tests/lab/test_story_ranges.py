"""What a story leaves open, as it is written, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.written_files import SITE, STORY, at, faults_of, inside, only, write
from twin.core.units import MINUTE_US
from twin.lab.loader import load_story

FIRST = STORY.splitlines()[-2]
HEAD = STORY[: STORY.index("  - ")]
SCAN = "  - {id: scan, kind: port_scan, on: dc-01, after: foothold, ports: 20}\n"
TEXT = HEAD + FIRST + "\n" + SCAN


def test_ranges_and_choices_become_what_a_seed_draws(tmp_path: Path) -> None:
    """Times in microseconds, whole numbers marked as such, any asset of a kind, one of several values."""
    text = TEXT.replace('at: "00:08"', 'at: {from: "00:08", to: 12 min}').replace("amr-007", "{any_of: amr}")
    text = text.replace("ports: 20", "ports: {from: 10, to: 90}, rate_per_s: {from: 0.5, to: 4}")
    text = text.replace("on: dc-01", "on: {one_of: [dc-01, ws-01]}")
    first, second = load_story(write(tmp_path, "s.yaml", text)).steps
    assert [(v.field, v.low, v.high, v.whole, v.any_of) for v in first.varied] == [
        ("on", None, None, False, "amr"),
        ("at_us", 8 * MINUTE_US, 12 * MINUTE_US, True, ""),
    ]
    assert [(v.field, v.low, v.high, v.whole, v.choices) for v in second.varied] == [
        ("on", None, None, False, ("dc-01", "ws-01")),
        ("ports", 10, 90, True, ()),
        ("rate_per_s", 0.5, 4, False, ()),
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "word", "said"),
    [
        ('at: "00:08"', 'at: {from: "00:08", to: "00:05"}', "bad-range", '{from: "00:08"', "not after"),
        ('at: "00:08"', 'at: {from: "00:08"}', "bad-range", '{from: "00:08"', "neither a range nor a choice"),
        ('at: "00:08"', 'at: {from: "00:08", to: soon}', "bad-duration", "soon", "not a duration"),
        ("ports: 20", "ports: {from: 10, to: 100000}", "out-of-range", "100000", "out of range"),
        ("ports: 20", "ports: {from: 10, to: many}", "bad-range", "{from: 10", "from one number"),
        ("ports: 20", "ports: {one_of: [10, 0]}", "out-of-range", "0]", "out of range"),
        ("ports: 20", "ports: {one_of: []}", "bad-range", "{one_of", "neither a range nor a choice"),
        ("ports: 20", "ports: {any_of: amr}", "bad-range", "{any_of", "neither a range nor a choice"),
        ("on: dc-01", "on: {any_of: camra}", "unknown-kind", "camra", "not a device kind"),
        ("on: dc-01", "on: {one_of: [dc-01, dc-77]}", "missing-reference", "dc-77", "not an asset"),
    ],
)
def test_each_end_and_each_choice_is_checked(
    tmp_path: Path, old: str, new: str, code: str, word: str, said: str
) -> None:
    """So that no seed meets what the check let through; the fault stands at the value."""
    text = TEXT.replace(old, new)
    faults = [f for f in faults_of(lambda: load_story(write(tmp_path, "s.yaml", text))) if f.code == code]
    assert [at(fault) for fault in faults] == [inside(text, new, word)]
    assert said in faults[0].message


def test_a_kind_that_the_site_lacks_is_no_choice(tmp_path: Path) -> None:
    """The kinds that it has are named."""
    text = HEAD + FIRST.replace("amr-007", "{any_of: camera}") + "\n"
    site = write(tmp_path, "site.yaml", SITE)
    fault = only(lambda: load_story(write(tmp_path, "s.yaml", text), site))
    assert (fault.code, at(fault)) == ("missing-reference", inside(text, "any_of", "camera"))
    assert fault.remedy == "it has: amr, broker, dns_resolver, gateway, sensor"
