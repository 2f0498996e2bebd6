"""Inputs by name or path, or every fault at once."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.lab.written_files import POSTURE, SITE, STORY, faults_of, only, write
from twin.core.errors import BadInput
from twin.lab.loader import load_inputs, load_posture, load_site, load_story


def test_inputs_come_together() -> None:
    """The story names its site; another may be asked for."""
    inputs = load_inputs("coffee-machine", "zero-trust")
    assert (inputs.site.name, inputs.story.name, inputs.posture.policy.kind) == (
        "small",
        "coffee-machine",
        "zero_trust",
    )
    assert load_inputs("coffee-machine", "flat", "standard").site.name == "standard"


def test_faults_of_three_files_come_at_once(tmp_path: Path) -> None:
    """One mistake in each file: three faults, three places, and the summary counts them."""
    site = write(tmp_path, "site.yaml", SITE.replace("count: 3", "count: 0"))
    story = write(tmp_path, "story.yaml", STORY.replace("amr-007", "amr-001").replace("hours: 1", "hours: -1"))
    posture = write(tmp_path, "posture.yaml", POSTURE.replace("scan", "skan"))
    with pytest.raises(BadInput) as caught:
        load_inputs(story, posture, site)
    assert {Path(fault.place.source).name: fault.code for fault in caught.value.faults} == {
        "site.yaml": "out-of-range",
        "story.yaml": "out-of-range",
        "posture.yaml": "unknown-kind",
    }
    assert caught.value.summary().startswith("3 faults in 3 places; nothing was run.")


@pytest.mark.parametrize("hours", [0, -1, float("nan"), float("inf"), "two"])
def test_hours_that_cannot_be_run_are_a_fault_at_their_flag(hours: float | str) -> None:
    """``--hours 0`` is answered before anything runs."""
    fault = only(lambda: load_inputs("quiet-day", "flat", hours=hours))
    assert fault.place.source == "--hours"
    assert fault.code in ("out-of-range", "not-finite", "wrong-type")
    assert fault.remedy


def test_hours_replace_the_story_s() -> None:
    """A short run of a long story."""
    assert load_inputs("quiet-day", "flat", hours=0.25).story.hours == 0.25


@pytest.mark.parametrize("line", ["site: secret.yaml", "site: small\nbeside: [./secret.yaml]"])
def test_what_a_story_names_is_a_name_and_opens_no_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    """A file that lies about is not read: a path is no name, and nothing else is said of it."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "secret.yaml", "a secret\n")
    text = STORY.replace("site: small", line)
    assert only(lambda: load_story(write(tmp_path, "s.yaml", text))).code == "bad-name"


def test_unknown_names_of_all_three_come_at_once() -> None:
    """Nobody mends one name to learn of the next."""
    faults = faults_of(lambda: load_inputs("cofee-machine", "zonez", "smal"))
    assert sorted(fault.code for fault in faults) == ["unknown-posture", "unknown-site", "unknown-story"]


def test_a_fault_reads_as_one_line_that_editors_jump_to(tmp_path: Path) -> None:
    """file:line:column, code, message; the remedy on a line of its own."""
    path = write(tmp_path, "zones.yaml", POSTURE.replace("kind: scan", "kind: skan"))
    lines = str(only(lambda: load_posture(path))).splitlines()
    assert lines[0] == f'{path}:5:12  unknown-kind  ruleset[0].kind: "skan" is not a detector'
    assert lines[1].startswith("  did you mean scan?  known: ")


WORDS = st.sampled_from(
    ["kind", "zones", "scan", "policy", "ruleset", "steps", "devices", "plant", "rooms", "name", "x", "at"]
)
TREES = st.recursive(
    WORDS | st.integers() | st.booleans() | st.none() | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TREES)
def test_whatever_a_file_holds_the_answer_is_values_or_faults(tmp_path: Path, tree: object) -> None:
    """Any mapping as a site, a story or a posture: never another error, and each fault has a remedy and a place."""
    path = write(tmp_path, "fuzz.yaml", json.dumps(tree))
    for load in (load_site, load_story, load_posture):
        for fault in faults_of(partial(load, path)):
            assert fault.place.source
            assert fault.message
