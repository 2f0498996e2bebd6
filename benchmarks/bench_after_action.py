"""What a report costs: an exercise of an hour and a half, from its finished run to every format.

``cpu_s`` of the row ``report`` is all of it: the document, its pictures, and the five formats of one edition.
The run is not in it; it was made while people played. A report has five seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import measure

from twin.exercise.engine import Engine
from twin.exercise.file import read_exercise
from twin.exercise.papers.formats import FORMATS, written
from twin.exercise.play import play_moves
from twin.exercise.report.compose import report
from twin.exercise.report.review import Review, review_of

TEXT = """
format: 1
title: An hour and a half
twin: {{story: {story}, posture: {posture}, hours: {hours}}}
roles: [{{id: soc, title: Analyst}}]
modules: [{{id: one, title: One, minutes: 90}}]
objectives: [{{id: a, text: Act, rate: {{P: happened(inject.inject-01)}}}}]
injects:
{injects}
"""
INJECT = (
    "  - {{id: inject-{n:02}, module: one, when: {{at: {at} s}}, to: soc, text: Something is said for the {n}th time}}"
)


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = measure.arguments("Cost of an after-action report.", 3)
    parser.add_argument("--story", default="compromised-robot")
    parser.add_argument("--posture", default="zones")
    parser.add_argument("--hours", type=float, default=1.5, help="simulated hours of the exercise")
    parser.add_argument("--injects", type=int, default=30)
    asked = parser.parse_args(argv)
    engine = _finished(asked.story, asked.posture, asked.hours, asked.injects)
    rows = [_row("report", lambda: _all_of_it(engine), engine, asked.repeats)]
    document = report(review_of(engine))
    rows += [_row(name, lambda name=name: written(document, name), engine, asked.repeats) for name in FORMATS]
    measure.show("after_action", rows, as_json=asked.json)


def _finished(story: str, posture: str, hours: float, injects: int) -> Engine:
    step = 3600 * hours / (injects + 1)
    lines = "\n".join(INJECT.format(n=n, at=round(n * step, 3)) for n in range(1, injects + 1))
    text = TEXT.format(story=story, posture=posture, hours=hours, injects=lines)
    return play_moves(read_exercise(text, "bench")).engine


def _all_of_it(engine: Engine) -> None:
    review: Review = review_of(engine)
    document = report(review)
    for name in FORMATS:
        written(document, name)


def _row(part: str, work: Callable[[], object], engine: Engine, repeats: int) -> measure.Row:
    spent = measure.median([measure.cpu_seconds(work) for _ in range(repeats)])
    alerts = 0 if engine.run is None else engine.run.log.rows("alert")
    return {"part": part, "events": len(engine.events), "alerts": alerts, "cpu_s": spent}


if __name__ == "__main__":
    main()
