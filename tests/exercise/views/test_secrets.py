"""What no view of a player, an observer or a projector ever holds, whatever is played."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings

from tests.exercise.moving import BUSY, Move, moves, play
from tests.exercise.trial import TEXT, begun, do, on, trial
from tests.tiny_hub import step
from twin.core.records import RECORDS
from twin.exercise.commands import RESERVED
from twin.exercise.engine import Engine
from twin.exercise.facts import Reader, Row
from twin.exercise.file import Loaded, load_exercise
from twin.exercise.spec import SECRET
from twin.exercise.views import view
from twin.lab.live import Live
from twin.lab.loader import Inputs
from twin.lab.resources import scenario_root
from twin.lab.scenario import Step

SHIPPED = scenario_root() / "exercises"
OTHERS = ("soc", "ic", "desk", "observer", "projector")
GUIDE = {"read_aloud": "qq-aloud", "hint": "qq-help", "red_flag": "qq-flag", "success": "qq-success"}


def marked() -> Loaded:
    """The exercise with a mark in every field that is secret, and in every text that is secret until its time."""
    injects = [
        {
            **each, "text": f"qq-inject-{each['id']}", "facilitator": GUIDE, "tags": ["qq-tag"],
            "effects": [{"begin": "qq-step"}] if each["id"] == "knock" else [],
        }
        for each in TEXT["injects"]
    ]  # fmt: skip
    cards = [{**each, "title": f"qq-card-{each['id']}", "text": f"qq-text-{each['id']}"} for each in TEXT["decisions"]]
    questions = [{**each, "text": f"qq-question-{each['id']}"} for each in TEXT["questions"]]
    steps = (
        step("qq-take", "service_port", "amr-001", 0),
        step("qq-scan", "port_scan", "dc-01", 2.25, src="amr-001", ports=600, rate_per_s=20),
        Step(id="qq-step", kind="service_port", on=("camera-01",), called=True),
    )
    return trial(summary="qq-summary", injects=injects, decisions=cards, questions=questions, steps=steps)


def marks(engine: Engine, seat: str) -> Iterator[str]:
    """What *seat* may not read now."""
    state = engine.state
    yield from (
        *GUIDE.values(),
        "qq-summary",
        "qq-tag",
        "qq-take",
        "qq-scan",
        "qq-step",
        "qq-note",
        "qq-why",
        "qq-finding",
    )
    yield from (str(node) for node in engine.loaded.opens.values())
    yield from (str(node) for rates in engine.loaded.rates.values() for node in rates.values())
    reached = {message.inject for message in state.messages if message.reaches(seat)}
    yield from (f"qq-inject-{name}" for name in state.injects if name not in reached)
    for card in engine.exercise.decisions:
        here = state.cards[card.id].status
        if here == "hidden" or not {seat, "all"} & {*card.to, card.approve_by}:
            yield f"qq-text-{card.id}"
        if here == "hidden":
            yield f"qq-card-{card.id}"
    if "why" not in {name for message in state.messages if message.reaches(seat) for name in message.questions}:
        yield "qq-question-why"
    if not state.said("module"):
        yield "qq-question-later"


@given(played=moves(6, 180))
@example(played=BUSY)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nobody_at_the_table_reads_what_is_secret(played: Sequence[Move]) -> None:
    """Neither in a view, after any move, nor in the words of a refusal; and views are values that JSON has."""
    engine = begun(marked())
    for move in played:
        refused = play(engine, [move])
        for seat in OTHERS:
            payload = json.dumps(view(engine, seat), allow_nan=False)
            if move.command.seat == seat:
                payload += " ".join(map(str, refused))
            found = [mark for mark in marks(engine, seat) if mark in payload]
            assert not found, f"{seat} reads {found}"
            assert "implant-01" not in payload, "an asset that nobody knows of"


@pytest.mark.parametrize("seat", OTHERS)
def test_no_part_has_the_name_of_a_secret_field(seat: str) -> None:
    """Facilitators' notes, effects, conditions, rules and what is expected have no key at all."""
    engine = begun(marked(), to_s=60)
    secret = {*SECRET, "msel", "truth", "ratings", "pending", "notes", "guide", "because", "next", "cards_hidden"}
    assert not secret & set(_keys(view(engine, seat)))
    assert secret & set(_keys(view(engine, "facilitator")))


@pytest.mark.parametrize("seat", OTHERS)
def test_a_view_reads_the_observed_book_only(seat: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is taken from a table of the truth book, and nothing is measured, when it is built."""
    engine = begun(to_s=180)
    expected = view(engine, seat)
    rows, seen = Reader.rows, []

    def watched(reader: Reader, table: str) -> list[Row]:
        seen.append(table)
        return rows(reader, table)

    def refuse(live: Live, metric: str) -> float | None:
        raise AssertionError(f"{metric} was measured for {live}")

    monkeypatch.setattr(Reader, "rows", watched)
    monkeypatch.setattr(Live, "measure", refuse)
    assert view(engine, seat) == expected
    assert {RECORDS[table].book for table in seen} <= {"observed"}


def test_another_truth_behind_the_same_sights_makes_no_other_view() -> None:
    """Two hubs of which the truth books differ and the observed ones do not: nobody at the table can tell."""
    one = begun(marked())
    other = begun(replace(marked(), inputs=_otherwise_called(marked().inputs)))
    for second in (60, 145, 200):
        on(one, second)
        on(other, second)
        assert all(view(one, seat) == view(other, seat) for seat in OTHERS)
    assert one.live.log.digest("observed") == other.live.log.digest("observed")
    assert view(one, "facilitator")["truth"] != view(other, "facilitator")["truth"]


@pytest.mark.parametrize("incident", ["near_miss", "contact", "jam"])
def test_incidents_that_nobody_counts_make_no_other_view(incident: str) -> None:
    """Also where hidden conditions ask for them: who leads has the number, and nobody at the table."""
    metric = {"near_miss": "near_misses"}.get(incident, f"{incident}s")
    asking = {"second": f"kpi.{metric} > 99", "silence": f"held(kpi.{metric} > 99, 1 min)"}
    quiet, other, plain = begun(trial(opens=asking)), begun(trial(opens=asking)), begun(trial(opens=_never(asking)))
    for engine in (quiet, other, plain):
        on(engine, 50)
    for second in (51, 52):
        _write_incident(other, incident, second)
    for engine in (quiet, other, plain):
        on(engine, 125)
    for seat in OTHERS:
        assert view(quiet, seat) == view(other, seat) == view(plain, seat)
        assert metric not in json.dumps(view(other, seat))
    assert _worth(other, metric) == _worth(quiet, metric) + 2


def _never(opens: Mapping[str, str]) -> dict[str, str]:
    return dict.fromkeys(opens, "now > 2h")


def _worth(engine: Engine, metric: str) -> float:
    """What who leads reads of it."""
    return {each["metric"]: float(each["value"]) for each in view(engine, "facilitator")["kpis"]}[metric]


def _write_incident(engine: Engine, incident: str, second: int) -> None:
    engine.live.log.one(
        "incident", time=second * 1_000_000, incident=incident, robot="amr-001", person="", x_m=1.0, y_m=1.0,
        speed_mps=0.5, severity=0.1, cause="none", region="",
    )  # fmt: skip


def _otherwise_called(inputs: Inputs) -> Inputs:
    """The same steps under other techniques, which only the truth book names."""
    steps = tuple(each.model_copy(update={"technique": "T0800"}) for each in inputs.story.steps)
    return replace(inputs, story=inputs.story.model_copy(update={"steps": steps}))


def test_those_who_judge_read_it_all() -> None:
    """The marks are there to be found: whoever leads or evaluates has every one of them."""
    engine = begun(marked(), to_s=150)
    for seat in RESERVED[:3]:
        payload = json.dumps(view(engine, seat))
        for mark in (*GUIDE.values(), "qq-tag", "qq-take", "qq-scan", "qq-step", "qq-inject-knock", "qq-summary"):
            assert mark in payload


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(path.parent.name for path in SHIPPED.glob("*/exercise.yaml")))
def test_the_exercises_that_come_with_the_lab_keep_their_secrets(name: str) -> None:
    """A third of an hour with nobody acting: no note, no condition, no rule, and no inject before its time."""
    engine = begun(load_exercise(name))
    for minute in (6, 13, 20):
        while engine.now_us < minute * 60_000_000:
            on(engine, minute * 60)
            if engine.state.status == "paused":
                do(engine, "facilitator", "resume")
        for seat in (*(role.id for role in engine.exercise.roles), "observer", "projector"):
            payload = json.dumps(view(engine, seat), ensure_ascii=False)
            assert not [secret for secret in _secrets(engine, seat) if secret in payload]


def _secrets(engine: Engine, seat: str) -> Iterator[str]:
    """What *seat* may not read now, of any exercise."""
    exercise, state = engine.exercise, engine.state
    reached = {message.inject for message in state.messages if message.reaches(seat)}
    for inject in exercise.injects:
        guide = inject.facilitator
        yield from (text for text in (guide.read_aloud, guide.hint, guide.red_flag, guide.success) if text)
        if inject.id not in reached:
            yield inject.text
    yield from (card.text for card in exercise.decisions if card.text and state.cards[card.id].status == "hidden")
    yield from (str(node) for node in engine.loaded.opens.values())
    yield from (str(node) for rates in engine.loaded.rates.values() for node in rates.values())
    yield from filter(None, (exercise.summary, exercise.audience))
    yield from (step.id for step in engine.live.story.steps if len(step.id) > 8)


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield key
            yield from _keys(below)
    elif isinstance(value, list):
        for below in value:
            yield from _keys(below)
