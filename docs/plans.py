"""Draw the floor plans of the sites: ``python docs/plans.py`` writes ``docs/img/site-*.svg``.

Draw them again when a site's numbers, the layout of the floor or the look of plans change.
"""

from __future__ import annotations

from pathlib import Path

from twin.lab.figures.plan import draw
from twin.lab.figures.style import save
from twin.lab.find import scenario_names
from twin.lab.loader import load_site

FOLDER = Path(__file__).resolve().parent / "img"


def main() -> None:
    """Draw every site that comes with the lab."""
    for name in scenario_names("site"):
        target = FOLDER / f"site-{name}.svg"
        save(draw(load_site(name)), target, "svg")
        print(target, f"{target.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
