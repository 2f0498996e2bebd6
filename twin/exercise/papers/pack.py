"""The fallback pack: every paper of an exercise, printed before play, so that a dead screen ends nothing.

Source: NIST SP 800-84, 4.3 (material of a tabletop exercise); that there is a copy on paper is a rule of the house.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from twin.exercise.file import Loaded
from twin.exercise.papers.cards import decision_cards, forms, inject_cards
from twin.exercise.papers.document import Document
from twin.exercise.papers.formats import FORMATS, written
from twin.exercise.papers.guide import facilitator_guide
from twin.exercise.papers.manual import situation_manual
from twin.exercise.papers.msel import msel_rows
from twin.exercise.papers.sheets import csv_of, xlsx_of

Paper = Callable[[Loaded, str, str], Document]

PAPERS: Mapping[str, Paper] = {
    "situation-manual": situation_manual,
    "facilitator-guide": facilitator_guide,
    "inject-cards": inject_cards,
    "decision-cards": decision_cards,
    "forms": forms,
}
"""Papers by the name of their file."""

FOR_PLAYERS = ("situation-manual",)
"""Papers that players may have before play; cards are handed out one by one."""

INDEX = "READ-ME.txt"


def pack(loaded: Loaded, dated: str, marking: str = "", formats: tuple[str, ...] = ("pdf",)) -> dict[str, bytes]:
    """Every paper by its file's name, in folders for players and for those who lead."""
    files: dict[str, bytes] = {}
    for name, make in PAPERS.items():
        folder = "players" if name in FOR_PLAYERS else "facilitators"
        document = make(loaded, dated, marking)
        files |= {f"{folder}/{name}{FORMATS[each].suffix}": written(document, each) for each in formats}
    rows = msel_rows(loaded.exercise)
    stamp = dated.replace("Z", "+00:00")
    files["facilitators/msel.xlsx"] = xlsx_of(rows, stamp)
    files["facilitators/msel.csv"] = csv_of(rows)
    files["facilitators/exercise.yaml"] = loaded.text.encode()
    return {INDEX: _index(loaded, files, marking).encode(), **files}


def _index(loaded: Loaded, files: Mapping[str, bytes], marking: str) -> str:
    lines = [
        *([marking, ""] if marking else []),
        f"{loaded.exercise.title}: papers for the day when the screens stay dark.",
        f"Exercise file: SHA-256 {loaded.sha256}",
        "",
        "Print facilitators/ once, players/ once a seat. Cards are one a page: hand each out when its moment comes.",
        "",
        *(f"{name}  {len(content):,} bytes" for name, content in files.items()),
    ]
    return "\n".join(lines) + "\n"
