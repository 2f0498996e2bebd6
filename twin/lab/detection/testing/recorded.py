"""A recorded run for tests in Python: its alerts, what its taps saw, and what really happened.

The run is made without ruleset and heard by one, as for a test file, and shares its runs with those.

Source: ours.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, overload

from twin.core.errors import BadInput, Fault, remedy_for
from twin.core.records import RECORDS
from twin.core.units import SECOND_US
from twin.detectors import DETECTORS
from twin.lab.detection.listen import Work, do
from twin.lab.detection.results import RunSeen, SeenAlert
from twin.lab.detection.rules import NamedRule, rules_of
from twin.lab.detection.tapes import Take, find_tape
from twin.lab.detection.testing.once import make_once
from twin.lab.kinds import split_choice
from twin.lab.rule_files import check_rule_files
from twin.lab.scenario import Choice
from twin.lab.shape import check
from twin.lab.written import in_order
from twin.lab.yaml_places import read_yaml


@dataclass(frozen=True)
class Alerts(Sequence[SeenAlert]):
    """The alerts of one run, in order of time, with the run that they are of and the rules that may have spoken."""

    run: RunSeen
    rules: tuple[NamedRule, ...] = ()

    @overload
    def __getitem__(self, place: int) -> SeenAlert: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[SeenAlert]: ...
    def __getitem__(self, place: int | slice) -> SeenAlert | Sequence[SeenAlert]:
        return self.run.alerts[place]

    def __len__(self) -> int:
        return len(self.run.alerts)


@dataclass(frozen=True)
class Recorded:
    """A run that was kept, and what a ruleset said of it."""

    take: Take
    ruleset: tuple[Choice, ...]
    cache: Path

    @cached_property
    def seen(self) -> RunSeen:
        """What happened and what was said."""
        return do(Work(self.take, (self.ruleset,)), self.cache).runs[0]

    @property
    def alerts(self) -> Alerts:
        """The alerts, to be asserted on."""
        return Alerts(self.seen, rules_of(self.ruleset))

    def events(self, table: str) -> list[dict[str, Any]]:
        """The rows of an observed *table*, names as words; a table of which the run has no rows has none."""
        tape = find_tape(self.take, self.cache)
        known = [name for name, record in RECORDS.items() if record.book == "observed"]
        if table not in known:
            raise ValueError(f"there is no observed table {table!r}: {remedy_for(table, known)}")
        if tape is None or table not in tape.tables:
            return []
        reader, names = tape.reader(table), tape.names()
        columns = reader.rows(0, reader.loaded)
        words = {each.name for each in RECORDS[table].columns if each.kind == "name"}
        told = {name: values.tolist() for name, values in columns.items()}
        for name in words & told.keys():
            told[name] = [names.text(code) for code in told[name]]
        told["time"] = [time_us / SECOND_US for time_us in told["time"]]
        return [dict(zip(told, row, strict=True)) for row in zip(*told.values(), strict=True)]


def record(  # noqa: PLR0913 - what a marker says of a run
    cache: Path, story: str, posture: str = "zones", *, seed: int = 1, hours: float | None = None,
    site: str | None = None, settings: Sequence[str] = (), detectors: Sequence[str | Mapping[str, Any]] | None = None,
    beside: Path = Path(),
) -> Recorded:  # fmt: skip
    """The run of *story* under *posture*, kept under *cache*, and heard by *detectors* or the posture's ruleset.

    A detector is the name of a kind, or a mapping with its parameters beside ``kind``; rules that begin with ``./`` or
    ``../`` are looked up from the folder *beside*. Raises ``BadInput`` for what cannot be understood.
    """
    take = Take(story, posture, seed, site, hours, tuple(settings))
    ruleset = take.inputs.posture.ruleset if detectors is None else _choices(detectors, beside.resolve())
    make_once([Work(take, (ruleset,))], cache)
    return Recorded(take, ruleset, cache)


def _choices(detectors: Sequence[str | Mapping[str, Any]], beside: Path) -> tuple[Choice, ...]:
    told = [{"kind": each} if isinstance(each, str) else _moved(each, beside) for each in detectors]
    faults: list[Fault] = []
    written, _ = read_yaml(json.dumps(told), "detect_run(detectors=...)")
    choices = []
    for each in written.items:
        check_rule_files(each, faults)
        choices.append(check(Choice, split_choice(each, DETECTORS, "a detector", faults), faults))
    if faults:
        raise BadInput(in_order(faults))
    return tuple(choice for choice in choices if choice is not None)


def _moved(choice: Mapping[str, Any], beside: Path) -> dict[str, Any]:
    """*choice* with its rules as paths from the folder *beside*."""
    if "rules" not in choice:
        return dict(choice)
    words = [choice["rules"]] if isinstance(choice["rules"], str) else list(choice["rules"])
    return {**choice, "rules": [str(beside / w) if str(w).startswith(("./", "../")) else w for w in words]}
