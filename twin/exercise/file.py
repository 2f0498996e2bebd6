"""Exercise files, read and checked: a name, a path or a text in, an exercise with its hub out, or every fault at once.

>>> loaded = load_exercise("coffee-machine")
>>> loaded.exercise.twin.story, loaded.inputs.site.name, str(loaded.opens["first-call"])
('coffee-machine', 'small', 'now >= 300')
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from twin.core.errors import BadInput, Fault, Place
from twin.exercise.conditions import Node
from twin.exercise.hub_size import check_size
from twin.exercise.references import check_references
from twin.exercise.spec import Exercise, Rating, Twin
from twin.exercise.written_form import in_form, listed
from twin.lab.document import MAX_BYTES, read_plain_document
from twin.lab.find import find, name_of
from twin.lab.loader import Inputs, load_inputs
from twin.lab.shape import check, fits
from twin.lab.written import Written, in_order
from twin.lab.yaml_places import read_yaml

_FILE = re.compile(r"[/\\]|\.(ya?ml|json|csv|parquet)\b")


@dataclass(frozen=True)
class Loaded:
    """An exercise, the text that it was read from, its conditions as trees, and the hub that it is played on.

    ``opens`` has the condition of each inject and decision by its id; one that is missing goes by hand. ``rates`` has
    those of each objective, the best rating first. ``places`` says where what has an id was written.
    """

    exercise: Exercise
    text: str
    sha256: str
    opens: Mapping[str, Node]
    rates: Mapping[str, Mapping[Rating, Node]]
    inputs: Inputs
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def seed(self) -> int:
        """The seed of all chance."""
        return self.exercise.twin.seed

    @property
    def hours(self) -> float:
        """How long the hub runs, h."""
        return self.inputs.story.hours


def load_exercise(name_or_path: str | Path) -> Loaded:
    """The exercise of a file, by its name or path; raises :class:`BadInput` with all its faults."""
    path = find("exercise", name_or_path)
    faults: list[Fault] = []
    written = read_plain_document(path, faults)
    return _loaded(written, path.read_text(encoding="utf-8-sig"), name_of(path), faults)


def read_exercise(text: str, name: str = "exercise") -> Loaded:
    """The exercise that *text* is; *name* is what messages call it, and its own unless it says ``name:`` itself.

    What it names (story, posture, site) comes with the lab: a text opens no other file. Raises :class:`BadInput` with
    all its faults.
    """
    size = len(text.encode())
    if size > MAX_BYTES:
        problem = f"{size:,} bytes; an exercise has at most {MAX_BYTES:,}"
        raise BadInput([Fault(Place(name), "file-too-large", problem, "take out what is no part of the exercise")])
    written, faults = read_yaml(text, name)
    if not isinstance(written.value, dict):
        remedy = "begin with keys at the left margin, such as format: 1"
        raise BadInput([written.fault("not-a-mapping", "the text holds no mapping", remedy)])
    return _loaded(written, text, name_of(Path(name)), faults)


def _loaded(written: Written, text: str, name: str, faults: list[Fault]) -> Loaded:
    if "name" not in written.entries:
        named = replace(written, value=name, path="name")
        written = written.with_entries({**written.entries, "name": named})
    turned, trees = in_form(written, faults)
    exercise = check(Exercise, turned, faults)
    inputs = _inputs(written, faults)
    check_references(written, trees.written, inputs, faults)
    if faults or exercise is None or inputs is None:
        raise BadInput(in_order(faults))
    digest = hashlib.sha256(text.encode()).hexdigest()
    rates = {each.id: trees.rates.get(each.id, {}) for each in exercise.objectives}
    return Loaded(exercise, text, digest, trees.opens, rates, inputs, _places(written))


def _inputs(written: Written, faults: list[Fault]) -> Inputs | None:
    """Site, story and posture of the exercise; their faults stand where the exercise names them."""
    said = written.entries.get("twin")
    wanted = None if said is None else fits(Twin, said)
    if said is None or wanted is None or not (_only_values(said, faults) and check_size(wanted, said, faults)):
        return None
    try:
        return load_inputs(wanted.story, wanted.posture, wanted.site, wanted.settings, wanted.hours)
    except BadInput as error:
        for fault in error.faults:
            key = {"site": "site", "posture": "posture", "story": "story", "--set": "settings", "--hours": "hours"}
            here = said.entries.get(key.get(fault.place.source, ""))
            faults.append(fault if here is None else replace(fault, place=here.place))
        return None


def _only_values(said: Written, faults: list[Fault]) -> bool:
    """Whether no setting names a file: an exercise may come from anywhere, and opens nothing that is not the lab's."""
    files = [each for each in listed(said, "settings") if _FILE.search(each.text)]
    faults += [
        each.fault("bad-setting", "a setting of an exercise names no file", "write numbers and names of the lab")
        for each in files
    ]
    return not files


def _places(written: Written) -> dict[str, Place]:
    """Where each part with an id was written, by its kind and its id: ``decision.isolate``."""
    kinds = {"roles": "role", "modules": "module", "objectives": "objective", "injects": "inject",
             "decisions": "decision", "questions": "question", "counterfactuals": "counterfactual"}  # fmt: skip
    places = {f"{kinds[key]}.{each['id'].text}": each.place for key in kinds for each in listed(written, key)}
    for card in listed(written, "decisions"):
        places |= {f"decision.{card['id'].text}.{each['id'].text}": each.place for each in listed(card, "options")}
    return places
