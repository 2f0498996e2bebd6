"""The head of every view: which exercise, where its clock stands, and who looks at it."""

from __future__ import annotations

from twin.exercise.commands.base import role_of
from twin.exercise.views.base import Plain, Sight, seconds


def exercise(sight: Sight) -> Plain:
    """The exercise, its clock and its module."""
    engine, state = sight.engine, sight.state
    module = next(each for each in sight.exercise.modules if each.id == state.module)
    return {
        "name": sight.exercise.name, "title": sight.exercise.title, "status": state.status,
        "sim_s": seconds(engine.now_us), "clock": sight.clock(engine.now_us),
        "ends_s": seconds(engine.live.horizon_us), "ends_clock": sight.clock(engine.live.horizon_us),
        "speed": state.speed,
        "module": {"id": module.id, "title": module.title, "minutes": module.minutes},
        "version": len(engine.events),
    }  # fmt: skip


def seat(sight: Sight) -> Plain:
    """The seat, what it may see and do, and who else sits at the table."""
    role = role_of(sight.exercise, sight.seat)
    return {
        "id": sight.seat, "kind": sight.kind, "title": sight.title(sight.seat),
        "about": role.about if role is not None else "", "sees": list(sight.sees), "may": list(sight.may),
        "names": list(sight.state.seats.get(sight.seat, ())),
        "others": {each.id: each.title for each in sight.exercise.roles if each.id != sight.seat},
    }  # fmt: skip
