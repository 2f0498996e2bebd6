"""What ``twin verify`` prints: one table, one line that sums it up, one more command worth typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from rich.table import Table
from rich.text import Text

from twin.lab.show import console
from twin.lab.verify.base import Finding
from twin.lab.verify.suite import Request, Verdict, case_of, range_words
from twin.lab.wording import plural


def show_verdicts(verdicts: Sequence[Verdict], seed: int) -> None:
    """Each case with its findings, and the sum of it."""
    say = console()
    say.print(_row("quantity", "expected", "measured", "allowed", Text("")), style="dim")
    for verdict in verdicts:
        say.print(
            Text.assemble(
                (f"\n{verdict.request.name:<4} {verdict.title}  ", "bold"),
                _word(verdict.passed),
                (f"  {verdict.cpu_seconds:.1f} s", "dim"),
            )
        )
        for finding in verdict.findings:
            say.print(_row(*_cells(finding)))
        if verdict.broken:
            say.print(f"     {verdict.broken}")
    say.print()
    say.print(_summary(verdicts), style="bold")
    say.print(f"seed {seed}  {sum(verdict.cpu_seconds for verdict in verdicts):.1f} CPU s", style="dim")
    say.print("next   twin verify --case V2 --set servers=4 --set arrivals_per_h=20", soft_wrap=True)


def show_cases(requests: Sequence[Request]) -> None:
    """Each case with its inputs: value, unit, range, what it is."""
    say = console()
    for request in requests:
        case = case_of(request.name)
        say.print(Text(f"\n{request.name:<4} {case.title}", style="bold"))
        for name, entry in case.inputs.items():
            table = _grid((5, "left"), (22, "left"), (9, "right"), (26, "left"), (0, "left"))
            table.add_row("", name, f"{request.inputs[name]:g}", range_words(entry), Text(entry.doc, style="dim"))
            say.print(table)
    say.print("\nnext   twin verify --case V1", style="dim")


def _grid(*columns: tuple[int, Literal["left", "right"]]) -> Table:
    """Columns of these widths (0: what is left) that keep their places from one table to the next."""
    table = Table.grid(padding=(0, 1, 0, 0), expand=True)
    for width, side in columns:
        table.add_column(width=width or None, ratio=None if width else 1, justify=side, overflow="fold")
    return table


def _row(quantity: str, expected: str, measured: str, allowed: str, word: Text) -> Table:
    table = _grid((4, "left"), (0, "left"), (10, "right"), (10, "right"), (20, "right"), (4, "left"))
    table.add_row("", quantity, expected, measured, allowed, word)
    return table


def cases_json(requests: Sequence[Request]) -> dict[str, Any]:
    """The list of cases as one document."""
    return {"cases": [_case_json(request) for request in requests]}


def verdicts_json(verdicts: Sequence[Verdict], seed: int) -> dict[str, Any]:
    """All verdicts as one document."""
    failed = [verdict.request.name for verdict in verdicts if not verdict.passed]
    cases = [verdict.to_json() for verdict in verdicts]
    return {"passed": not failed, "failed": failed, "seed": seed, "cases": cases}


def _case_json(request: Request) -> dict[str, Any]:
    case = case_of(request.name)
    inputs = [{"name": name, **entry._asdict(), "value": request.inputs[name]} for name, entry in case.inputs.items()]
    about = {"title": case.title, "source": case.source, "model": case.model}
    return {"case": request.name, **about, "inputs": inputs}


def _summary(verdicts: Sequence[Verdict]) -> str:
    found = sum(len(verdict.findings) for verdict in verdicts)
    failed = [verdict.request.name for verdict in verdicts if not verdict.passed]
    told = f"{plural(len(verdicts), 'case')}, {plural(found, 'finding')}"
    return f"{told}: {len(failed)} failed: {', '.join(failed)}" if failed else f"{told}: all pass"


def _cells(finding: Finding) -> tuple[str, str, str, str, Text]:
    unit = f", {finding.unit}" if finding.unit else ""
    again = " (second measurement)" if finding.tries > 1 else ""
    return (
        f"{finding.quantity}{unit}{again}",
        f"{finding.expected:.6g}",
        f"{finding.measured:.6g}",
        _allowed(finding),
        _word(finding.passed),
    )


def _allowed(finding: Finding) -> str:
    """The interval that must hold the expected value, the tolerance, or the side of the bound."""
    if finding.low is not None and finding.high is not None:
        return f"{finding.low:.5g} to {finding.high:.5g}"
    return finding.side or f"± {finding.tolerance:.1e}"


def _word(passed: bool) -> Text:
    return Text("pass", style="green") if passed else Text("FAIL", style="bold red")
