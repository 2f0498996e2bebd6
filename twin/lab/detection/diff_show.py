"""What ``twin detect diff`` prints: whether anything got worse, then each rule that differs, the worst first.

Source: none.
"""

from __future__ import annotations

from rich.text import Text

from twin.lab.detection.diff import Difference
from twin.lab.show import console
from twin.lab.wording import plural

_WORSE, _OTHER = "#D55E00", "#0072B2"
_MOST_SEEDS = 4


def show_difference(found: Difference) -> None:
    """The answer, the rules that differ, promises and columns that were lost, and what so many runs can show."""
    say = console()
    say.print(Text(answer(found), style="bold"), soft_wrap=True)
    for each in sorted(found.differs, key=lambda one: (not one.worse, one.title)):
        line = Text("  ")
        line.append("worse   " if each.worse else "differs ", style=_WORSE if each.worse else _OTHER)
        line.append(each.title)
        say.print(line, soft_wrap=True)
        for words in each.words:
            say.print(Text(f"            {words}"), soft_wrap=True)
        if each.seeds:
            more = f" and {len(each.seeds) - _MOST_SEEDS} more" if len(each.seeds) > _MOST_SEEDS else ""
            say.print(Text(f"            in {'; '.join(each.seeds[:_MOST_SEEDS])}{more}"), style="dim", soft_wrap=True)
    for title in found.gone:
        say.print(Text(f"  gone    {title}"), soft_wrap=True)
    for renamed in found.renamed:
        say.print(Text(f"  renamed {renamed}"), soft_wrap=True)
    for promise in found.promises:
        say.print(Text(f"  broken now: {promise}"), soft_wrap=True)
    for drift in found.drift:
        say.print(Text(f"  schema drift: {drift}"), soft_wrap=True)
    say.print(Text(power(found)), style="dim", soft_wrap=True)


def answer(found: Difference) -> str:
    """One line: ``worse: 1 of 12 rules; ...``, or that there is no difference."""
    sides = f"{found.second} against {found.first}"
    runs = plural(found.runs, "run")
    runs += f" and {plural(found.cases, 'case')}" if found.cases else ""
    every = len({*(each.title for each in found.differs), *found.same, *found.gone})
    if not found.compared:
        return f"nothing was compared: {runs}, {plural(every, 'rule')}"
    if not found.differs and not found.worse:
        return f"no difference: {sides}, {plural(every, 'rule')} on {runs}, every alert the same"
    worse = sum(each.worse for each in found.differs)
    word = "worse" if found.worse else "not worse"
    gone = f"{plural(len(found.gone), 'rule')} gone, " if found.gone else ""
    rest = f"{gone}{worse} of {plural(every, 'rule')} worse, {len(found.differs) - worse} otherwise different"
    return f"{word}: {sides}, {rest}, {len(found.same)} the same on {runs}"


def power(found: Difference) -> str:
    """What so few runs can show."""
    least, pairs = found.least_change, plural(found.attacked, "attacked run")
    if least is None:
        return f"{pairs} can show no loss of recall at 5 %, however large"
    return f"{pairs} can show a loss of recall of {least:.2f} or more at 5 %"
