"""Results of a regression on disk: every form of :mod:`twin.lab.detection.outputs`, whole or not at all.

Source: none.
"""

from __future__ import annotations

import json
from pathlib import Path

from twin.lab.detection.outputs import FILES, render
from twin.lab.detection.outputs.document import SCHEMA_FILE, schema
from twin.lab.detection.results import Outcome
from twin.lab.output import check_folder, whole_folder

DETECT_FILE = FILES["json"]


def check_out(folder: Path | None) -> None:
    """Raise ``BadInput`` where results cannot be written to *folder*."""
    if folder is not None:
        check_folder(folder, DETECT_FILE, "")


def write_outcome(outcome: Outcome, folder: Path) -> None:
    """Write *outcome* to *folder* in every form, in place of an earlier one."""
    with whole_folder(folder) as staging:
        for form, name in FILES.items():
            (staging / name).write_text(render(outcome, form), encoding="utf-8")
        (staging / SCHEMA_FILE).write_text(json.dumps(schema(), indent=1) + "\n", encoding="utf-8")
