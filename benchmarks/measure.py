"""What every benchmark shares: CPU seconds, the median of some runs, and one way to print."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Any

LIBRARIES = ("numpy", "simpy", "pyarrow", "pydantic")

Row = dict[str, Any]


def cpu_seconds(action: Callable[[], object]) -> float:
    """CPU seconds (user and system) that this process spends on *action*."""
    began = time.process_time()
    action()
    return time.process_time() - began


def times(action: Callable[[], object], number: int) -> Callable[[], None]:
    """*action*, *number* times over."""

    def several() -> None:
        for _ in range(number):
            action()

    return several


def median(values: Sequence[float]) -> float:
    """Median, rounded to a tenth of a millisecond."""
    return round(statistics.median(values), 4)


def arguments(description: str, repeats: int) -> argparse.ArgumentParser:
    """A parser with what all benchmarks take."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--repeats", type=int, default=repeats, help="runs of which the median counts")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of a table")
    return parser


def machine() -> Row:
    """Processor, versions, and how busy the machine was."""
    return {
        "processors": os.cpu_count(),
        "architecture": platform.machine(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 2),
        **{library: version(library) for library in LIBRARIES},
    }


def show(name: str, rows: list[Row], *, as_json: bool) -> None:
    """Print *rows*, which all have the same keys, as a table or as JSON."""
    if as_json:
        print(json.dumps({"benchmark": name, "machine": machine(), "rows": rows}))
        return
    cells = [list(rows[0]), *([_text(value) for value in row.values()] for row in rows)]
    widths = [max(len(line[n]) for line in cells) for n in range(len(cells[0]))]
    print(f"{name}   (load {machine()['load']} on {machine()['processors']} processors)")
    for line in cells:
        print("  " + "  ".join(text.rjust(width) for text, width in zip(line, widths, strict=True)))


def _text(value: object) -> str:
    return f"{value:,}" if isinstance(value, int | float) else str(value)
