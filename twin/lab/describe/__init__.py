"""``twin site describe``: everything there is to say about a site without running it, each number with its source."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from twin.core.errors import BadInput

if TYPE_CHECKING:
    from twin.lab.describe.sections import Description


def describe(name_or_path: str | Path) -> Description:
    """The description of a site; raises :class:`~twin.core.errors.BadInput` with all faults of its file."""
    from twin.lab.describe.sections import sections_of
    from twin.lab.describe.sources import Sources
    from twin.lab.loader import read_site

    site, written = read_site(name_or_path)
    return sections_of(site, Sources(written))


def describe_and_draw(name_or_path: str | Path, figure: Path | None) -> Description:
    """The same, with the floor plan drawn to *figure*, a .png or .svg; faults of both come at once."""
    from twin.lab.asked import faults_of
    from twin.lab.output import check_picture

    found: list[Description] = []
    checks = [partial(check_picture, figure)] if figure else []
    faults = faults_of(*checks, lambda: found.append(describe(name_or_path)))
    if faults:
        raise BadInput(faults)
    if figure:
        from twin.lab.figures.plan import draw
        from twin.lab.figures.style import save

        save(draw(found[0].site), figure, "svg" if figure.suffix == ".svg" else "png")
    return found[0]
