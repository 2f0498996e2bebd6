"""A model on a terminal: where it comes from, and what it allows before it speaks."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

from twin.detectors.learning.judge import thresholds
from twin.detectors.learning.model import Model

_RATE_PER_DAY = 1.0


def show_model(model: Model, path: Path, size: int) -> None:
    """Print what *model* in the file *path* was learned from, and its thresholds at one false alarm a day."""
    console = Console(highlight=False)
    origin = model.origin
    console.print(f"[bold]{path}[/]  {size / 1000:.0f} kB, learned on {origin.site} from {origin.hours:g} benign hours")
    seeds = f"seeds {min(origin.seeds)} to {max(origin.seeds)}" if origin.seeds else "no seeds"
    console.print(f"{len(origin.seeds)} lessons, {seeds}; {len(model.patterns)} familiar patterns")
    groups = tuple(model.groups)
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    for name, justify in (("group", "left"), ("rows", "right"), ("spreads", "right"), ("surprise", "right")):
        table.add_column(name, justify="right" if justify == "right" else "left")
    for name, (sticks, surprise) in zip(groups, thresholds(model, groups, _RATE_PER_DAY).tolist(), strict=True):
        table.add_row(name, f"{model.groups[name].sticks.rows:,}", f"{sticks:.1f}", f"{surprise:.1f}")
    console.print(table)
    console.print("thresholds at one false alarm a day for the whole site", style="dim")
