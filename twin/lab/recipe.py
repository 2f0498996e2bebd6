"""A recipe: the inputs of one run by name, as ``run.json`` keeps them, so that anybody can run it again."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Sequence
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

    def run(self, progress: Callable[[float], None] | None = None, spill: Path | None = None) -> Run:
        """Run it; *progress* is told the share that is done, *spill* is where a long run may keep its rows."""
        from twin.lab.run import run

        faults = self.wrong_numbers()
        if faults:
            raise BadInput(dict.fromkeys([*faults, *self.wrong_inputs()]))
        return run(
            self.story, self.posture, site=self.site, seed=self.seed, hours=self.hours, settings=self.settings,
            decisions=self.decisions, quiet=self.quiet, progress=progress, spill=spill,
        )  # fmt: skip

    def wrong_numbers(self) -> list[Fault]:
        """Faults of what is no file: hours, seed, decisions."""
        from twin.lab.asked import check_hours, check_seed, faults_of
        from twin.lab.decision_checks import wrong_response

        return [
            *faults_of(lambda: check_hours(self.hours), lambda: check_seed(self.seed)),
            *(fault for decision in self.decisions for fault in wrong_response(decision)),
        ]

    def wrong_inputs(self) -> list[Fault]:
        """Faults of the files and of the settings."""
        from twin.lab.asked import faults_of
        from twin.lab.loader import load_inputs

        return faults_of(
            lambda: load_inputs(self.story, self.posture, self.site, self.settings), self._check_steps_to_begin
        )

    def wrong_decisions(self, decided: Sequence[Decision] | None = None) -> list[Fault]:
        """Faults of decisions (all when *decided* is left out) that nothing can come of at this site and posture.

        A run that was recorded may have such decisions, and is run again as it was: whoever makes new ones asks.
        Nothing is said of inputs that cannot be read.
        """
        from twin.lab.decision_checks import wrong_targets, wrong_times
        from twin.lab.loader import load_inputs

        asked = self.decisions if decided is None else decided
        if not asked or self.wrong_numbers():
            return []
        try:
            inputs = load_inputs(self.story, self.posture, self.site, self.settings, self.hours)
        except BadInput:
            return []
        return [*wrong_times(asked, inputs.story.hours), *wrong_targets(asked, inputs, self.seed)]

    def _check_steps_to_begin(self) -> None:
        """Raises ``BadInput`` for decisions that begin a step which the story lacks, or which begins by itself."""
        from twin.lab.loader import load_story

        wanted = dict.fromkeys(decision.begin for decision in self.decisions if decision.begin)
        waiting = [step.id for step in load_story(self.story).steps if step.called] if wanted else []
        known = ", ".join(waiting) or "no step of this story waits to be called: when: called"
        problem = '"{}" is not a step that waits to be called'
        faults = [
            Fault(Place("--decision"), "missing-reference", problem.format(each), f"known: {known}")
            for each in wanted
            if each not in waiting
        ]
        if faults:
            raise BadInput(faults)

    def to_json(self) -> dict[str, Any]:
        """The inputs by name."""
        decided = [decision.model_dump(mode="json") for decision in self.decisions]
        return {**asdict(self), "settings": list(self.settings), "decisions": decided}

    def command(self) -> str:
        """The command that runs it, for a POSIX shell."""
        words = ["twin", "run", self.story, "--posture", self.posture, "--seed", str(self.seed)]
        words += ["--site", self.site] if self.site else []
        words += ["--hours", hours_text(self.hours)] if self.hours is not None else []
        words += ["--quiet"] if self.quiet else []
        for setting in self.settings:
            words += ["--set", setting]
        for decision in self.decisions:
            words += ["--decision", decision.model_dump_json(exclude_defaults=True)]
        return shlex.join(words)


def comparison_command(
    story: str, postures: Sequence[str], seeds: Sequence[int], site: str, hours: float, settings: Sequence[str] = ()
) -> str:
    """The command that runs a comparison, for a POSIX shell."""
    words = ["twin", "compare", story, "--postures", ",".join(postures), "--seeds", str(len(seeds))]
    words += ["--site", site, "--hours", hours_text(hours)]
    for setting in settings:
        words += ["--set", setting]
    return shlex.join(words)


def hours_text(hours: float) -> str:
    """*hours* as somebody would type them, without rounding."""
    return str(int(hours)) if hours == int(hours) else repr(hours)


def read_decision(text: str) -> Decision:
    """A decision in words, ``isolate:amr-001@00:12`` or ``undo:1@00:20``, or as JSON with parameters of the response.

    ``{"at_us": 60000000, "response": {"kind": "isolate_device"}, "target": "amr-001"}`` is the same in full. Raises
    ``BadInput``.
    """
    if not text.lstrip().startswith("{"):
        return _decision_in_words(text)
    try:
        return Decision.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        problem = f"{where}: {first['msg']}" if where else str(first["msg"])
        remedy = 'write it like {"at_us": 60000000, "response": {"kind": "isolate_device"}, "target": "amr-001"}'
        raise BadInput([Fault(Place("--decision"), "bad-value", problem, remedy)]) from None


def _decision_in_words(text: str) -> Decision:
    from twin.lab.what_if.moves import read_moves

    example = "isolate:amr-001@00:12"
    decided = read_moves([text], example)[0].decision
    if decided is None:
        remedy = f"twin whatif moves and removes decisions; here, write it like {example}"
        raise BadInput(
            [Fault(Place("--decision"), "bad-value", f'"{text}" changes a decision of another run.', remedy)]
        )
    return decided.model_copy(update={"by": "script"})


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
        remedy = "inputs: " + ", ".join(Recipe.__dataclass_fields__)
        raise BadInput(
            Fault(Place(str(path)), "unknown-key", f"inputs.{name} is not an input", remedy) for name in wrong
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
    except (ValueError, RecursionError) as error:  # no text, no JSON, a number of 5,000 digits
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
    wrong = [name for name, kind in kinds.items() if not _is(inputs.get(name), kind)]
    if wrong:
        remedy = "write the run again with twin run --out"
        raise BadInput(
            Fault(Place(str(path)), "wrong-type", f"inputs.{name} is {json.dumps(inputs.get(name))}.", remedy)
            for name in wrong
        )
    try:
        decisions = tuple(Decision(**decided) for decided in inputs["decisions"])
    except (TypeError, ValidationError):
        raise _fault(path, "wrong-type", "inputs.decisions holds no decisions.", "write the run again") from None
    return Recipe(**{**inputs, "settings": tuple(map(str, inputs["settings"])), "decisions": decisions})


def _is(value: object, kinds: tuple[type, ...]) -> bool:
    """As in JSON, where true is no number."""
    return isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool))


def _fault(path: Path, code: str, message: str, remedy: str) -> BadInput:
    return BadInput([Fault(Place(str(path)), code, message, remedy)])
