"""Kept: trials on disk, each under a key of everything that decides it, so that no run is made twice.

A run is a pure function of its site, story, posture and seed, and of the program. The key is a hash of all of them as
they are read, not of their names: who changes one story runs that story again and nothing else, and who changes the
program runs everything again. A file that cannot be read is as good as none.

Source: none; content-addressed storage is how version control keeps files.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from twin.lab.compare import Job
from twin.lab.comparison import Trial
from twin.lab.loader import load_inputs
from twin.lab.resources import PACKAGE, scenario_root

_TUPLES = ("attack", "compromised", "reached")


class TrialStore:
    """Trials in *folder*, one file each; the folder is made when the first is kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._inputs: dict[Job, str] = {}

    def find(self, job: Job) -> Trial | None:
        """The trial of *job*, if it was kept."""
        try:
            read: dict[str, Any] = json.loads(self._path(job).read_text(encoding="utf-8"))
            return Trial(**{**read, **{name: tuple(read[name]) for name in _TUPLES}})
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def keep(self, job: Job, trial: Trial) -> None:
        """Write *trial*: all of it, or nothing."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._path(job)
        part = path.with_suffix(".part")
        part.write_text(json.dumps(asdict(trial)), encoding="utf-8")
        part.replace(path)

    def _path(self, job: Job) -> Path:
        decisions = [decision.model_dump_json() for decision in job.decisions]
        said = f"{program()} {self._read(job)} {job.seed} {job.quiet} {decisions}"
        key = hashlib.blake2b(said.encode(), digest_size=20)
        return self._folder / f"{key.hexdigest()}.json"

    def _read(self, job: Job) -> str:
        """What the files of *job* say, with its settings and hours; read once for all seeds."""
        any_seed = Job(
            job.story, job.posture, "", 0, quiet=False, site=job.site, hours=job.hours, settings=job.settings
        )
        if any_seed not in self._inputs:
            inputs = load_inputs(job.story, job.posture, job.site, job.settings, job.hours)
            texts = (each.model_dump_json() for each in (inputs.site, inputs.story, inputs.posture))
            self._inputs[any_seed] = hashlib.blake2b("\n".join(texts).encode(), digest_size=20).hexdigest()
        return self._inputs[any_seed]


@cache
def program() -> str:
    """A hash of the lab's own sources and of the rules that detectors read."""
    found = hashlib.blake2b(digest_size=20)
    files = [*PACKAGE.rglob("*.py"), *(path for path in (scenario_root() / "rules").rglob("*") if path.is_file())]
    for path in sorted(files):
        found.update(f"{path.name} {path.stat().st_size}\n".encode())
        found.update(path.read_bytes())
    return found.hexdigest()
