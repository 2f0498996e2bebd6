"""Results on disk: what ``--out`` leaves behind, whole or not at all.

A run's folder holds ``run.json``, ``register.json``, both books as Parquet, ``report.html``, its figures and what was
asked for as an export; a comparison's holds ``compare.json``, ``report.html`` and its figures.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from twin.core.errors import BadInput, Fault, Place, remedy_for
from twin.lab.comparison import Comparison
from twin.lab.exporters import EXPORTERS
from twin.lab.output import whole_folder
from twin.lab.recipe import RUN_FILE, Recipe

if TYPE_CHECKING:
    from twin.lab.run import Run

REPORT_FILE = "report.html"


def write_run(run: Run, recipe: Recipe, folder: Path, exports: Sequence[str] = ()) -> None:
    """Write everything of *run* to *folder*; *recipe* is kept so that it can be run again.

    *exports* are kinds of the exporters shelf; each writes to ``exports/KIND``.
    """
    from twin.lab.figures import draw_run
    from twin.lab.figures.style import save
    from twin.lab.report.report import run_report

    with whole_folder(folder) as staging:
        run.log.write(staging)
        recording = run.recording
        recording.write_register(staging)
        pictures = draw_run(run)
        (staging / "figures").mkdir()
        for name, figure in pictures.items():
            save(figure, staging / "figures" / f"{name}.png")
        for kind in exports:
            EXPORTERS[kind]().write(recording, staging / "exports" / kind)
        (staging / REPORT_FILE).write_text(run_report(run, recipe, pictures), encoding="utf-8")
        document = {**run.to_json(), "inputs": recipe.to_json()}
        (staging / RUN_FILE).write_text(json.dumps(document, indent=1, allow_nan=False) + "\n", encoding="utf-8")


def check_exports(exports: Sequence[str], folder: Path | None) -> None:
    """Raise ``BadInput`` for an export that no exporter knows, or that has no folder to go to."""
    for kind in exports:
        if kind not in EXPORTERS.entries:
            problem = f'"{kind}" is not an exporter.'
            raise _fault("unknown-kind", problem, remedy_for(kind, EXPORTERS.entries))
    if exports and folder is None:
        raise _fault("nowhere-to-export", "an export needs a folder.", "add --out DIR")


def _fault(code: str, problem: str, remedy: str) -> BadInput:
    return BadInput([Fault(Place("--export"), code, problem, remedy)])


def write_comparison(
    comparison: Comparison,
    story: str,
    postures: Sequence[str],
    folder: Path,
    progress: Callable[[float], None] | None = None,
) -> None:
    """Write *comparison* to *folder*; its report tells the first seed of the worst and the best posture in full.

    *story* and *postures* are as they were asked for, because the report's two runs are run again from them.
    """
    from twin.lab.figures.style import save
    from twin.lab.report.report import comparison_report

    report, pictures = comparison_report(
        comparison, story, dict(zip(comparison.postures, postures, strict=True)), progress
    )
    with whole_folder(folder) as staging:
        (staging / "figures").mkdir()
        for name, figure in pictures.items():
            save(figure, staging / "figures" / f"{name}.png")
        (staging / REPORT_FILE).write_text(report, encoding="utf-8")
        comparison.write(staging)
