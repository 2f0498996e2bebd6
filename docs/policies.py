"""Draw the policies and count the ladder: ``python docs/policies.py`` writes ``docs/img/policy-*.svg``.

With the names of stories behind it, it prints the table of each instead: ``python docs/policies.py service-laptop``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from twin.lab.policy.draw import show_and_draw
from twin.lab.policy.ladder import climb, table

FOLDER = Path(__file__).resolve().parent / "img"
DRAWN = ("vlan", "zones", "zero-trust")


def main(stories: list[str]) -> None:
    """Draw the small site under three policies, or tell what each of *stories* comes to under all five."""
    for story in stories:
        print(f"{story}, seed 1\n\n{table(climb(story))}\n")
    if stories:
        return
    for name in DRAWN:
        target = FOLDER / f"policy-{name}.svg"
        show_and_draw(name, "small", None, target)
        print(target, f"{target.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
