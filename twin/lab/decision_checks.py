"""Decisions that can come to nothing, told before the run: targets that do not exist, and times after the end.

The hub is built as the run would build it, and each response is asked what it would never be applied to. What only the
moment decides (a robot that drives cannot be restarted yet) is left to the run, which says what it refused.

Sources: none; the words are those of the responses.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

from twin.core.errors import Fault, Place, remedy_for
from twin.core.log import Log
from twin.core.units import format_duration, us
from twin.devices.world import World
from twin.lab.build import build, start
from twin.lab.loader import Inputs
from twin.lab.scenario import Decision
from twin.lab.variation import told
from twin.responses import RESPONSES

_PLACE = Place("--decision")


def wrong_response(decision: Decision) -> list[Fault]:
    """Faults of a response that is unknown, or of parameters that it does not have."""
    response = decision.response
    if response is None:  # it takes an earlier one back, or begins a step of the story
        return []
    if response.kind not in RESPONSES.entries:
        problem = f'response.kind: "{response.kind}" is not a response'
        return [Fault(_PLACE, "unknown-kind", problem, remedy_for(response.kind, RESPONSES.entries))]
    try:
        RESPONSES[response.kind].model_validate(dict(response.parameters))
    except ValidationError as error:
        remedy = f"twin explain {response.kind} lists its parameters"
        return [
            Fault(_PLACE, "bad-value", f"response.parameters.{'.'.join(map(str, each['loc']))}: {each['msg']}", remedy)
            for each in error.errors()
        ]
    return []


def wrong_times(decisions: Sequence[Decision], hours: float) -> list[Fault]:
    """Faults of decisions at the end of a run of *hours* (h), or after it."""
    ends_us = us(3600 * hours)
    problem = "{} is decided {} after the start, and the run ends after {}"
    return [
        Fault(
            _PLACE, "never-comes", problem.format(_said(each), format_duration(each.at_us), format_duration(ends_us)),
            "decide earlier, or raise --hours",
        )
        for each in decisions if each.at_us >= ends_us
    ]  # fmt: skip


def wrong_targets(decisions: Sequence[Decision], inputs: Inputs, seed: int) -> list[Fault]:
    """Faults of responses, each known, on what is not there or what they cannot act on, whenever it were."""
    asked = [each for each in decisions if each.response is not None and not wrong_response(each)]
    if not asked:
        return []
    world = hub_of(inputs, seed)
    return [fault for each in asked for fault in _wrong_target(each, world)]


def hub_of(inputs: Inputs, seed: int) -> World:
    """The hub as it stands when the run begins."""
    story, _ = told(inputs.story, inputs.site, seed)
    posture = inputs.posture
    built = build(inputs.site, story, posture.policy, seed, us(3600 * story.hours), Log(), posture.taps)
    start(built)
    return built.world


def _wrong_target(decision: Decision, world: World) -> list[Fault]:
    choice = decision.response
    if choice is None:
        return []
    never = RESPONSES[choice.kind](**choice.parameters).never(world, decision.target)
    if never is None:
        return []
    problem, _, remedy = never.partition(": ")
    remedy = remedy or f"twin explain {choice.kind} says what it acts on"
    code = "missing-reference" if "known: " in remedy else "wrong-target"
    return [Fault(_PLACE, code, f"{choice.kind}: {problem}", remedy)]


def _said(decision: Decision) -> str:
    if decision.response is not None:
        return f"{decision.response.kind} on {decision.target}"
    return f"the step {decision.begin}" if decision.begin else f"the undo of decision {decision.undo}"
