"""Figures: one file, one picture, one message.

A run's pictures are functions of its log and inputs; a comparison's of its trials. The table says which exist.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from twin.core.errors import BadInput, Fault, Place, remedy_for

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from twin.lab.run import Run

RUN_FIGURES: dict[str, str] = {
    "floor": "twin.lab.figures.floor",
    "network": "twin.lab.figures.network",
    "robots": "twin.lab.figures.robots",
    "rooms": "twin.lab.figures.rooms",
    "timeline": "twin.lab.figures.timeline",
}
"""Pictures of one run: each module has ``draw(run)`` and ``finding(run)``, the sentence it shows."""


def plot(run: Run, name: str) -> Figure:
    """One picture of *run* by name."""
    if name not in RUN_FIGURES:
        raise BadInput(
            [Fault(Place("figure"), "unknown-word", f'"{name}" is not a figure.', remedy_for(name, RUN_FIGURES))]
        )
    figure: Figure = import_module(RUN_FIGURES[name]).draw(run)
    return figure


def draw_run(run: Run) -> dict[str, Figure]:
    """Every picture that has something to show of *run*."""
    names = [name for name in RUN_FIGURES if name != "rooms" or run.site.plant.rooms]
    return {name: plot(run, name) for name in names}
