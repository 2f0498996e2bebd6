"""What ``twin detect convert`` prints: how many rules can be used here, then every one that cannot, and why.

Source: none.
"""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from twin.lab.detection.convert import Conversion
from twin.lab.show import console
from twin.lab.wording import plural


def show_conversion(found: Conversion, out: Path | None) -> None:
    """The answer, rules that cannot be used at their places, faults; and where the converted text is."""
    say = console()
    say.print(Text(answer(found), style="bold"), soft_wrap=True)
    for fault in found.faults:
        say.print(Text(f"  {fault}"), soft_wrap=True)
    for rule in found.rules:
        if rule.status not in ("usable", "faulty"):  # a fault has named its rule
            say.print(Text(f"  {rule.file}:{rule.line}  {rule.status}  {rule.title!r}: {rule.reason}"), soft_wrap=True)
    if out is not None:
        say.print(Text(f"written to {out}"), soft_wrap=True)
        return
    for file in found.files:
        if file.changed:
            say.print(Text(f"# {file.path}"), style="dim", soft_wrap=True)
            say.print(Text(file.text.rstrip("\n")), soft_wrap=True)


def answer(found: Conversion) -> str:
    """``41 of 60 rules usable: 12 source-unknown, 7 field-unknown; 2 of 55 files converted``."""
    counts = found.counts
    rest = ", ".join(f"{number} {status}" for status, number in counts.items() if number and status != "usable")
    told = f"{counts['usable']} of {plural(len(found.rules), 'rule')} usable{f': {rest}' if rest else ''}"
    faults = f"; {plural(len(found.faults), 'fault')}" if found.faults else ""
    return f"{told}; {found.changed} of {plural(found.sources, 'file')} converted{faults}"
