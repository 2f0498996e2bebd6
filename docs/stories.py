"""Write the tables of ``docs/stories.md``: ``python docs/stories.py [FOLDER]``.

FOLDER is what ``twin story matrix --out FOLDER`` wrote; its numbers and its picture are kept beside the page first.
Without it the page is written anew from the numbers that are kept, and from the baselines beside the stories.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image

DOCS = Path(__file__).resolve().parent
KEPT, PICTURE, PAGE = DOCS / "data" / "stories.json", DOCS / "img" / "stories.png", DOCS / "stories.md"
MARKS = {"blocked": "✕", "stopped": "■", "partly stopped": "◐", "not stopped": "▲"}
DEFENDED = ("blocked", "stopped")
TOO_LATE_MIN = 5
"""Minutes before the cut in which a story begins too late to judge."""

Told = Mapping[str, Any]


def field(cell: Told) -> str:
    """How it ended, in how many of the seeds it was detected, and the mean loss of a run."""
    mark = MARKS.get(cell["ending"], "·")
    where = f" {cell['step']}" if cell["step"] and cell["ending"] in (*DEFENDED, "partly stopped") else ""
    hits, seeds = round((cell["detected"]["mean"] or 0) * cell["detected"]["n"]), cell["detected"]["n"]
    seen = f"{hits}/{seeds}" if seeds else "-"
    return f"{mark}{where}, {seen}, {cell['loss_eur']['mean']:,.0f}"


def matrix_table(told: Told) -> str:
    """Every story under every posture."""
    postures = told["postures"]
    lines = ["| story | " + " | ".join(postures) + " |", "| --- |" + " --- |" * len(postures)]
    for story in told["stories"]:
        fields = [field(story["postures"][posture]) if posture in story["postures"] else "" for posture in postures]
        lines.append(f"| `{story['story']}` | " + " | ".join(fields) + " |")
    return "\n".join(lines)


def totals_table(told: Told) -> str:
    """The postures over all stories with an attack; what failed by itself or was under way is none of the others."""
    lines = [
        "| posture | blocked | stopped | partly | not stopped | failed or under way | detected, % | mean loss, EUR |"
    ]
    lines.append("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for posture in told["postures"]:
        cells = [story["postures"][posture] for story in told["stories"] if story["balance"] != "no attack"]
        told_ends = (*DEFENDED, "partly stopped", "not stopped")
        ends = [sum(cell["ending"] == end for cell in cells) for end in told_ends]
        seen = 100 * sum(cell["detected"]["mean"] for cell in cells) / len(cells)
        loss = sum(cell["loss_eur"]["mean"] for cell in cells) / len(cells)
        counts = " | ".join(f"{count}" for count in (*ends, len(cells) - sum(ends)))
        lines.append(f"| {posture} | {counts} | {seen:.1f} | {loss:,.0f} |")
    return "\n".join(lines)


def groups(told: Told) -> dict[str, list[str]]:
    """Stories by what helps against them: the first posture that stops them altogether, or else something less."""
    found: dict[str, list[str]] = {}
    for story in told["stories"]:
        found.setdefault(_helps(story, told["postures"]), []).append(story["story"])
    return found


def _helps(story: Told, postures: Sequence[str]) -> str:
    if story["balance"] == "no attack":
        return "no attack"
    cells = [story["postures"][posture] for posture in postures]
    endings = [cell["ending"] for cell in cells]
    seen = any(cell["detected"]["mean"] for cell in cells)
    first = next((posture for posture, end in zip(postures, endings, strict=True) if end in DEFENDED), "")
    less = next((end for end in ("failed", "partly stopped", "unfinished") if end in endings), "")
    if first or (less and len(set(endings)) > 1):
        return first or less
    return "seen" if seen else "late" if began_late(story) else "unseen"


def began_late(story: Told) -> bool:
    """Whether its first step began after the cut, or so shortly before that nobody could have answered it."""
    began_min = story["began_min"]
    return began_min is None or began_min >= 60 * story["hours"] - TOO_LATE_MIN


WORDS = {
    "flat": "Stopped by people alone, from `flat` on",
    "vlan": "Stopped from `vlan` on",
    "zones": "Stopped from `zones` on",
    "microsegmentation": "Stopped from `microsegmentation` on",
    "zero-trust": "Stopped by `zero-trust` alone",
    "failed": "Refused by a device itself, under some postures",
    "partly stopped": "Stopped in part, under some postures",
    "unfinished": "Kept from its goals for so long, under some postures",
    "seen": "Stopped by nothing, but detected",
    "unseen": "Neither stopped nor detected in that time",
    "late": "Began too late to judge",
    "no attack": "No attack",
}


def groups_table(told: Told) -> str:
    """What helps, and against which stories."""
    found = groups(told)
    lines = ["| what helps | stories |", "| --- | --- |"]
    for key, words in WORDS.items():
        if key in found:
            lines.append(f"| {words} | {', '.join(f'`{name}`' for name in found[key])} |")
    return "\n".join(lines)


def balance_words(told: Told) -> str:
    """Stories that nobody can win, and those that nobody can lose."""
    lines = []
    for balance in ("nobody can win", "nobody can lose"):
        names = [f"`{story['story']}`" for story in told["stories"] if story["balance"] == balance]
        if names:
            lines.append(f"- **{balance.capitalize()}**: {', '.join(names)}.")
    return "\n".join(lines)


def whole_table(stories: Path) -> str:
    """Each story at its whole length on seed 1: the first step that did not get through, and who raised an alert."""
    lines = ["| story | flat | zones | zero-trust |", "| --- | --- | --- | --- |"]
    for path in sorted(stories.glob("*/baseline.json")):
        kept = json.loads(path.read_text("utf-8"))
        fields = [_ended(kept[posture]) for posture in ("flat", "zones", "zero-trust")]
        lines.append(f"| `{path.parent.name}` | " + " | ".join(fields) + " |")
    return "\n".join(lines)


def _ended(outcome: Told) -> str:
    step = next((step for step, end in outcome["steps"].items() if end in DEFENDED), "")
    mark = MARKS[outcome["steps"][step]] + f" {step}" if step else ("▲" if outcome["steps"] else "·")
    seen = len(outcome["detectors"])
    return f"{mark}, {seen} {'detector' if seen == 1 else 'detectors'}, {outcome['loss_eur']:,}"


def written(page: str, told: Told, stories: Path) -> str:
    """*page* with its tables as the numbers have them."""
    hours = "" if told["most_hours"] is None else f", each cut after {60 * told['most_hours']:g} minutes"
    seconds = told["cpu_seconds"]
    cost = f"{seconds:,.0f} CPU seconds, {seconds / told['runs']:.1f} a run"
    run = f"{told['runs']:,} runs on `{told['site']}`, {len(told['seeds'])} seeds{hours}: {cost}."
    made = {
        "run": run, "groups": groups_table(told), "balance": balance_words(told), "matrix": matrix_table(told),
        "totals": totals_table(told), "whole": whole_table(stories),
    }  # fmt: skip
    for name, text in made.items():
        parts = re.split(rf"(?<=<!-- {name} -->\n).*?(?=<!-- end -->)", page, flags=re.DOTALL)
        if len(parts) != 2:
            raise ValueError(f"{PAGE.name} has {len(parts) - 1} places for {name}")
        page = f"{parts[0]}\n{text}\n\n{parts[1]}"
    return page


if __name__ == "__main__":
    if sys.argv[1:]:
        KEPT.parent.mkdir(exist_ok=True)
        shutil.copyfile(Path(sys.argv[1]) / "matrix.json", KEPT)
        with Image.open(Path(sys.argv[1]) / "matrix.png") as picture:
            picture.convert("RGB").quantize(256).save(PICTURE, optimize=True)
    numbers = json.loads(KEPT.read_text("utf-8"))
    PAGE.write_text(written(PAGE.read_text("utf-8"), numbers, DOCS.parent / "scenarios" / "stories"), "utf-8")
