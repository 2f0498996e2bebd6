"""Pictures of an exercise: what happened when, how the hub fared meanwhile, and what another decision would have done.

Time runs on the hub's clock in all of them, the attack lies in the same band, and injects and decisions are marked
where they were made. The same logs give the same bytes.

Source: the house's figures (:mod:`twin.lab.figures`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from twin.core.units import MINUTE_US, Us, format_duration
from twin.exercise.papers.document import Picture
from twin.exercise.report.branches import Branch
from twin.exercise.report.decisions import Taken
from twin.exercise.report.facts import first_of
from twin.exercise.report.review import Review
from twin.exercise.report.series import Series, series
from twin.lab.figures.events import attack_interval, step_spans
from twin.lab.figures.style import (
    ATTACK,
    DETECTION,
    INK,
    MUTED,
    NORMAL,
    PAPER,
    RESPONSE,
    clock_axis,
    house_style,
    key,
    mark,
    panel,
    sheet,
)
from twin.lab.metrics import METRICS
from twin.lab.wording import number, plural

_LANES = ("attack", "alerts", "injects", "decisions", "measures")
_LEFT, _WIDE = 1.35, 8.05
_ROW_IN = 0.52
_LEVELS_PT, _LETTER_IN = (6, -13, 14, -21), 0.062
"""Where the words of injects stand over and under their marks (points), and how wide a letter of them is."""


def pictures(review: Review, taken: Sequence[Taken], branches: Sequence[Branch]) -> dict[str, Picture]:
    """The pictures that there is something to show in, by name."""
    found = {"course": course(review, taken), "measures": measures(review, taken)}
    if any(branch.of("loss_eur") for branch in branches):
        found["branches"] = otherwise(branches)
    return found


def course(review: Review, taken: Sequence[Taken]) -> Picture:
    """What happened when: five lanes, truth above, the table below."""
    tall = _ROW_IN * len(_LANES) + 0.2
    with house_style():
        title = _course_words(review, taken)
        figure = sheet(tall + 0.75, title, f"{review.exercise.title}: the exercise on the hub's clock")
        axes = panel(figure, _LEFT, 0.72, _WIDE, tall)
        _band(axes, review)
        _lanes(axes, review, taken)
        axes.set_yticks(range(len(_LANES)), reversed(_LANES))
        axes.set_ylim(-0.6, len(_LANES) - 0.4)
        _time(axes, review)
        axes.spines["left"].set_visible(False)
        key(figure, [
            (mark("^", ATTACK), "step begins"), (mark("D", DETECTION), "alert"), (mark("o", NORMAL), "inject"),
            (mark("s", RESPONSE), "decision, right"), (mark("s", RESPONSE, filled=False), "wrong or undefined"),
            (mark("|", RESPONSE), "measure takes effect"),
        ])  # fmt: skip
    return _picture("course", figure)


def _course_words(review: Review, taken: Sequence[Taken]) -> str:
    first = first_of(review)
    if first.attack_us is None:
        return f"Nothing attacked; the team took {plural(len(taken), 'decision')}"
    if first.alert_us is None:
        return f"The attack was not detected; the team took {plural(len(taken), 'decision')}"
    seen = f"The first right alert came {format_duration(first.alert_us - first.attack_us)} after the first step"
    acted = [each.force_us for each in taken if each.acts and each.force_us is not None]
    if not acted:
        return f"{seen}; nothing that the team ordered came into force"
    gap = min(acted) - first.alert_us
    return f"{seen}, the team's first order {format_duration(abs(gap))} {'after' if gap >= 0 else 'before'} it"


def _lanes(axes: Axes, review: Review, taken: Sequence[Taken]) -> None:
    steps = [row["time"] for row in review.tables["attack"] if row["phase"] == "start"]
    _marks(axes, 4, steps, "^", ATTACK)
    _marks(axes, 3, [row["time"] for row in review.tables["alert"]], "D", DETECTION)
    fired = review.of("fired")
    _marks(axes, 2, [event.sim_us for event in fired], "o", NORMAL)
    spots = _levels([(event.sim_us, event.ref) for event in fired], review.run.span_us)
    for level, event in zip(spots, fired, strict=True):
        axes.annotate(
            event.ref, (event.sim_us, 2), xytext=(0, _LEVELS_PT[level]), textcoords="offset points", ha="center",
            fontsize=7, color=INK,
        )  # fmt: skip
    for right, filled in ((True, True), (False, False), (None, False)):
        _marks(axes, 1, [each.decided_us for each in taken if each.right is right], "s", RESPONSE, filled=filled)
    applied = [row["time"] for row in review.tables["decision"] if row["phase"] == "applied"]
    _marks(axes, 0, applied, "|", RESPONSE, size=11)


def _levels(words: Sequence[tuple[Us, str]], span_us: Us) -> list[int]:
    """At which level each word stands over its time, so that none covers another where there is room."""
    letter_us = span_us * _LETTER_IN / _WIDE
    free: list[float] = [-span_us] * len(_LEVELS_PT)
    found = []
    for time_us, word in words:
        half = (len(word) + 1) * letter_us / 2
        level = next((place for place, until in enumerate(free) if until <= time_us - half), free.index(min(free)))
        free[level] = time_us + half
        found.append(level)
    return found


def _marks(
    axes: Axes, lane: int, times: Sequence[Us], shape: str, colour: str, *, filled: bool = True, size: float = 6.5
) -> None:
    axes.plot(
        times, [lane] * len(times), shape, color=colour, markersize=size, markerfacecolor=colour if filled else PAPER,
        markeredgecolor=colour if not filled or shape == "|" else PAPER, markeredgewidth=1.4 if shape == "|" else 0.7,
        clip_on=False, zorder=4,
    )  # fmt: skip


def measures(review: Review, taken: Sequence[Taken]) -> Picture:
    """How the hub fared: small panels under each other, with the team's decisions as lines through all."""
    shown = series(review)
    tall = 0.95
    with house_style():
        decided = [each.decided_us for each in taken if each.acts]
        figure = sheet(
            len(shown) * (tall + 0.32) + 0.75, _worst_words(shown),
            f"True values on the hub's clock, {plural(len(decided), 'decision')} of the team as green lines",
        )  # fmt: skip
        for place, one in enumerate(shown):
            axes = panel(figure, _LEFT, 0.72 + (len(shown) - 1 - place) * (tall + 0.32), _WIDE, tall)
            _draw(axes, one, review, decided, last=place == len(shown) - 1)
        key(figure, [
            (Patch(color=ATTACK, alpha=0.25), "attack goes on"), (Line2D([], [], color=RESPONSE), "the team decides"),
            (mark("o", NORMAL), "inject"),
        ])  # fmt: skip
    return _picture("measures", figure)


def _worst_words(shown: Sequence[Series]) -> str:
    worst = [f"{one.words} {number(float(one.values.max()))}{one.unit}" for one in shown]
    return f"At worst: {', '.join(worst)}" if worst else "Nothing was measured"


def _draw(axes: Axes, one: Series, review: Review, decided: Sequence[Us], *, last: bool) -> None:
    _band(axes, review)
    axes.step(one.times, one.values, where="post", color=NORMAL, linewidth=1.5)
    top = max(float(np.max(one.values, initial=0.0)), 1.0) * 1.15
    axes.set_ylim(min(0.0, float(np.min(one.values, initial=0.0)) * 1.1), top)
    for at_us in decided:
        axes.axvline(at_us, color=RESPONSE, linewidth=1.1)
    fired = [event.sim_us for event in review.of("fired")]
    axes.plot(
        fired, [top * 0.94] * len(fired), "o", color=NORMAL, markersize=4, markeredgecolor=PAPER, markeredgewidth=0.5
    )
    axes.set_title(one.title, loc="left", fontsize=8.5, color=INK, pad=3)
    axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    axes.grid(visible=True, axis="y")
    _time(axes, review)
    axes.tick_params(labelbottom=last)


def otherwise(branches: Sequence[Branch]) -> Picture:
    """What other courses would have cost: paired differences around a zero line, sorted."""
    found = sorted(
        ((branch, gap) for branch in branches if (gap := branch.of("loss_eur")) is not None and gap.mean is not None),
        key=lambda pair: pair[1].mean or 0.0,
    )  # fmt: skip
    tall = 0.42 * max(len(found), 1) + 0.25
    with house_style():
        best, gap = found[0]
        sign = "less" if (gap.mean or 0.0) <= 0 else "more"
        sure = "" if gap.sure else ", which may be chance"
        title = f"{best.title}: {number(abs(gap.mean or 0.0))} EUR {sign} than as it was{sure}"
        figure = sheet(tall + 0.85, title, f"{METRICS['loss_eur'].title.capitalize()}, otherwise less as it was, "
                       f"{plural(gap.n, 'paired seed')}; bars are 95 % intervals")  # fmt: skip
        axes = panel(figure, 2.6, 0.6, 6.7, tall)
        axes.axvline(0, color=INK, linewidth=1)
        for row, (_, each) in enumerate(reversed(found)):
            if each.lo is not None and each.hi is not None:
                axes.plot([each.lo, each.hi], [row, row], color=RESPONSE, linewidth=2)
            axes.plot(
                [each.mean or 0.0], [row], "s", color=RESPONSE, markersize=7, markeredgecolor=PAPER, clip_on=False
            )
        axes.set_yticks(range(len(found)), [_short(branch.title) for branch, _ in reversed(found)])
        axes.set_ylim(-0.6, len(found) - 0.4)
        axes.set_xlabel("EUR", fontsize=8.5)
        axes.xaxis.set_major_formatter(lambda value, _: number(value))
        axes.grid(visible=True, axis="x")
        axes.spines["left"].set_visible(False)
    return _picture("branches", figure)


def _short(title: str) -> str:
    return title if len(title) <= 34 else f"{title[:32]}…"


def _band(axes: Axes, review: Review) -> None:
    """The attack, in the same band of every time plot; and the end of the exercise, where the run went on."""
    whole = attack_interval(step_spans(review.run.log, review.run.span_us))
    if whole is not None:
        axes.axvspan(*whole, color=ATTACK, alpha=0.08, linewidth=0)
    if review.ended_us < review.run.span_us - MINUTE_US:
        axes.axvline(review.ended_us, color=MUTED, linewidth=0.9, linestyle=":")


def _time(axes: Axes, review: Review) -> None:
    clock_axis(axes, review.run.story.starts, review.run.span_us)
    axes.grid(visible=True, axis="x")


def _picture(name: str, figure: Figure) -> Picture:
    texts: list[Any] = list(figure.texts[:2])
    return Picture(name, " ".join(text.get_text().replace("\n", " ") for text in texts), figure)
