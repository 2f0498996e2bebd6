"""What the command line prints: a heading, a table, a verdict, the report's path, the next command worth typing.

Rich draws the tables; colour appears on a terminal only (and never with ``NO_COLOR``), and nothing is wider than the
terminal, down to 80 columns.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from twin.core.errors import Fault
from twin.lab.comparison import FIRST_METRICS, Comparison
from twin.lab.recipe import Recipe
from twin.lab.wording import half_width, metric_value, number, plural, quantity, refusals, tame

if TYPE_CHECKING:
    from twin.lab.run import Run

Advance = Callable[[float], None]
_HEADS = {
    "loss_eur": "loss\nEUR",
    "orders_late": "late\norders",
    "robot_minutes_lost": "robot\nmin lost",
    "assets_compromised": "assets\ntaken",
    "assets_reached": "assets\nreached",
    "kelvin_hours": "kelvin-\nhours",
    "time_to_detect_s": "time to\ndetect",
    "needs_denied": "needs\ndenied",
}
_MOST_ROWS = 10


class _Tame(Console):
    """A console on which what a file says is shown, and never obeyed: characters that steer a terminal are replaced."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        """The segments of *renderable*, tame; those of the console itself (cursor, colours) are no words."""
        for segment in super().render(renderable, options):
            words = segment.text.replace("\n", "").replace("\t", "")
            yield segment if segment.control or words.isprintable() else Segment(tame(segment.text), segment.style)


def console() -> Console:
    """Standard output; plain text where it is no terminal. What a file says is text, never markup."""
    return _Tame(highlight=False, soft_wrap=False, markup=False, emoji=False)


@contextmanager
def progress_bar(words: str) -> Iterator[Advance]:
    """Progress on standard error with time left, or nothing where that is no terminal; told the share that is done."""
    if not sys.stderr.isatty():
        yield lambda _share: None
        return
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn(words),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(words, total=1.0)
        yield lambda share: progress.update(task, completed=share)


def show_run(run: Run, recipe: Recipe, out: Path | None) -> None:
    """One run: steps, first metrics, verdict, digest, what to do next."""
    from twin.lab.verdict import verdict_of_run

    say = console()
    about = f"{run.story.name} on {run.site.name}, posture {run.posture.name}, seed {run.seed}"
    say.print(Text.assemble((run.story.title, "bold"), f"  {about}"))
    if run.attack:
        say.print(_steps(run))
    say.print(_metrics(run))
    for line in refusals(run.decisions, {decision.by for decision in recipe.decisions}):
        say.print(line, style="yellow", soft_wrap=True)
    verdict = verdict_of_run(run)
    say.print(verdict.answer, style="bold")
    if verdict.meaning:
        say.print(verdict.meaning)
    say.print(f"\ndigest {run.digest}  {run.cpu_seconds:.1f} CPU s", style="dim")
    if out:
        say.print(f"report {out / 'report.html'}", soft_wrap=True)
        say.print(f"next   twin replay {out}", soft_wrap=True)
    else:
        say.print(f"next   {recipe.command()} --out runs/{run.story.name}", soft_wrap=True)


def show_comparison(comparison: Comparison, out: Path | None) -> None:
    """A comparison: postures as rows, first metrics as columns, verdict, what to do next."""
    from twin.lab.verdict import verdict_of_comparison

    say = console()
    seeds = plural(len(comparison.seeds), "seed")
    about = f"{comparison.story} on {comparison.site}, {comparison.hours:g} h, {seeds} a posture"
    say.print(Text.assemble((comparison.title, "bold"), f"  {about}"))
    if comparison.interrupted:
        runs = len(comparison.attacked) + len(comparison.quiet)
        say.print(f"Interrupted: only the {plural(runs, 'run')} that were complete are counted.", style="yellow")
    same = _same_everywhere(comparison)
    say.print(comparison_table(comparison, [metric for metric in _shown(comparison) if metric not in same]))
    if same:
        say.print("The same everywhere: " + ", ".join(f"{words}" for words in same.values()) + ".", style="dim")
    verdict = verdict_of_comparison(comparison)
    say.print(verdict.answer, style="bold")
    if verdict.meaning:
        say.print(verdict.meaning)
    say.print()
    if out:
        say.print(f"report {out / 'report.html'}", soft_wrap=True)
    best = verdict.best or comparison.postures[0]
    recipe = Recipe(comparison.story, best, comparison.site, comparison.seeds[0], comparison.hours, comparison.settings)
    say.print(f"next   {recipe.command()} --out runs/{best}", soft_wrap=True)


def comparison_table(comparison: Comparison, metrics: Sequence[str]) -> Table:
    """Postures as rows; mean over half of the 95 % interval; the best in bold."""
    units = comparison.units
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), collapse_padding=True, pad_edge=False)
    table.add_column("posture", no_wrap=True)
    for metric in metrics:
        table.add_column(_HEADS[metric], justify="right")
    best = {metric: _best(comparison, metric) for metric in metrics}
    for posture in comparison.postures:
        cells = [_cell(comparison, posture, metric, units[metric], bold=posture in best[metric]) for metric in metrics]
        table.add_row(posture, *cells)
    return table


def shelf_contents() -> dict[str, dict[str, str]]:
    """Every list by name: what stands on it, and one line about each."""
    from twin.lab.document import read_plain_document
    from twin.lab.find import find, scenario_names
    from twin.lab.loader import load_playbook, load_posture, load_site, load_story
    from twin.lab.shelves import SHELVES

    files: dict[str, dict[str, str]] = {
        "stories": {name: load_story(name).title for name in scenario_names("story")},
        "sites": {name: load_site(name).title for name in scenario_names("site")},
        "postures": {name: load_posture(name).title for name in scenario_names("posture")},
        "playbooks": {name: load_playbook(name).description for name in scenario_names("playbook")},
        "exercises": {
            name: read_plain_document(find("exercise", name), []).entries["title"].text
            for name in scenario_names("exercise")
        },
    }
    return files | {name: {kind: shelf.summary(kind) for kind in shelf} for name, shelf in SHELVES.items()}


def show_shelves(contents: Mapping[str, Mapping[str, str]]) -> None:
    """Every shelf with the names on it."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_header=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for shelf, kinds in contents.items():
        table.add_row(f"{shelf} ({len(kinds)})", ", ".join(kinds))
    say = console()
    say.print(table)
    say.print("next   twin list stories", style="dim")


def show_shelf(shelf: str, kinds: Mapping[str, str]) -> None:
    """One shelf: each kind with its line."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_header=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for kind, words in kinds.items():
        table.add_row(kind, words)
    say = console()
    say.print(table)
    example = next(iter(kinds), "")
    follow = {"stories": f"twin run {example}", "sites": f"twin run quiet-day --site {example}"}
    follow["postures"] = f"twin run quiet-day --posture {example}"
    follow["exercises"] = f"twin exercise check {example}"
    follow["exporters"] = f"twin run quiet-day --out runs/quiet-day --export {example}"
    say.print(f"next   {follow.get(shelf, f'twin explain {example}')}", style="dim")


def show_check(faults: Sequence[Fault], files_read: int) -> None:
    """Every fault of the files that were checked, or that there is none."""
    say = console()
    for fault in faults:
        say.print(Text(str(fault)), soft_wrap=True)
    if faults:
        files = len({fault.place.source for fault in faults})
        say.print(
            f"{plural(len(faults), 'fault')} in {plural(files, 'file')}.  (twin explain {faults[0].code})",
            soft_wrap=True,
        )
    else:
        say.print(f"no faults in {plural(files_read, 'file')}")


def show_replay(folder: Path, recorded: str, found: str) -> None:
    """Whether a run came out as it was recorded."""
    say = console()
    if recorded == found:
        say.print(f"equal  {found}  {folder} can be replayed", soft_wrap=True)
        return
    say.print(f"different  recorded {recorded}\n           found    {found}", soft_wrap=True)
    say.print("The inputs, or the lab itself, have changed since this run was recorded.")


def _steps(run: Run) -> Table:
    from twin.core.units import format_clock

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for head in ("step", "technique", "on", "start", "outcome"):
        table.add_column(head)
    for step in run.attack[:_MOST_ROWS]:
        start = format_clock(run.story.starts, step["start"]) if step["start"] is not None else "never"
        table.add_row(step["step"], step["technique"], step["target"], start, step["outcome"])
    hidden = len(run.attack) - _MOST_ROWS
    if hidden > 0:
        table.add_row(Text(f"{plural(hidden, 'row')} more", style="dim"))
    return table


def _metrics(run: Run) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for metric in FIRST_METRICS:
        if metric in run.metrics:
            measure = run.metrics[metric]
            calm = measure.value is None and not run.attack  # on a quiet day there was nothing to detect
            table.add_row(metric, "not applicable" if calm else metric_value(metric, measure.value, measure.unit))
    return table


def _shown(comparison: Comparison) -> list[str]:
    return [metric for metric in FIRST_METRICS if metric in comparison.units]


def _same_everywhere(comparison: Comparison) -> dict[str, str]:
    """Metrics that are one and the same number in every run, with the words for it."""
    found = {}
    for metric in _shown(comparison):
        values = {trial.metrics[metric] for trial in comparison.attacked.values()}
        if len(values) == 1 and metric != "loss_eur":
            found[metric] = f"{metric} {metric_value(metric, values.pop(), comparison.units[metric])}"
    return found


def _best(comparison: Comparison, metric: str) -> set[str]:
    means = {posture: comparison.estimate(posture, metric).mean for posture in comparison.postures}
    known = {posture: mean for posture, mean in means.items() if mean is not None}
    return (
        {posture for posture, mean in known.items() if mean == min(known.values())}
        if len(set(known.values())) > 1
        else set()
    )


def _cell(comparison: Comparison, posture: str, metric: str, unit: str, *, bold: bool) -> Text:
    estimate = comparison.estimate(posture, metric)
    if estimate.mean is None:
        words = metric_value(metric, None, unit).replace(" ", "\n") if estimate.undefined else "no run"
        return Text(words, style="dim")
    value = quantity(estimate.mean, unit) if unit == "s" else number(estimate.mean)
    cell = Text(value, style="bold" if bold else "")
    small = half_width(estimate, unit)
    if small:
        cell.append(f"\n{small}", style="not bold dim")
    if estimate.undefined:
        cell.append(f"\n{estimate.undefined} of {estimate.n + estimate.undefined} not", style="not bold dim")
    return cell
