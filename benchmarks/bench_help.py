"""``twin --help``: CPU seconds of a whole new process, with a bare Python beside it. Budget: 0.4."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Sequence

import measure

BUDGET_S = 0.4
COMMANDS = {"python": ("-c", "pass"), "twin --help": ("-m", "twin", "--help")}


def main(argv: Sequence[str] | None = None) -> None:
    """Measure the help and a Python that does nothing."""
    asked = measure.arguments("CPU seconds of twin --help", repeats=7).parse_args(argv)
    rows = [
        {
            "command": name,
            "cpu_s": measure.median([_child_cpu_seconds(command) for _ in range(asked.repeats)]),
            "budget_cpu_s": BUDGET_S if name == "twin --help" else "none",
        }
        for name, command in COMMANDS.items()
    ]
    measure.show("help", rows, as_json=asked.json)


def _child_cpu_seconds(command: Sequence[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
