"""A recipe: the inputs of one run by name, as ``run.json`` keeps them, so that anybody can run it again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from twin.core.errors import BadInput, Fault, Place
from twin.lab.scenario import Decision

if TYPE_CHECKING:
    from twin.lab.run import Run

RUN_FILE = "run.json"
_LARGEST_BYTES = 200_000_000


@dataclass(frozen=True)
class Recipe:
    """Story, posture and site by name or path (None: the story's own site and hours)."""

    story: str
    posture: str = "zones"
    site: str | None = None
    seed: int = 1
    hours: float | None = None
    settings: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    quiet: bool = False

    def run(self, progress: Callable[[float], None] | None = None) -> Run:
        """Run it; *progress* is told the share that is done."""
        from twin.lab.asked import check_hours
        from twin.lab.run import run

        check_hours(self.hours)
        return run(
            self.story, self.posture, site=self.site, seed=self.seed, hours=self.hours, settings=self.settings,
            decisions=self.decisions, quiet=self.quiet, progress=progress,
        )  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """The inputs by name."""
        decided = [decision.model_dump(mode="json") for decision in self.decisions]
        return {**asdict(self), "settings": list(self.settings), "decisions": decided}

    def command(self) -> str:
        """The command that runs it."""
        words = ["twin run", self.story, f"--posture {self.posture}", f"--seed {self.seed}"]
        words += [f"--site {self.site}"] if self.site else []
        words += [f"--hours {self.hours:g}"] if self.hours else []
        words += [f"--set {setting}" for setting in self.settings]
        return " ".join(words)


def read_recipe(folder: Path) -> tuple[Recipe, str]:
    """The inputs and the digest that ``run.json`` in *folder* holds; raises ``BadInput`` where it does not."""
    path = folder / RUN_FILE
    document = _document(folder, path)
    inputs, digest = document.get("inputs"), document.get("digest")
    if not isinstance(inputs, dict) or not isinstance(digest, str):
        raise _fault(
            path, "missing-key", "it names no inputs or no digest", f"write it with: twin run STORY --out {folder}"
        )
    wrong = [name for name in inputs if name not in Recipe.__dataclass_fields__]
    if wrong:
        raise _fault(
            path,
            "unknown-key",
            f"inputs.{wrong[0]} is not an input",
            "inputs: " + ", ".join(Recipe.__dataclass_fields__),
        )
    return _recipe(path, inputs), digest


def _document(folder: Path, path: Path) -> dict[str, Any]:
    if not folder.exists():
        raise _fault(folder, "missing-folder", "there is no such folder.", "name a folder that twin run --out wrote")
    if not folder.is_dir():
        raise _fault(folder, "not-a-folder", "this is a file.", "name the folder that twin run --out wrote")
    if not path.is_file():
        raise _fault(path, "missing-file", "there is no run here.", f"write one with: twin run STORY --out {folder}")
    if path.stat().st_size > _LARGEST_BYTES:
        raise _fault(
            path, "file-too-large", "it is larger than any run's.", "name the folder that twin run --out wrote"
        )
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        line, column = getattr(error, "lineno", 0), getattr(error, "colno", 0)
        place = Place(str(path), line, column)
        raise BadInput(
            [Fault(place, "bad-value", "this is not JSON.", "write the run again with twin run --out")]
        ) from None
    if not isinstance(document, dict):
        raise _fault(path, "not-a-mapping", "it holds no run.", "write the run again with twin run --out")
    return document


def _recipe(path: Path, inputs: dict[str, Any]) -> Recipe:
    kinds: dict[str, tuple[type, ...]] = {
        "story": (str,), "posture": (str,), "site": (str, type(None)), "seed": (int,),
        "hours": (int, float, type(None)),
        "settings": (list,), "decisions": (list,), "quiet": (bool,),
    }  # fmt: skip
    for name, kind in kinds.items():
        if not isinstance(inputs.get(name), kind):
            raise _fault(
                path, "wrong-type", f"inputs.{name} is {inputs.get(name)!r}.", "write the run again with twin run --out"
            )
    try:
        decisions = tuple(Decision(**decided) for decided in inputs["decisions"])
    except (TypeError, ValidationError):
        raise _fault(path, "wrong-type", "inputs.decisions holds no decisions.", "write the run again") from None
    return Recipe(**{**inputs, "settings": tuple(map(str, inputs["settings"])), "decisions": decisions})


def _fault(path: Path, code: str, message: str, remedy: str) -> BadInput:
    return BadInput([Fault(Place(str(path)), code, message, remedy)])
