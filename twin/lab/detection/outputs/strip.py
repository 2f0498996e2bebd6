"""The timeline of a run as a strip: what happened above, what was said of it below, on one scale of clock time.

Steps of the attack are solid bands, the part of them that had an effect is hatched, impacts are triangles, alerts are
diamonds: filled where they were right, hollow where they were not. What was not detected says so at the end.

Source: ours; SVG 1.1, without anything from outside the page. Colours are the page's, and never alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from twin.core.units import DAY_US, HOUR_US, MINUTE_US, SECOND_US, Us, format_clock
from twin.lab.detection.results import RunSeen, SeenAlert, SeenStep
from twin.lab.wording import plural

WIDTH, LEFT, RIGHT, ROW = 960, 150, 32, 26
MOST_STEPS = 8
MOST_TICKS = 8
_TICKS = (SECOND_US, 5 * SECOND_US, 10 * SECOND_US, 30 * SECOND_US, MINUTE_US, 2 * MINUTE_US, 5 * MINUTE_US,
          10 * MINUTE_US, 15 * MINUTE_US, 30 * MINUTE_US, HOUR_US, 2 * HOUR_US, 4 * HOUR_US, 6 * HOUR_US, 12 * HOUR_US,
          DAY_US)  # fmt: skip


def strip(run: RunSeen, ending: str) -> str:
    """SVG of *run*; *ending* is what did not happen by its end, or nothing. It needs the classes of the page."""
    steps, more = run.steps[:MOST_STEPS], len(run.steps) - MOST_STEPS
    bottom = ROW * (len(steps) + (more > 0) + 3) + 8
    words = f"{run.label}: {plural(len(run.steps), 'step')}, {plural(len(run.impacts), 'impact')}, " + plural(
        len(run.alerts), "alert"
    )
    told = [*_grid(run, bottom)]
    for row, step in enumerate(steps):
        told += _step(run, step, ROW * row)
    row = len(steps)
    if more > 0:
        told.append(_label(ROW * row, f"and {plural(more, 'step')} more"))
        row += 1
    told += [_label(ROW * row, "impacts"), *_impacts(run, ROW * row)]
    told += [_label(ROW * (row + 1), "alerts"), *_alerts(run, ROW * (row + 1))]
    if ending:
        told.append(f'<text class="missed" x="{WIDTH - RIGHT}" y="{ROW * (row + 2) + 17}">{escape(ending)}</text>')
    return (
        f'<svg viewBox="0 0 {WIDTH} {bottom + 24}" role="img" aria-label={quoteattr(words)}>'
        f'<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect class="effect" width="3" height="6"/></pattern></defs>{"".join(told)}</svg>'
    )


def ticks(span_us: Us) -> range:
    """Round times from 0 to *span_us*, at most :data:`MOST_TICKS` steps of them; of years, every so many days."""
    fitting = (each for each in _TICKS if span_us <= MOST_TICKS * each)
    pace = next(fitting, DAY_US * (1 + span_us // (MOST_TICKS * DAY_US)))
    return range(0, span_us + 1, pace)


def _x(run: RunSeen, time_us: Us) -> float:
    inside = min(max(time_us, 0), run.span_us)
    return round(LEFT + (WIDTH - LEFT - RIGHT) * inside / max(run.span_us, 1), 1)


def _grid(run: RunSeen, bottom: int) -> Iterator[str]:
    starts = datetime.fromisoformat(run.starts)
    for time_us in ticks(run.span_us):
        x = _x(run, time_us)
        yield f'<line class="grid" x1="{x}" x2="{x}" y1="0" y2="{bottom}"/>'
        yield f'<text class="tick" x="{x}" y="{bottom + 16}">{format_clock(starts, time_us)}</text>'


def _step(run: RunSeen, step: SeenStep, top: int) -> Iterator[str]:
    end_us = step.end_us if step.end_us is not None else run.span_us
    yield _label(top, step.move)
    yield _band(run, step.start_us, end_us, top, "benign" if step.benign else "attack", f"{step.move}: {step.outcome}")
    if step.effect_start_us is not None:
        until_us = step.effect_end_us if step.effect_end_us is not None else run.span_us
        yield _band(run, step.effect_start_us, until_us, top, "hatched", f"{step.move} has an effect in {step.target}")


def _band(run: RunSeen, start_us: Us, end_us: Us, top: int, name: str, words: str) -> str:
    x, width = _x(run, start_us), max(3.0, round(_x(run, end_us) - _x(run, start_us), 1))
    return (
        f'<rect class="{name}" x="{x}" y="{top + 6}" width="{width}" height="14"><title>{escape(words)}</title></rect>'
    )


def _impacts(run: RunSeen, top: int) -> Iterator[str]:
    for each in run.impacts:
        x, y = _x(run, each.time_us), top + 6
        words = f"{each.kind.replace('_', ' ')} of {each.entity}"
        yield _mark(f"{x},{y} {x + 7},{y + 13} {x - 7},{y + 13}", "impact", words)


def _alerts(run: RunSeen, top: int) -> Iterator[str]:
    """One mark for alerts of one sort at one place of the picture."""
    at: dict[tuple[float, bool], list[SeenAlert]] = {}
    for alert in run.alerts:
        at.setdefault((_x(run, alert.time_us), alert.right), []).append(alert)
    for (x, right), alerts in sorted(at.items(), key=lambda each: each[0]):
        y, first = top + 13, alerts[0]
        words = f"{first.detector} accuses {first.entity}: {first.title}"
        words += f", and {len(alerts) - 1} more" if len(alerts) > 1 else ""
        points = f"{x},{y - 8} {x + 8},{y} {x},{y + 8} {x - 8},{y}"
        yield _mark(points, "right" if right else "wrong", words if right else f"{words} (wrongly)")


def _mark(points: str, name: str, words: str) -> str:
    return f'<polygon class="{name}" points="{points}"><title>{escape(words)}</title></polygon>'


def _label(top: int, words: str) -> str:
    shown = words if len(words) <= 20 else f"{words[:19]}…"
    return f'<text class="lane" x="{LEFT - 10}" y="{top + 17}">{escape(shown)}</text>'
