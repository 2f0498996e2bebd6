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
    "battery": "twin.lab.figures.battery",
    "congestion": "twin.lab.figures.congestion",
    "floor": "twin.lab.figures.floor",
    "lateness": "twin.lab.figures.lateness",
    "network": "twin.lab.figures.network",
    "robots": "twin.lab.figures.robots",
    "rooms": "twin.lab.figures.rooms",
    "timeline": "twin.lab.figures.timeline",
}
"""Pictures of one run. Each module has ``draw(run)`` and ``finding(run)``, the sentence it shows; one that may have
nothing to show has ``lacking(run)``, which says why, or nothing."""


def plot(run: Run, name: str) -> Figure:
    """One picture of *run* by name."""
    if name not in RUN_FIGURES:
        raise BadInput(
            [Fault(Place("figure"), "unknown-word", f'"{name}" is not a figure.', remedy_for(name, RUN_FIGURES))]
        )
    figure: Figure = import_module(RUN_FIGURES[name]).draw(run)
    return figure


def left_out(run: Run) -> dict[str, str]:
    """Pictures that have nothing to show of *run*, and why."""
    found = {}
    for name, module in RUN_FIGURES.items():
        lacking = getattr(import_module(module), "lacking", None)
        if lacking is not None and (reason := lacking(run)):
            found[name] = reason
    return found


def draw_run(run: Run) -> dict[str, Figure]:
    """Every picture that has something to show of *run*."""
    nothing = left_out(run)
    return {name: plot(run, name) for name in RUN_FIGURES if name not in nothing}
