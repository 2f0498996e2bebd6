"""What can be picked: stories, sites and postures by name, each with its title where its file is sound."""

from __future__ import annotations

from collections.abc import Callable

from twin.core.errors import TwinError
from twin.lab.find import scenario_names
from twin.lab.loader import load_posture, load_site, load_story

OWN_SITE = "the story's own"
_TITLES: dict[str, Callable[[str], str]] = {
    "story": lambda name: load_story(name).title,
    "site": lambda name: load_site(name).title,
    "posture": lambda name: load_posture(name).title,
}


def names(what: str) -> list[str]:
    """Names of the stories, sites or postures (*what* is ``story``, ``site`` or ``posture``) that come with the lab."""
    return list(scenario_names(what))


def titles(what: str) -> dict[str, str]:
    """``name: title`` of each; a file with faults keeps its bare name, and says its faults when it is run."""
    return {name: _title(what, name) for name in names(what)}


def _title(what: str, name: str) -> str:
    try:
        return f"{name}: {_TITLES[what](name)}"
    except TwinError:
        return name
