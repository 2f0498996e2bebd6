"""Where a scenario file is, by its name or its path.

A name (``small``, ``coffee-machine``) stands for a file of the scenario folder; anything with a slash or an ending is a
path, and the path of a story or an exercise may be its folder.
"""

from __future__ import annotations

import re
from pathlib import Path

from twin.core.errors import BadInput, Fault, Place, remedy_for
from twin.lab.resources import scenario_root
from twin.lab.scenario import Story

STORY_FILE = "scenario.yaml"
EXERCISE_FILE = "exercise.yaml"
_FOLDERS = {"site": "sites", "posture": "postures", "story": "stories", "playbook": "playbooks",
            "exercise": "exercises"}  # fmt: skip
_UNKNOWN = {"site": "unknown-site", "posture": "unknown-posture", "story": "unknown-story",
            "playbook": "unknown-playbook", "exercise": "unknown-exercise"}  # fmt: skip
_FILES = {"story": STORY_FILE, "exercise": EXERCISE_FILE}
"""What has a folder of its own, and the file in it."""


def scenario_names(what: str) -> tuple[str, ...]:
    """Names of what comes with the lab; *what* is ``site``, ``posture``, ``story``, ``playbook`` or ``exercise``."""
    folder = scenario_root() / _FOLDERS[what]
    if what in _FILES:
        return tuple(sorted(path.parent.name for path in folder.glob(f"*/{_FILES[what]}")))
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


def find(what: str, name_or_path: str | Path, place: Place | None = None) -> Path:
    """The file of a site, posture, story, playbook or exercise.

    Raises :class:`BadInput` at *place* (where the name was written; the word *what* when left out) for an unknown name.
    """
    text = str(name_or_path)
    if isinstance(name_or_path, Path) or "/" in text or "\\" in text or text.endswith((".yaml", ".yml")):
        path = Path(name_or_path)
        return path / _FILES[what] if what in _FILES and path.suffix not in (".yaml", ".yml") else path
    names = scenario_names(what)
    if text not in names:
        problem = f'"{text}" is not {"an" if what == "exercise" else "a"} {what}'
        raise BadInput([Fault(place or Place(what), _UNKNOWN[what], problem, remedy_for(text, names))])
    folder = scenario_root() / _FOLDERS[what]
    return _short(folder / text / _FILES[what] if what in _FILES else folder / f"{text}.yaml")


def name_of(path: Path) -> str:
    """The name that a file gives what it holds, unless it says ``name:`` itself."""
    stem = path.parent.name if path.name in _FILES.values() else path.stem
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).lstrip("-0123456789").rstrip("-")[:60] or "unnamed"


def briefing(story: Story) -> str:
    """What a story that comes with the lab tells people first, in Markdown; empty for one that has no briefing."""
    path = scenario_root() / _FOLDERS["story"] / story.name / "briefing.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _short(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
