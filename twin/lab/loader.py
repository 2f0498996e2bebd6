"""Sites, stories and postures, read and checked: names or paths in, values out, or every fault at once.

>>> inputs = load_inputs("coffee-machine", "zones")
>>> inputs.story.name, inputs.site.name, inputs.posture.policy.kind
('coffee-machine', 'small', 'zones')
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from twin.core.errors import BadInput, Fault, Place
from twin.lab.beside import check_devices, told_beside
from twin.lab.document import read_document, read_plain_document
from twin.lab.fault_file import check_fault_targets
from twin.lab.find import find, name_of
from twin.lab.naming import asset_names
from twin.lab.operation_file import check_operation_targets
from twin.lab.playbook import Playbook
from twin.lab.playbook_file import read_playbook
from twin.lab.posture_file import check_exceptions, check_playbooks, check_posture, check_taps
from twin.lab.scenario import Posture, Site, Story
from twin.lab.settings import Setting, apply_settings, parse_settings, same_twice
from twin.lab.site_file import SERVER_ROOM, check_site
from twin.lab.story_file import check_parameters_name_assets, check_story, check_targets
from twin.lab.written import Written, in_order

T = TypeVar("T")


@dataclass(frozen=True)
class Inputs:
    """The three files of a scenario, checked, and checked against each other."""

    site: Site
    story: Story
    posture: Posture


def load_site(name_or_path: str | Path) -> Site:
    """The site; raises :class:`BadInput` with all its faults."""
    return _all_or_faults(lambda faults: _site(name_or_path, (), faults, None))


def read_site(name_or_path: str | Path) -> tuple[Site, Written]:
    """The site, and what its file says with the place of every value; raises :class:`BadInput` with all its faults."""
    path = find("site", name_or_path)

    def read(faults: list[Fault]) -> tuple[Site, Written] | None:
        written = _named(read_document(path, faults), path)
        site = check_site(written, faults)
        return None if site is None else (site, written)

    return _all_or_faults(read)


def load_posture(name_or_path: str | Path) -> Posture:
    """The posture; raises :class:`BadInput` with all its faults."""
    return _all_or_faults(lambda faults: _posture(name_or_path, (), faults))


def load_playbook(name_or_path: str | Path) -> Playbook:
    """The playbook; raises :class:`BadInput` with all its faults."""
    return _all_or_faults(lambda faults: read_playbook(name_or_path, faults))


def load_story(name_or_path: str | Path, site: str | Path | None = None) -> Story:
    """The story, its assets looked up on *site* (its own when left out).

    Raises :class:`BadInput` with all its faults.
    """
    return _all_or_faults(lambda faults: _story(name_or_path, site, (), faults)[0])


def load_inputs(
    story: str | Path,
    posture: str | Path,
    site: str | Path | None = None,
    settings: Sequence[str] = (),
    hours: float | str | None = None,
) -> Inputs:
    """Story, posture and site (the story's own when left out), with ``path=value`` settings and *hours* to simulate.

    Raises :class:`BadInput` with the faults of all of them.
    """

    def read(faults: list[Fault]) -> Inputs | None:
        changes = parse_settings(settings, faults)
        if hours is not None:
            changes += parse_settings([f"story.hours={hours}"], faults, "--hours")
        faults += same_twice(changes)
        read_story, read_site = _story(story, site, changes, faults)
        read_posture = _posture(posture, changes, faults, read_site)
        if read_story is None or read_site is None or read_posture is None:
            return None
        return Inputs(read_site, read_story, read_posture)

    return _all_or_faults(read)


def _all_or_faults(read: Callable[[list[Fault]], T | None]) -> T:
    faults: list[Fault] = []
    value = read(faults)
    if faults or value is None:
        raise BadInput(in_order(faults))
    return value


def _site(
    name_or_path: str | Path, settings: Iterable[Setting], faults: list[Fault], place: Place | None
) -> Site | None:
    try:
        path = find("site", name_or_path, place)
        written = _named(read_document(path, faults), path)
    except BadInput as error:
        faults += error.faults
        return None
    return check_site(apply_settings("site", written, settings, faults), faults)


def _posture(
    name_or_path: str | Path, settings: Iterable[Setting], faults: list[Fault], site: Site | None = None
) -> Posture | None:
    """The posture; with a *site*, also checked against its assets."""
    try:
        path = find("posture", name_or_path)
        written = _named(read_document(path, faults), path)
    except BadInput as error:
        faults += error.faults
        return None
    written = apply_settings("posture", written, settings, faults)
    if site is not None:
        check_exceptions(written, list(asset_names(site)), faults)
        check_taps(written, site, faults)
        check_playbooks(written, list(asset_names(site)), faults)
    return check_posture(written, faults)


def _story(
    name_or_path: str | Path, site: str | Path | None, settings: Sequence[Setting], faults: list[Fault]
) -> tuple[Story | None, Site | None]:
    """The story and the site that it is checked against."""
    try:
        path = find("story", name_or_path)
        written = _named(read_plain_document(path, faults), path)
    except BadInput as error:
        faults += error.faults
        return None, _site(site, settings, faults, None) if site else None
    written = apply_settings("story", written, settings, faults)
    story = check_story(written, faults)
    stage = _stage(written, site, settings, faults)
    if stage is not None:
        _check_against(written, stage, faults)
        story = _with_others(story, written, stage, faults)
    return story, stage


def _check_against(written: Written, stage: Site, faults: list[Fault]) -> None:
    """Faults for what a story names and *stage* lacks."""
    groups = asset_names(stage)
    check_targets(written, groups, _rooms(stage), faults)
    check_fault_targets(written, groups, faults)
    check_operation_targets(written, list(groups), faults)
    check_parameters_name_assets(written, list(groups), faults)


def _with_others(story: Story | None, written: Written, stage: Site, faults: list[Fault]) -> Story | None:
    """The story with those that are told beside it."""
    beside = written.entries.get("beside")
    if story is None or beside is None or not story.beside:
        return story
    others, told = [], [written]
    for wanted in (each for each in beside.items if _is_name(each.text)):
        other = _other(wanted, stage, faults)
        if other is not None:
            others.append(other[0])
            told.append(other[1])
    check_devices(told, asset_names(stage), faults)
    return told_beside(story, others)


def _other(wanted: Written, stage: Site, faults: list[Fault]) -> tuple[Story, Written] | None:
    """A story that is told beside another one, which has none beside itself."""
    try:
        path = find("story", wanted.text, wanted.place)
        written = _named(read_plain_document(path, faults), path)
    except BadInput as error:
        faults += error.faults
        return None
    if "beside" in written.entries:
        problem = f"{wanted.text} has stories beside itself"
        faults.append(wanted.fault("bad-value", problem, "name all of them here"))
        return None
    story = check_story(written, faults)
    _check_against(written, stage, faults)
    return None if story is None else (story, written)


def _stage(written: Written, site: str | Path | None, settings: Sequence[Setting], faults: list[Fault]) -> Site | None:
    """The site that was asked for, or the one that the story names."""
    if site is not None:
        return _site(site, settings, faults, None)
    wanted = written.entries.get("site")
    return _site(wanted.text, settings, faults, wanted.place) if wanted and _is_name(wanted.text) else None


def _is_name(text: str) -> bool:
    """Whether *text* can be a name: what a file names is looked up by it, and no path in it opens anything."""
    return re.fullmatch(r"[a-z][a-z0-9-]{0,59}", text) is not None


def _rooms(site: Site) -> list[str]:
    """Rooms whose temperature a step can wait for."""
    plant = site.plant
    return [room.name for room in plant.rooms] + ([SERVER_ROOM] if plant.server_room is not None else [])


def _named(written: Written, path: Path) -> Written:
    """The document with its name, which is its file's unless it says so itself."""
    if "name" in written.entries:
        return written
    name = replace(written, value=name_of(path), path="name")
    return written.with_entries({**written.entries, "name": name})
