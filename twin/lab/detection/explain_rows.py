"""What an explanation looks at: all rows of one run at once, what its defenders know, and what the attack made.

A story is run once without anybody watching and kept, as for a test; only where a step waits for an alert is it run
with its posture's ruleset. A recording is read as it stands, with its truth where it is a run's own folder.

Source: none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from twin.core.log import Columns
from twin.core.names import Names
from twin.core.units import Us, epoch_us
from twin.detectors.base import Batch, Watch
from twin.lab.build import register
from twin.lab.detection.listen import waits_for_alerts
from twin.lab.detection.tapes import Take, Tape, find_tape, keep_tape, make_tape, read_tape, short_hash
from twin.lab.detection.truth import truth_of
from twin.lab.feed import Feed
from twin.lab.lifecycle.maturity import aged
from twin.lab.loader import load_posture, load_site
from twin.lab.offline import known_of
from twin.lab.recording import Recording
from twin.lab.simulate import simulate
from twin.lab.unknowns import Known
from twin.lab.watchers import SEEN, known_before
from twin.policies import POLICIES


@dataclass(frozen=True)
class Sight:
    """One run: its observed tables, what defenders know, how long it is, when it starts, which step made which flow."""

    label: str
    tables: Mapping[str, Columns]
    known: Known
    span_us: Us
    starts: datetime
    steps: Mapping[int, str]

    @property
    def names(self) -> Names:
        """The table of the rows' names."""
        return self.known.watch.names

    @property
    def watch(self) -> Watch:
        """What defenders know beforehand."""
        return self.known.watch

    @property
    def whole(self) -> Batch:
        """Every row in one batch. A window that looks ahead is over by the end of time, so nothing is left open."""
        return Batch(0, self.span_us + 1, self.tables, self.names)


def sight_of_take(take: Take, cache: Path) -> Sight:
    """The run of *take*, made if it was not kept under *cache*."""
    tape = _answered(take, cache) if waits_for_alerts(take.inputs.story) else find_tape(take, cache)
    return sight_of_tape(take, tape or make_tape(take, cache))


def sight_of_tape(take: Take, tape: Tape) -> Sight:
    """What was kept of *take*."""
    inputs, names = take.inputs, tape.names()
    inventory = aged(register(inputs.site), inputs.site, take.seed, inputs.story.starts.date())
    policy = inputs.posture.policy
    segmentation = POLICIES[policy.kind](**policy.parameters).compile(inventory)
    watch = known_before(inputs.site.plant, inventory, segmentation, names, epoch_us(inputs.story.starts))
    readers = {table: tape.reader(table) for table in SEEN}
    tables = {table: reader.rows(0, reader.loaded) for table, reader in readers.items()}
    label = f"{inputs.story.name} under {inputs.posture.name}, seed {take.seed}"
    known = Known(watch, tape.tables, tape.verdicts)
    return Sight(label, tables, known, tape.truth.span_us, inputs.story.starts, tape.made)


def sight_of_recording(folder: Path, posture: str, site: str | None) -> Sight:
    """The recording in *folder*; *site* is what its defenders know under *posture*."""
    recording, names = Recording.read(folder), Names()
    known = known_of(recording, names, load_site(site) if site else None, load_posture(posture).policy)
    feeds = {table: Feed(recording, table, names) for table in SEEN}
    ends = {table: feed.end(recording.to_us) for table, feed in feeds.items()}
    tables = {table: feed.rows(0, ends[table]) for table, feed in feeds.items()}
    last_us = max((int(columns["time"][-1]) for columns in tables.values() if len(columns["time"])), default=0)
    return Sight(str(folder), tables, known, last_us + 1, recording.starts.astimezone(UTC), {})


def _answered(take: Take, cache: Path) -> Tape:
    """A run with its posture's ruleset and answers, for a story that waits for alerts."""
    inputs = take.inputs
    said = (choice.model_dump_json() for choice in inputs.posture.ruleset)
    folder = cache / short_hash(take.key, "watched", inputs.posture.response.model_dump_json(), *said)
    kept = read_tape(folder)
    if kept is not None:
        return kept
    folder.parent.mkdir(parents=True, exist_ok=True)
    done = simulate(inputs.site, take.told, inputs.posture, take.seed)
    return keep_tape(folder, done.log, truth_of(done.log, done.story, inputs.site, done.span_us))
