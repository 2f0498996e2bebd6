"""The store keeps exercises alike on SQLite and on PostgreSQL, and does not grow with time."""

from __future__ import annotations

from sqlalchemy import func, select

from twin.exercise.store.inbox import Answer, Sent
from twin.exercise.store.store import RoleKept, Store
from twin.exercise.store.tables import METADATA

WALL = "2026-11-22T10:00:00Z"


def test_an_exercise_is_kept_with_its_text_and_its_roles(store: Store) -> None:
    """And found by an id that nobody can guess."""
    roles = [RoleKept("soc", "Security analyst", ("alerts", "network"))]
    ids = {store.create("format: 1\ntitle: größer", WALL, name="small", title="größer", roles=roles) for _ in range(3)}
    assert len(ids) == 3
    assert all(len(exercise) == 16 for exercise in ids)
    kept = store.found(ids.pop())
    assert kept is not None
    assert (kept.title, kept.roles, kept.round_number, kept.over) == ("größer", tuple(roles), 1, False)
    assert store.text(kept.id) == "format: 1\ntitle: größer"
    assert store.found("nothing") is None
    assert len(store.exercises()) == 3


def test_the_store_does_not_grow_with_time(store: Store, exercise: str) -> None:
    """Hundreds of views are two rows; answered commands and failed tries go after ten minutes."""
    store.acquire(exercise, "host", 0.0)
    for n in range(200):
        store.put_views(exercise, "host", {"seat:soc": b"%d" % n, "picture:map": b"x"}, n)
    for n in range(20):
        store.send(exercise, Sent(f"a{n}", "soc", "ask", "", {}), 60.0 * n)
        (waiting,) = store.take(exercise)
        store.settle(exercise, "host", waiting.number, Answer(False, "no"), (), 0, 60.0 * n)
        store.failed("somebody", 60.0 * n)
    with store._reading() as connection:
        rows = {
            name: connection.execute(select(func.count()).select_from(METADATA.tables[name])).scalar_one()
            for name in ("views", "commands", "tries", "events")
        }
    assert rows == {"views": 2, "commands": 11, "tries": 10, "events": 0}


def test_a_new_round_is_counted(store: Store, exercise: str) -> None:
    """From 1 on."""
    assert store.next_round(exercise) == 2
    kept = store.found(exercise)
    assert kept is not None
    assert kept.round_number == 2


def test_an_exercise_that_is_over_says_so(store: Store, exercise: str) -> None:
    """Its lease stays, for the hot wash goes on."""
    store.acquire(exercise, "host", 0.0)
    store.mark_over(exercise, "host")
    kept = store.found(exercise)
    assert kept is not None
    assert kept.over
    store.beat(exercise, "host", 1.0)
    store.looked(exercise, 77.0)
    state = store.host(exercise)
    assert state is not None
    assert state.looked_s == 77.0
