"""Write the tables of ``docs/rules.md``: ``python docs/rules.py [FILE]``.

FILE replaces the numbers that are kept beside the page first: how often each rule was raised in runs without an attack,
and in how many runs of each story it spoke after the first step. Without it the page is written
anew from the rules and the numbers that are kept.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from twin.lab.detection.bounds import rate_bounds

DOCS = Path(__file__).resolve().parent
RULES = DOCS.parent / "scenarios" / "rules"
KEPT, PAGE = DOCS / "data" / "rules.json", DOCS / "rules.md"
FOLDERS = ("ot", "iot", "network", "physical")
CONFIDENCE = 0.95

Told = Mapping[str, Any]


def rules(folder: str) -> list[dict[str, Any]]:
    """Every rule of *folder* that raises alerts, with the ``file`` it stands in, by file."""
    return [
        {**document, "file": path.stem}
        for path in sorted((RULES / folder).glob("*.yml"))
        for document in yaml.safe_load_all(path.read_text(encoding="utf-8"))
        if "level" in document
    ]


def technique(rule: Told) -> str:
    """The first ATT&CK technique of its tags."""
    words = [str(tag).removeprefix("attack.") for tag in rule["tags"]]
    return next(word.upper() for word in words if word[:1] == "t" and word[1:5].isdigit())


def found(title: str, told: Told) -> str:
    """The stories that it found, with the runs in which it did."""
    hits = told["stories"]
    seen = [
        f"{story} {hits[story]['rules'][title]}/{hits[story]['runs']}"
        for story in hits
        if title in hits[story]["rules"]
    ]
    return ", ".join(seen) or "none: cases only"


def table(folder: str, told: Told) -> str:
    """The rules of *folder*: level, technique, what they find, and alerts a day on days without an attack."""
    days = told["benign"]["days"]
    lines = ["| rule | level | technique | false alerts a day | stories |", "| --- | --- | --- | --- | --- |"]
    for rule in rules(folder):
        count = told["benign"]["alerts"].get(rule["title"], 0)
        rate = rate_bounds(count, days, CONFIDENCE)
        alerts = f"{count / days:.1f}, at most {rate.hi:.1f}"
        lines.append(
            f"| {rule['title']} | {rule['level']} | {technique(rule)} | {alerts} | {found(rule['title'], told)} |"
        )
    return "\n".join(lines)


def written(page: str, told: Told) -> str:
    """*page* with its tables written anew."""
    for folder in FOLDERS:
        start, end = f"<!-- rules: {folder} -->\n", f"<!-- end: {folder} -->"
        before, _, rest = page.partition(start)
        page = before + start + table(folder, told) + "\n" + end + rest.partition(end)[2]
    return page


def main(given: Sequence[str]) -> None:
    """Keep the numbers of *given*, if there are some, and write the page."""
    if given:
        shutil.copyfile(given[0], KEPT)
    told = json.loads(KEPT.read_text(encoding="utf-8"))
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), told), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
