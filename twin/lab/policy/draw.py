"""A policy's sheet with its picture: what ``--figure`` asks for, with the faults of all of it at once."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from twin.core.errors import BadInput
from twin.lab.asked import faults_of
from twin.lab.output import check_picture
from twin.lab.policy.sheet import Sheet, show_policy
from twin.lab.policy.subject import SITE


def show_and_draw(name: str, site: str | Path = SITE, run: Path | None = None, figure: Path | None = None) -> Sheet:
    """As :func:`show_policy`, with the picture drawn to *figure* (a .png or .svg) where one is named.

    Raises :class:`~twin.core.errors.BadInput` with the faults of the names, the run and the picture's file.
    """
    found: list[Sheet] = []
    checks = [partial(check_picture, figure)] if figure else []
    faults = faults_of(*checks, lambda: found.append(show_policy(name, site, run)))
    if faults:
        raise BadInput(faults)
    if figure:
        from twin.lab.figures.policy import draw
        from twin.lab.figures.style import save

        save(draw(found[0]), figure, "svg" if figure.suffix == ".svg" else "png")
    return found[0]
