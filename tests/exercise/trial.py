"""A small exercise for tests, on the tiny hub: six minutes, in which a robot is taken and looks for services.

Its parts are few and each is there for a rule: an inject by time, one after another, one by a metric that must hold,
one by hand that begins a step, one that only silence brings; a card that needs approval, one that closes by itself, one
that is opened by hand; seats that see much and little.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.tiny_hub import site, step, story
from twin.core.units import SECOND_US
from twin.exercise.commands import Command
from twin.exercise.conditions import Node, read_condition
from twin.exercise.engine import Engine
from twin.exercise.event import Event
from twin.exercise.file import Loaded
from twin.exercise.spec import Exercise, Rating
from twin.lab.loader import Inputs
from twin.lab.scenario import Choice, Posture, ResponsePlan, Step

WALL = "2026-11-22T10:40:05Z"
HOURS = 0.1
SPAN_S = 360

OPENS = {
    "first": "now >= 20",
    "second": "now >= t(inject.first) + 30",
    "busy": "held(kpi.orders_done >= 0, 20 s)",
    "silence": "happened(inject.first) and not happened(decision.cut) and now - t(inject.first) > 4 min",
    "cut": "happened(inject.first)",
    "call": "happened(alert.amr-001)",
}
RATES: Mapping[str, Mapping[str, str]] = {
    "decide": {"P": "t(decision.cut) <= 60", "S": "t(decision.cut) <= 3 min"},
    "contain": {"P": "t(contained.amr-001) - t(alert.amr-001) <= 60", "M": "happened(contained.amr-001)"},
}

TEXT: dict[str, Any] = {
    "format": 1,
    "name": "trial",
    "title": "Trial",
    "twin": {"story": "tale", "posture": "test", "seed": 1},
    "roles": [
        {"id": "soc", "title": "Analyst", "sees": ["inbox", "alerts", "alarms", "kpis", "decisions"],
         "may": ["isolate_device", "block_flow", "revoke_credential"]},
        {"id": "ic", "title": "Commander"},
        {"id": "desk", "title": "Desk", "sees": ["inbox"]},
    ],
    "modules": [{"id": "one", "title": "One", "minutes": 5}, {"id": "two", "title": "Two", "minutes": 5}],
    "objectives": [
        {"id": "decide", "text": "Decide soon", "rate": RATES["decide"]},
        {"id": "contain", "text": "Contain it", "rate": RATES["contain"]},
    ],
    "injects": [
        {"id": "first", "module": "one", "when": OPENS["first"], "to": ["soc"], "text": "A robot stands at its door",
         "questions": ["why"], "expect": {"decision": "cut", "by_us": 120_000_000},
         "facilitator": {"hint": "look at the door", "hint_after_us": 60_000_000, "red_flag": "no talk"}},
        {"id": "second", "module": "one", "when": OPENS["second"], "to": ["all"], "text": "It drives again"},
        {"id": "busy", "module": "one", "when": OPENS["busy"], "to": ["ic"], "text": "Orders go out"},
        {"id": "knock", "module": "two", "to": ["ic"], "text": "A camera blinks", "effects": [{"begin": "knock"}]},
        {"id": "silence", "module": "two", "when": OPENS["silence"], "to": ["all"], "text": "Nobody has decided"},
    ],
    "decisions": [
        {"id": "cut", "title": "Cut it off", "to": ["soc"], "opens": OPENS["cut"], "approve_by": "ic", "options": [
            {"id": "isolate", "label": "Isolate it", "delay_us": 10_000_000,
             "actions": [{"response": {"kind": "isolate_device"}, "on": "amr-001"}]},
            {"id": "wait", "label": "Watch it"},
        ]},
        {"id": "call", "title": "Call the maker", "to": ["ic"], "opens": OPENS["call"], "closes_after_us": 60_000_000,
         "reason": False, "confidence": False,
         "options": [{"id": "yes", "label": "Call"}, {"id": "no", "label": "Do not"}]},
        {"id": "last", "title": "Close the gate", "to": ["all"],
         "options": [{"id": "yes", "label": "Close"}, {"id": "no", "label": "Do not"}]},
    ],
    "questions": [
        {"id": "why", "to": ["soc"], "module": "one", "text": "What do you know?"},
        {"id": "later", "to": ["all"], "module": "two", "text": "What was lost?"},
    ],
}  # fmt: skip


def trial(*, opens: Mapping[str, str] | None = None, steps: tuple[Step, ...] | None = None, **changes: Any) -> Loaded:
    """The exercise with *changes* at the top of its text, other conditions in *opens*, other *steps* of the story."""
    exercise = Exercise.model_validate({**TEXT, **changes})
    when = {**OPENS, **(opens or {})}
    named = {inject.id for inject in exercise.injects} | {card.id for card in exercise.decisions}
    rates: dict[str, dict[Rating, Node]] = {
        each.id: {word: read_condition(text) for word, text in each.rate.items()} for each in exercise.objectives
    }
    return Loaded(
        exercise,
        json.dumps({**TEXT, **changes}),
        "trial",
        {name: read_condition(text) for name, text in when.items() if name in named and text},
        rates,
        Inputs(site(), story(*(_steps() if steps is None else steps), hours=HOURS), _posture()),
    )


def begun(loaded: Loaded | None = None, to_s: float = 0.0) -> Engine:
    """An exercise that has begun, and has gone on to *to_s*."""
    engine = Engine(loaded or trial(), WALL)
    do(engine, "facilitator", "resume")
    engine.advance(round(to_s * SECOND_US), WALL)
    return engine


def do(engine: Engine, seat: str, kind: str, ref: str = "", /, **body: Any) -> list[Event]:
    """One command; what it says as keywords (``sender`` for ``from``)."""
    said = {"from" if name == "sender" else name: value for name, value in body.items()}
    return engine.do(Command(seat, kind, ref, said), WALL)


def on(engine: Engine, to_s: float) -> list[Event]:
    """Go on to *to_s*."""
    return engine.advance(round(to_s * SECOND_US), WALL)


def kinds(events: list[Event]) -> list[tuple[str, str]]:
    """Kind and ref of each event."""
    return [(event.kind, event.ref) for event in events]


def _steps() -> tuple[Step, ...]:
    scan = step("scan", "port_scan", "dc-01", 2.25, src="amr-001", ports=600, rate_per_s=20)
    knock = Step(id="knock", kind="service_port", on=("camera-01",), called=True)
    return step("take", "service_port", "amr-001", 0), scan, knock


def _posture() -> Posture:
    watching = (Choice(kind="scan", parameters={"cadence_s": 5}),)
    plan = ResponsePlan(analysts=1, triage_min=1)
    return Posture(format=1, name="test", title="Test", policy=Choice(kind="flat"), ruleset=watching, response=plan)
