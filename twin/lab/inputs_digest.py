"""What a scenario says, in 64 letters: the same for the same site, story and posture, and another for any other.

A run is its inputs and a seed. Whoever keeps only their names, as the log of an exercise does, has to notice when the
files behind the names have changed meanwhile. So the values that were read, with every setting made and every default
filled in, are written as JSON of one form and hashed; spaces, comments and the order of keys in a file count nothing.
Rules that a detector reads from files of their own are hashed with them.

>>> from twin.lab.loader import load_inputs
>>> calm, busy = (load_inputs("coffee-machine", "zones", settings=[f"plant.fleet.count={n}"]) for n in (10, 11))
>>> inputs_digest(calm) == inputs_digest(busy)
False

Sources: FIPS 180-4 (SHA-256); the form of the JSON is a judgement (sorted keys, no spaces, no escapes).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from twin.lab.loader import Inputs
from twin.lab.resources import scenario_root
from twin.lab.rule_files import KIND
from twin.lab.scenario import Posture


def inputs_digest(inputs: Inputs) -> str:
    """SHA-256 of *inputs* as they were read, and of the rule files that the posture names."""
    said = {name: getattr(inputs, name).model_dump(mode="json", by_alias=True) for name in ("site", "story", "posture")}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    found = hashlib.sha256(text.encode())
    for path in _rule_files(inputs.posture):
        content = path.read_bytes()
        found.update(f"\n{path.name} {len(content)}\n".encode())
        found.update(content)
    return found.hexdigest()


def _rule_files(posture: Posture) -> Iterator[Path]:
    """The files that detectors by Sigma rules read, in the order in which they are named."""
    for detector in posture.ruleset:
        named = detector.parameters.get("rules") if detector.kind == KIND else None
        for name in named if isinstance(named, list | tuple) else [named] if named else []:
            path = scenario_root() / "rules" / str(name)
            yield from sorted(path.rglob("*.yml")) if path.is_dir() else [path] if path.is_file() else []
