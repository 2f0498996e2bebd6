"""What those who lead and evaluate see beside: the scenario events list, the truth, who keeps whom waiting, ratings."""

from __future__ import annotations

from twin.exercise.commands.base import RESERVED
from twin.exercise.conditions.words import in_words
from twin.exercise.event import Event
from twin.exercise.rating import propose
from twin.exercise.spec import Inject
from twin.exercise.values import due_s, names_of, values
from twin.exercise.views.base import TITLES, Plain, Sight, seconds

NEXT = 3


def msel(sight: Sight) -> list[Plain]:
    """Every inject: where it stands, what its trigger is worth now, and what facilitators read beside it."""
    return [_inject(sight, each) for each in sight.exercise.injects]


def modules(sight: Sight) -> list[Plain]:
    """The agenda."""
    return [{"id": each.id, "title": each.title, "minutes": each.minutes} for each in sight.exercise.modules]


def next_injects(sight: Sight) -> list[str]:
    """The injects that come next: by their time where that is known, then those that are armed, as in the file."""
    coming = [each for each in sight.exercise.injects if sight.state.injects[each.id].status in ("queued", "armed")]
    opens = sight.engine.loaded.opens
    by_itself = [each for each in coming if each.id in opens]
    far = float("inf")

    def order(inject: Inject) -> tuple[float, bool]:
        due = due_s(opens[inject.id], sight.engine.facts)
        return (far if due is None else due, not sight.state.injects[inject.id].armed)

    return [each.id for each in sorted(by_itself, key=order)][:NEXT]


def truth(sight: Sight) -> Plain:
    """What really happens: the steps of the story so far, and what the attacker holds now."""
    now_us, facts = sight.engine.now_us, sight.engine.facts
    held: dict[str, Plain] = {}
    for row in facts.rows("compromise"):
        if row["time"] < now_us and row["state"] == "compromised":
            held[row["asset"]] = {"asset": row["asset"], "step": row["step"], "clock": sight.clock(row["time"])}
        elif row["time"] < now_us:
            held.pop(row["asset"], None)
    steps = [
        {
            "step": row["step"], "technique": row["technique"], "attack": row["attack"], "actor": row["actor"],
            "target": row["target"], "phase": row["phase"], "outcome": row["outcome"],
            "clock": sight.clock(row["time"]), "sim_s": seconds(row["time"]),
        }
        for row in facts.rows("attack")
        if row["time"] < now_us
    ]  # fmt: skip
    waiting = [step.id for step in sight.engine.live.story.steps if step.called]
    begun = {each["step"] for each in steps}
    return {
        "steps": steps,
        "compromised": list(held.values()),
        "uncalled": [each for each in waiting if each not in begun],
    }


def notes(sight: Sight) -> list[Plain]:
    """What was written down in private, newest first."""
    return [
        {
            "seq": event.seq, "clock": sight.clock(event.sim_us), "seat": event.seat,
            "by": sight.title(event.seat), "ref": event.ref, "text": event.body["text"],
        }
        for event in reversed(sight.state.said("noted"))
    ]  # fmt: skip


def seats(sight: Sight) -> list[Plain]:
    """Every seat, and who has joined it."""
    titles = {**{role.id: role.title for role in sight.exercise.roles}, **{seat: TITLES[seat] for seat in RESERVED}}
    joined = sight.state.seats
    return [
        {"seat": seat, "title": title, "name": ", ".join(joined.get(seat, ())), "joined": bool(joined.get(seat))}
        for seat, title in titles.items()
    ]


def ratings(sight: Sight) -> list[Plain]:
    """What the rules propose for each objective so far, why, what people have said, and whether it is of record."""
    engine, given = sight.engine, sight.state.ratings
    return [
        {
            "objective": each.objective.id, "text": each.objective.text, "proposed": each.rating,
            "because": each.because, "events": list(each.events),
            "rules": [
                {"rating": one.rating, "rule": one.rule, "held": one.held, "values": list(one.values)}
                for one in each.tried
            ],
            "given": _rating(given.get(each.objective.id)), "of_record": _rating(each.of_record),
        }
        for each in propose(engine.loaded, engine.state, engine.facts, engine.memory)
    ]  # fmt: skip


def _rating(event: Event | None) -> Plain | None:
    return None if event is None else {**event.body, "seat": event.seat, "seq": event.seq}


def written(sight: Sight) -> Plain:
    """Findings and what is to be improved."""
    return {
        kind: [{"seq": event.seq, "seat": event.seat, **event.body} for event in sight.state.said(kind)]
        for kind in ("finding", "improvement")
    }


def _inject(sight: Sight, inject: Inject) -> Plain:
    here, node = sight.state.injects[inject.id], sight.engine.loaded.opens.get(inject.id)
    open_ = here.status in ("queued", "armed", "held") and not sight.engine.finished
    facts, guide = sight.engine.facts, inject.facilitator
    names = names_of(sight.exercise)
    live = values(node, facts, sight.engine.memory, names) if node is not None and open_ else []
    due = due_s(node, facts) if node is not None and open_ else None
    return {
        "id": inject.id, "module": inject.module, "title": inject.text.split(". ")[0][:80], "text": inject.text,
        "to": list(inject.to), "to_titles": sight.titles(inject.to), "channel": inject.channel,
        "from": inject.sender, "state": here.status,
        "when": "by hand" if node is None else in_words(node, names), "truth": live, "due_s": due,
        "due_clock": None if due is None else sight.clock(round(due * 1_000_000)),
        "fired_clock": None if here.us is None else sight.clock(here.us), "seq": here.seq, "tags": list(inject.tags),
        "effects": [effect.begin for effect in inject.effects],
        "guide": {
            "read_aloud": guide.read_aloud, "hint": guide.hint, "red_flag": guide.red_flag, "success": guide.success,
            "hint_due": _hint_due(sight, inject),
        },
        "expect": _expected(sight, inject),
    }  # fmt: skip


def _expected(sight: Sight, inject: Inject) -> Plain | None:
    """What the inject should lead to: whether it has, and whether that was, or is, too late."""
    expect, fired_us = inject.expect, sight.state.injects[inject.id].us
    if expect is None:
        return None
    taken = sight.state.happened.get(f"decision.{expect.decision}", [])
    until_us = taken[0].us if taken else sight.engine.now_us
    late = fired_us is not None and until_us > fired_us + expect.by_us
    title = sight.state.card(expect.decision).title
    by_s = seconds(expect.by_us)
    return {"decision": expect.decision, "title": title, "by_s": by_s, "met": bool(taken), "late": late}


def _hint_due(sight: Sight, inject: Inject) -> bool:
    """Whether the time for the hint has come, it has not been given, and what was expected has not happened."""
    here, after_us = sight.state.injects[inject.id], inject.facilitator.hint_after_us
    if here.us is None or after_us is None or sight.engine.now_us < here.us + after_us:
        return False
    given = any(event.ref == inject.id for event in sight.state.said("hint"))
    met = inject.expect is not None and f"decision.{inject.expect.decision}" in sight.state.happened
    return not (given or met)
