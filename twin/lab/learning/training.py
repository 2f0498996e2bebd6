"""Training: a syllabus of benign hours becomes a model, in a file that says where it comes from.

For one learner the lessons are put together, each a fold of its own. For a federation each lesson is a member that
keeps its rows: hubs alike that watched different hours. Same syllabus, same program, same file, byte for byte.

Sources: none; the methods are those of :mod:`twin.detectors.learning`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from twin.core.errors import BadInput, Fault, Place, remedy_for
from twin.detectors.learning.federation import Rule, federate
from twin.detectors.learning.fitting import fit
from twin.detectors.learning.lessons import joined
from twin.detectors.learning.model import Model, Origin
from twin.lab.compare import outcomes
from twin.lab.learning.lesson import Lesson, give
from twin.lab.learning.syllabus import Syllabus, jobs, seeds_of
from twin.lab.loader import load_site
from twin.lab.scenario import Site
from twin.lab.stories.kept import program

Progress = Callable[[int, int], None]
CADENCE_S = 60.0


def train(
    syllabus: Syllabus, rule: Rule | None = None, workers: int | None = None, progress: Progress | None = None
) -> Model:
    """The model of *syllabus*: of one learner, or where a *rule* is given of one member a lesson, who agree by it."""
    chosen = jobs(syllabus)
    given: dict[int, Lesson] = {}
    for job, lesson in outcomes(chosen, give, workers):
        given[job.seed] = lesson
        if progress:
            progress(len(given), len(chosen))
    lessons = [given[job.seed] for job in chosen]
    hours = round(24 * sum(lesson.days for lesson in lessons), 6)
    names = () if rule else tuple(asset.name for asset in lessons[0].inventory.assets)
    told = tuple(dict.fromkeys(f"{job.story} under {job.label}" for job in chosen))
    origin = Origin(syllabus.site, names, told, seeds_of(chosen), hours, CADENCE_S, program())
    return learned(lessons, load_site(syllabus.site), origin, rule)


def learned(lessons: Sequence[Lesson], site: Site, origin: Origin, rule: Rule | None = None) -> Model:
    """What *lessons* of *site* teach one learner, or members that agree by *rule*."""
    members = [lesson.member(site) for lesson in lessons]
    days = sum(lesson.days for lesson in lessons)
    if rule:
        return federate(members, origin, days, rule)
    features = members[0].features
    everything = joined([member.lessons.in_terms_of(member.features, features) for member in members])
    return fit(everything, features, origin, days)


def write(model: Model, path: Path) -> int:
    """Write *model* to *path*; its size in bytes."""
    text = json.dumps(model.to_json(), separators=(",", ":")).replace('"groups":', '\n"groups":') + "\n"
    path.write_text(text, encoding="utf-8")
    return len(text.encode())


def rule_of(word: str | None) -> Rule | None:
    """The rule of a federation named *word*; None for one learner. Raises ``BadInput`` for another word."""
    if word is None:
        return None
    rules: dict[str, Rule] = {"mean": "mean", "median": "median", "trimmed_mean": "trimmed_mean"}
    if word not in rules:
        remedy = remedy_for(word, rules)
        raise BadInput([Fault(Place("--members"), "unknown-word", f'"{word}" is no rule to agree by.', remedy)])
    return rules[word]


def check_out(path: Path) -> None:
    """Raise ``BadInput`` where no model can be written: better before the lessons than after."""
    if path.suffix != ".json":
        raise BadInput([Fault(Place("--out"), "bad-value", f'"{path}" is not a .json file.', "name it model.json")])
    if not path.parent.is_dir():
        raise BadInput([Fault(Place("--out"), "missing-folder", f"{path.parent} is no folder.", "make it first")])
