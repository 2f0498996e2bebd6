"""A matrix and a story's description on the command line: tables no wider than the terminal, down to 80 columns."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from twin.lab.scenario import Story
from twin.lab.show import console
from twin.lab.statistics import Estimate
from twin.lab.stories.cells import BLOCKED, FAILED, NO_ATTACK, NOT_STOPPED, PARTLY, STOPPED, Cell
from twin.lab.stories.describe import StepSheet, StorySheet
from twin.lab.stories.matrix import CALM, OPEN, UNLOSABLE, UNWINNABLE, Matrix
from twin.lab.wording import half_width, number, plural

BALANCES = {
    UNWINNABLE: "Nobody can win this story: every goal is reached and nothing stopped under every posture, and no loss "
    "differs clearly.",
    UNLOSABLE: "Nobody can lose this story: no goal is reached under any posture.",
}
MARKS = {NOT_STOPPED: "▲", PARTLY: "◐", STOPPED: "■", BLOCKED: "✕", FAILED: "·", NO_ATTACK: "·"}
"""Marks of endings: the attack, a response, a denial, and nothing of them."""


LEGEND = (
    "Stopped at: ✕ blocked by the policy, ■ stopped by a response, ◐ this step only, another goal was reached or is "
    "under way, ▲ not stopped, · (other) failed by itself, or was under way.\n"
    "Steps that succeeded; runs in which the attack was detected and contained, with the median time; mean loss of a "
    "run."
)


def show_matrix(matrix: Matrix, out: Path | None = None, figure: Path | None = None) -> None:
    """Story by story, posture by posture; then the postures over all stories."""
    say = console()
    runs, seeds = plural(len(matrix.trials), "run"), plural(len(matrix.seeds), "seed")
    where = f" on {matrix.site}" if matrix.site else ""
    say.print(Text.assemble(("Stories against postures", "bold"), f"  {runs}{where}, {seeds} a cell"))
    if matrix.interrupted:
        say.print("Interrupted: only the runs that were complete are counted.", style="yellow")
    for story in matrix.stories:
        if any(matrix.of(story, posture) for posture in matrix.postures):
            _show_story(matrix, story)
    if any(matrix.balance(story) != CALM for story in matrix.stories):
        say.print(_overall(matrix))
    say.print(LEGEND, style="dim")
    for name, reason in matrix.left_out.items():
        say.print(f"left out: {name}, which {reason} there", style="dim")
    for path, word in ((figure, "figure"), (out, "table ")):
        if path:
            say.print(f"{word} {path}", soft_wrap=True)
    say.print(f"next   twin story describe {shlex.quote(_most_telling(matrix))}", soft_wrap=True)


def _show_story(matrix: Matrix, story: Story) -> None:
    say = console()
    table = Table(
        box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), title=f"{story.title} ({story.name})",
        title_justify="left", title_style="bold",
    )  # fmt: skip
    table.add_column("posture", no_wrap=True)
    table.add_column("stopped at")
    for head in ("steps", "detected", "contained", "loss, EUR"):
        table.add_column(head, justify="right", no_wrap=True)
    best, worst = matrix.extremes(story)
    for posture in matrix.postures:
        cell = matrix.cell(story, posture)
        if cell is not None:
            loss = Text(estimate_text(cell.loss_eur, "EUR"), style="bold" if posture == best != worst else "")
            table.add_row(posture, *cell_words(cell), loss)
    say.print(table)
    words = BALANCES.get(matrix.balance(story), "")
    if words:
        say.print(words, style="yellow")


def cell_words(cell: Cell) -> tuple[str, str, str, str]:
    """Where it was stopped, how many steps succeeded, detection and containment, as people read them."""
    if cell.ending == NO_ATTACK:
        return NO_ATTACK, "", plural(cell.false_alerts.mean or 0.0, "false alert"), ""
    where = f"{MARKS.get(cell.ending, '·')} {cell.step or cell.ending}"
    where += f", {cell.ended}/{cell.seeds} runs" if cell.ended < cell.seeds else ""
    steps = f"{number(cell.steps_done)}/{cell.steps}"
    return where, steps, share_text(cell.detected, cell.detect_min), share_text(cell.contained, cell.contain_min)


def share_text(share: Estimate, minutes: float | None) -> str:
    """``5/5, 4.2 min``: of how many runs, and the median; ``-`` where the question does not arise."""
    if share.n == 0:
        return "-"
    hits = f"{round((share.mean or 0.0) * share.n)}/{share.n}"
    return hits if minutes is None else f"{hits}, {number(minutes)} min"


def estimate_text(estimate: Estimate, unit: str) -> str:
    """Mean and half of its interval in one line."""
    if estimate.mean is None:
        return "no run"
    small = half_width(estimate, unit)
    return f"{number(estimate.mean)} {small}" if small else number(estimate.mean)


def _overall(matrix: Matrix) -> Table:
    """Each posture over all stories with an attack."""
    table = Table(
        box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), title="All attacks", title_justify="left",
        title_style="bold",
    )  # fmt: skip
    table.add_column("posture", no_wrap=True)
    for head in ("by policy", "by response", "partly", "not", "other", "detected", "mean loss, EUR"):
        table.add_column(head, justify="right")
    attacks = [story for story in matrix.stories if matrix.balance(story) != CALM]
    for posture in matrix.postures:
        cells = [cell for story in attacks if (cell := matrix.cell(story, posture)) is not None]
        if cells:
            table.add_row(posture, *_totals(cells))
    return table


def _totals(cells: Sequence[Cell]) -> list[str]:
    """How many ended in each way, of how many; the last of them failed by themselves, or were under way."""
    told = (BLOCKED, STOPPED, PARTLY, NOT_STOPPED)
    ended = [f"{sum(cell.ending == ending for cell in cells)}/{len(cells)}" for ending in told]
    rest = sum(cell.ending not in told for cell in cells)
    detected = sum(cell.detected.mean or 0.0 for cell in cells) / len(cells)
    loss = sum(cell.loss_eur.mean or 0.0 for cell in cells) / len(cells)
    return [*ended, f"{rest}/{len(cells)}", f"{100 * detected:.1f} %", number(loss)]


def _most_telling(matrix: Matrix) -> str:
    """The balanced story between whose postures most money lies."""

    def gap(story: Story) -> float:
        best, worst = matrix.extremes(story)
        return (matrix.saved(story, worst, best).mean or 0.0) if matrix.balance(story) == OPEN else -1.0

    return max(matrix.stories, key=gap).name if matrix.stories else "NAME"


def show_story(sheet: StorySheet) -> None:
    """A story: what it asks, its steps, and what stops and sees each."""
    say, story = console(), sheet.story
    say.print(Text.assemble((story.title, "bold"), f"  {story.name}, {story.hours:g} h on {sheet.site}"))
    if story.question:
        say.print(story.question)
    if sheet.briefing:
        say.print(f"\n{sheet.briefing}")
    for place, step in enumerate(sheet.steps, 1):
        _show_step(place, step)
    if not sheet.steps:
        say.print("It has no steps: nobody attacks.")
    for line in sheet.faults:
        say.print(f"fault  {line}")
    if sheet.ran:
        say.print()
        say.print(_stops(sheet))
        say.print(
            f"By running it under each posture for {sheet.hours:g} h on seed {sheet.seed}; another seed may end "
            "otherwise (twin story matrix).",
            style="dim",
        )
    say.print(f"next   twin compare {story.name} --postures {','.join(sheet.postures)}", soft_wrap=True)


def _show_step(place: int, step: StepSheet) -> None:
    say = console()
    say.print(Text.assemble(f"\n{place}. ", (step.id, "bold"), f"  {step.what}"))
    ids = ", ".join(f"{technique.id} {technique.name}" for technique in step.techniques)
    lines = (("when", step.when), ("on", step.on), ("ATT&CK", ids), ("needs", "; ".join(step.needs)),
             ("varies", "; ".join(step.varies)),
             ("seen by", "; ".join(step.seen_by)))  # fmt: skip
    table = Table(box=None, show_header=False, padding=(0, 0, 0, 3))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for word, text in lines:
        if text:
            table.add_row(word, text)
    say.print(table)


def _stops(sheet: StorySheet) -> Table:
    """Steps as rows, postures as columns, what became of each."""
    table = Table(
        box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), title="What each posture makes of it",
        title_justify="left", title_style="bold",
    )  # fmt: skip
    table.add_column("step", no_wrap=True)
    for posture in sheet.postures:
        table.add_column(posture.replace("-", "-\n") if len(posture) > 9 else posture)
    for step in sheet.steps:
        if step.ends:
            table.add_row(step.id, *(step.ends.get(posture, "") for posture in sheet.postures))
    return table
