"""Stories against postures: a field for each pair, coloured by how the attack ended there, its numbers inside.

The fill is a tint of the ending's colour and the mark its second sign: the attack got through, a response stopped it,
the policy blocked it, or a part of it only. In the field stand the step that was stopped, the share of runs in which
the attack was detected with the median time, and the mean loss with half of its interval.
"""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from twin.lab.figures.style import (
    ATTACK,
    BLOCKED,
    EFFECT,
    INK,
    MUTED,
    NORMAL,
    PAPER,
    RESPONSE,
    WIDTH_IN,
    house_style,
    key,
    mark,
    panel,
    sheet,
)
from twin.lab.scenario import Story
from twin.lab.stories import cells
from twin.lab.stories.cells import Cell
from twin.lab.stories.matrix import CALM, Matrix
from twin.lab.wording import half_width, number, plural

ENDINGS = {
    cells.NOT_STOPPED: (ATTACK, "^", "not stopped"),
    cells.PARTLY: (EFFECT, "P", "partly stopped"),
    cells.STOPPED: (RESPONSE, "s", "stopped by a response"),
    cells.BLOCKED: (BLOCKED, "X", "blocked by the policy"),
    cells.FAILED: (NORMAL, "o", "failed by itself"),
    cells.UNFINISHED: (NORMAL, "D", "unfinished"),
    cells.NO_ATTACK: (NORMAL, ".", "no attack"),
}
"""Colour, mark and word of each ending."""
_STOPPED = (cells.PARTLY, cells.STOPPED, cells.BLOCKED)
_ROW_IN = 0.62
_NAMES_IN = 1.75
_TINT = 0.2


def finding(matrix: Matrix) -> str:
    """Which posture stops most attacks altogether."""
    attacks = [story for story in matrix.stories if matrix.balance(story) != CALM]
    if not attacks:
        return "No story attacks anybody: what is drawn is what each posture costs on such a day"
    stops = {posture: sum(_defended(matrix.cell(story, posture)) for story in attacks) for posture in matrix.postures}
    best = max(stops, key=lambda posture: stops[posture])
    equals = [posture for posture in matrix.postures if stops[posture] == stops[best]]
    names = best if len(equals) == 1 else f"{', '.join(equals[:-1])} and {equals[-1]}"
    if stops[best] == 0:
        return f"No posture stops any of {plural(len(attacks), 'attack')} altogether"
    of_all = f"{stops[best]} of {plural(len(attacks), 'attack')} altogether"
    if len(equals) == len(matrix.postures):
        return f"Every posture stops {of_all}"
    return f"{names} {'stops' if len(equals) == 1 else 'stop'} {of_all}, more than any other posture"


def draw(matrix: Matrix) -> Figure:
    """Stories as rows, postures as columns."""
    shown = sorted(_shown(matrix), key=lambda story: (matrix.balance(story) == CALM, -_stops(matrix, story)))
    height = _ROW_IN * max(len(shown), 1)
    with house_style():
        subtitle = (
            f"In each field: the first step that was stopped, runs that were detected of "
            f"{plural(len(matrix.seeds), 'seed')} with the median time, mean loss in EUR with its 95 % interval. "
            f"Above are the stories that most postures stop.{_cut(matrix)}"
        )
        figure = sheet(height + 0.75, finding(matrix), subtitle)
        axes = panel(figure, _NAMES_IN, 0.42, WIDTH_IN - _NAMES_IN - 0.1, height)
        for row, story in enumerate(shown):
            for column, posture in enumerate(matrix.postures):
                cell = matrix.cell(story, posture)
                if cell is not None:
                    _field(axes, row, column, cell)
        _frame(axes, [story.name for story in shown], list(matrix.postures))
        used = {cell.ending for story in shown for p in matrix.postures if (cell := matrix.cell(story, p)) is not None}
        key(figure, [(mark(sign, colour), word) for name, (colour, sign, word) in ENDINGS.items() if name in used])
    return figure


def _shown(matrix: Matrix) -> list[Story]:
    """Stories that have run."""
    return [story for story in matrix.stories if any(matrix.of(story, posture) for posture in matrix.postures)]


def _stops(matrix: Matrix, story: Story) -> float:
    """How many postures stop *story*; one that stops a part of it counts half."""
    ran = [matrix.cell(story, posture) for posture in matrix.postures]
    return sum(
        1.0 if _defended(cell) else 0.5 for cell in ran if _defended(cell) or (cell and cell.ending == cells.PARTLY)
    )


def _cut(matrix: Matrix) -> str:
    """How far the stories were told, where some were cut short."""
    if matrix.most_hours is None or all(story.hours <= matrix.most_hours for story in matrix.stories):
        return ""
    return f" Stories end after {number(60 * matrix.most_hours)} min."


def _field(axes: Axes, row: int, column: int, cell: Cell) -> None:
    colour, sign, word = ENDINGS[cell.ending]
    axes.add_patch(Rectangle((column - 0.48, row - 0.46), 0.96, 0.92, facecolor=tinted(colour), edgecolor=colour))
    axes.plot([column - 0.4], [row - 0.25], linestyle="none", marker=sign, markersize=4.5, color=colour)
    first, *others = words_of(cell, word)
    axes.text(column - 0.32, row - 0.25, first, fontsize=7.5, fontweight="bold", color=INK, va="center")
    for line, text in enumerate(others):
        axes.text(column - 0.42, row + 0.05 + 0.26 * line, text, fontsize=7, color=INK, va="center")


def words_of(cell: Cell, word: str) -> tuple[str, str, str]:
    """The three lines of a field."""
    step = cell.step if cell.ending in _STOPPED else ""
    where = step if len(step) <= 15 else f"{step[:14]}\N{HORIZONTAL ELLIPSIS}"
    seen = plural(cell.false_alerts.mean or 0.0, "false alert")
    if cell.ending != cells.NO_ATTACK:
        hits = round((cell.detected.mean or 0.0) * cell.detected.n)
        minutes = "" if cell.detect_min is None else f", {number(cell.detect_min)} min"
        seen = f"seen {hits}/{cell.detected.n}{minutes}" if hits else "not detected"
    loss = f"{number(cell.loss_eur.mean or 0.0)} {half_width(cell.loss_eur, 'EUR')}".strip()
    return where or word, seen, f"{loss} EUR" if len(loss) < 16 else loss


def tinted(colour: str) -> tuple[float, float, float]:
    """*colour* on paper, so thin that ink on it keeps its contrast."""
    red, green, blue = (
        _TINT * tone + (1 - _TINT) * white for tone, white in zip(to_rgb(colour), to_rgb(PAPER), strict=True)
    )
    return red, green, blue


def _frame(axes: Axes, stories: list[str], postures: list[str]) -> None:
    axes.set_xlim(-0.5, len(postures) - 0.5)
    axes.set_ylim(max(len(stories), 1) - 0.5, -0.5)
    axes.set_xticks(range(len(postures)), postures)
    axes.xaxis.tick_top()
    axes.set_yticks(range(len(stories)), stories)
    axes.tick_params(axis="both", length=0, labelcolor=INK, labelsize=8.5, color=MUTED)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _defended(cell: Cell | None) -> bool:
    return cell is not None and cell.ending in (cells.BLOCKED, cells.STOPPED)
