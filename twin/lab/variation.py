"""Variation: a story with ranges becomes one story for each seed, the same under every posture.

Each value is drawn from a stream of its own, keyed by the seed, the step and the field. So it does not depend on the
order of the steps, on the posture, or on which other fields vary, and two postures on one seed meet the same attack:
what differs between them is theirs (common random numbers).

Source: A. M. Law, Simulation Modeling and Analysis, 5th ed., section 11.2 (common random numbers).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twin.core.chance import Stream
from twin.core.log import Log
from twin.core.units import SECOND_US
from twin.lab.naming import asset_names
from twin.lab.scenario import Site, Step, Story, Varied

TIMES = ("at_us", "delay_us")
PLACES = ("on", "start")


@dataclass(frozen=True)
class Drawn:
    """What one field of one step is in this run; ``value`` as a reader writes it."""

    step: str
    field: str
    value: str


def told(story: Story, site: Site, seed: int) -> tuple[Story, tuple[Drawn, ...]]:
    """The story as *seed* tells it at *site*, without ranges, and what was drawn for it."""
    kinds = {name: group.kind for name, group in asset_names(site).items()}
    drawn: list[Drawn] = []
    steps = tuple(_told(step, kinds, seed, drawn) for step in story.steps)
    return (story.model_copy(update={"steps": steps}) if drawn else story), tuple(drawn)


def write(log: Log, drawn: Sequence[Drawn]) -> None:
    """Put what was drawn into the truth book."""
    for each in drawn:
        log.one("variant", time=0, step=each.step, field=each.field, value=each.value)


def _told(step: Step, kinds: Mapping[str, str], seed: int, drawn: list[Drawn]) -> Step:
    changes: dict[str, Any] = {}
    parameters = dict(step.parameters)
    for varied in step.varied:
        value = _draw(varied, kinds, Stream.of(seed, f"story/{step.id}", varied.field))
        drawn.append(Drawn(step.id, varied.field.removesuffix("_us"), _spelt(varied.field, value)))
        if varied.field in TIMES:
            changes[varied.field] = value
        elif varied.field in PLACES:
            changes[varied.field] = _several(value) if varied.field == "on" else value
        else:
            parameters[varied.field] = value
    return step.model_copy(update={**changes, "parameters": parameters}) if step.varied else step


def _draw(varied: Varied, kinds: Mapping[str, str], stream: Stream) -> Any:
    """A time to the second, a whole number between whole numbers, any number between others, or one of several."""
    if varied.low is None or varied.high is None:
        names = tuple(sorted(name for name, kind in kinds.items() if kind == varied.any_of))
        choices = varied.choices or names
        return choices[stream.integer(0, 0, len(choices))]
    if varied.field in TIMES:
        return SECOND_US * _whole(stream, int(varied.low) // SECOND_US, int(varied.high) // SECOND_US)
    if varied.whole:
        return _whole(stream, int(varied.low), int(varied.high))
    return stream.uniform(0, varied.low, varied.high)


def _whole(stream: Stream, low: int, high: int) -> int:
    """A whole number from *low* to *high*, both of them included; they may be below zero."""
    return low + stream.integer(0, 0, high - low + 1)


def _several(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _spelt(field: str, value: Any) -> str:
    if field in TIMES:
        minutes, seconds = divmod(value // SECOND_US, 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
    return f"{value:.6g}" if isinstance(value, float) else str(value)
