"""Where the data folders are: scenarios and dashboards, in a source tree and in an installed wheel alike.

A source tree (and so an editable install) has ``scenarios/`` and ``dashboards/`` beside ``twin/``. A wheel carries the
same two folders under ``twin/_bundle``, because top-level names as plain as these belong to nobody. Both parents have
the same shape, so whoever needs ``import dashboards`` puts ``dashboard_root().parent`` on the path.

Source: Python Packaging User Guide, "Package data"; the two layouts are set in ``pyproject.toml``.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def scenario_root(package: Path = PACKAGE) -> Path:
    """The folder with ``sites/``, ``postures/``, ``stories/`` and ``rules/``; *package* is the folder of ``twin``."""
    return _folder("scenarios", package)


def dashboard_root(package: Path = PACKAGE) -> Path:
    """The folder with the Streamlit app; *package* is the folder of ``twin``."""
    return _folder("dashboards", package)


def _folder(name: str, package: Path) -> Path:
    places = (package / "_bundle" / name, package.parent / name)
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(f"{name} is neither at {places[0]} nor at {places[1]}: install twin-range again")
