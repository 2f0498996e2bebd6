"""When a step begins, in words; a range is said as one, since each seed draws from it."""

from __future__ import annotations

from twin.core.units import format_clock, format_duration
from twin.lab.scenario import State, Step, Story, Varied

_ENDS = {"won": "succeeds", "failed": "has failed", "any": "has ended"}
WON = "won"


def trigger_words(story: Story, step: Step) -> str:
    """``at 08:35:00, 5 min 0 s after the start``, ``2 min 0 s after foothold succeeds``, ``when ...``."""
    if step.after:
        return _after(step)
    if step.alert_on:
        return f"when an alert accuses {step.alert_on}"
    if step.state is not None:
        return f"when {state_words(step.state)}"
    if step.called:
        return "when whoever leads an exercise calls for it; by itself, never"
    span = _range(step, "at_us")
    if span is not None:
        return f"between {' and '.join(format_clock(story.starts, end) for end in span)}, drawn for each seed"
    at_us = step.at_us or 0
    return f"at {format_clock(story.starts, at_us)}, {format_duration(at_us)} after the start"


def state_words(state: State) -> str:
    """``temperature_c of chill-1 is above 7``."""
    about = f"{state.of} is" if state.quantity == "metric" else f"{state.quantity} of {state.of} is"
    if state.between is not None:
        return f"{about} between {state.between[0]:g} and {state.between[1]:g}"
    bounds = [
        f"{word} {bound:g}" for word, bound in (("above", state.above), ("below", state.below)) if bound is not None
    ]
    return f"{about} {' and '.join(bounds)}"


def varied_words(varied: Varied) -> str:
    """``every_min from 0.5 to 2``, ``on one of ws-01, ws-02``, ``on any camera``."""
    field = varied.field.removesuffix("_us")
    if varied.any_of:
        return f"{field}: any {varied.any_of}"
    if varied.choices:
        return f"{field}: one of {', '.join(map(str, varied.choices))}"
    ends = (varied.low or 0.0, varied.high or 0.0)
    spelt = [format_duration(round(end)) if varied.field.endswith("_us") else f"{end:g}" for end in ends]
    return f"{field}: from {' to '.join(spelt)}"


def _after(step: Step) -> str:
    span = _range(step, "delay_us")
    if span is not None:
        delay = f"{' to '.join(map(format_duration, span))} after"
    else:
        delay = f"{format_duration(step.delay_us)} after" if step.delay_us else "as soon as"
    if WON in step.on:
        return f"{delay} {step.after} takes an asset"
    return f"{delay} {step.after} {_ENDS[step.outcome]}"


def _range(step: Step, field: str) -> tuple[int, int] | None:
    found = next((each for each in step.varied if each.field == field), None)
    return None if found is None else (round(found.low or 0.0), round(found.high or 0.0))
