"""Detectors over a recording say what they said live, and what they could not have said."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

import twin
from twin.core.errors import BadInput
from twin.core.units import MINUTE_US
from twin.lab.exporters import EXPORTERS
from twin.lab.import_data import import_data
from twin.lab.importers.base import Options
from twin.lab.offline import Offline, offline
from twin.lab.recording import Recording
from twin.lab.run import Run
from twin.lab.scenario import Choice

SAID = list[tuple[object, ...]]
SCAN_US = 35 * MINUTE_US


@pytest.fixture(scope="module")
def run() -> Run:
    """A scan in the usual posture."""
    return twin.run("coffee-machine", "zones", hours=0.6)


def _live(run: Run) -> SAID:
    names = (
        "alert", "time", "detector", "entity", "technique", "level", "title", "evidence", "evidence_rows", "rule",
        "author", "tags",
    )  # fmt: skip
    return [tuple(alert[name] for name in names) for alert in run.alerts]


def _said(found: Offline) -> SAID:
    return [
        (r.number, r.alert.time_us, r.detector, r.alert.entity, r.alert.technique, r.alert.level, r.alert.title,
         r.alert.evidence, r.alert.evidence_rows, r.alert.rule, r.alert.author, ",".join(r.alert.tags))
        for r in found.alerts
    ]  # fmt: skip


def test_a_run_watched_again_gives_the_alerts_it_gave(run: Run) -> None:
    """Every alert, number, time and piece of evidence, with what the site's defenders know."""
    found = offline(run.recording.between(0, run.span_us), run.posture.ruleset, run.site)
    assert _said(found) == _live(run) != []
    assert all(status.ran and not status.reason for status in found.statuses)
    assert sum(status.alerts for status in found.statuses) == len(found.alerts)


@pytest.mark.parametrize(("exporter", "path"), [
    ("zeek", "observed"), ("zeek_json", "observed"), ("eve", "observed/eve.json"), ("pcap", "observed/capture.pcap"),
])  # fmt: skip
def test_exported_and_imported_it_gives_the_same_alerts_of_flows(
    run: Run, exporter: str, path: str, tmp_path: Path
) -> None:
    """Detectors that need flows alone: same time, entity and rows; only identities may be new."""
    cut = run.recording.between(29 * MINUTE_US, 31 * MINUTE_US)
    EXPORTERS[exporter]().write(cut, tmp_path / "out")
    options = Options(run.story.starts.replace(tzinfo=UTC), run.inventory.assets)
    done = import_data(tmp_path / "out" / path, tmp_path / "in", options=options)
    ruleset = [Choice(kind="scan"), Choice(kind="allow_list"), Choice(kind="volume")]
    live, back = (offline(each, ruleset, run.site) for each in (cut, done.recording))
    told = [(r.alert.time_us, r.detector, r.alert.entity, r.alert.title, r.alert.evidence_rows) for r in back.alerts]
    assert told == [
        (r.alert.time_us, r.detector, r.alert.entity, r.alert.title, r.alert.evidence_rows) for r in live.alerts
    ] != []  # fmt: skip
    assert Recording.read(tmp_path / "in").table("flow").num_rows == done.rows["flow"]


def test_what_cannot_work_says_so_and_fails_nothing(run: Run) -> None:
    """Without a site nobody knows what devices need."""
    recording = Recording(run.log, run.recording.starts, ()).between(0, SCAN_US)
    found = offline(recording, run.posture.ruleset)
    status = {each.kind: each for each in found.statuses}
    assert not status["allow_list"].ran
    assert "declared needs" in status["allow_list"].reason
    assert status["scan"].ran
    assert status["scan"].alerts == 1


def test_rules_that_cannot_be_read_are_refused(run: Run, tmp_path: Path) -> None:
    """As live."""
    (tmp_path / "x.yml").write_text("title: x\n")
    ruleset = [Choice(kind="sigma", parameters={"rules": [str(tmp_path / "x.yml")]})]
    with pytest.raises(BadInput, match="bad-rules"):
        offline(run.recording, ruleset, run.site)


NETWORK = ("scan", "allow_list", "volume", "dns", "beacon", "new_contact", "unknown_asset", "zone_crossing",
           "class_baseline", "encrypted")  # fmt: skip


@pytest.mark.parametrize(("story", "policy"), [("shadow-iot", "zones"), ("worm", "flat")])
def test_network_behaviour_is_judged_offline_as_live(story: str, policy: str, tmp_path: Path) -> None:
    """Zones and conduits come from the policy, and whom nobody registered is a stranger then as well."""
    kinds = "".join(f"  - {{kind: {kind}}}\n" for kind in NETWORK)
    posture = tmp_path / "watched.yaml"
    posture.write_text(
        f"format: 1\ntitle: All of them\npolicy: {{kind: {policy}}}\nruleset:\n{kinds}response: {{analysts: 0}}\n",
        encoding="utf-8",
    )
    run = twin.run(story, posture, hours=0.25)
    found = offline(run.recording.between(0, run.span_us), run.posture.ruleset, run.site, run.posture.policy)
    assert _said(found) == _live(run) != []
    assert all(status.ran and not status.reason for status in found.statuses)
