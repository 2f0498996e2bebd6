"""A view is kept once, with its version."""

from __future__ import annotations

from twin.exercise.store.store import Store


def test_a_view_is_given_only_where_it_is_new(store: Store, exercise: str) -> None:
    """And only the last one is kept."""
    store.acquire(exercise, "host", 0.0)
    assert store.view(exercise, "seat:soc") == (0, None)
    assert store.put_views(exercise, "host", {"seat:soc": b"one", "seat:ic": b"uno"}, 10) == 1
    assert store.put_views(exercise, "host", {"seat:soc": b"two"}, 20) == 2
    assert store.view(exercise, "seat:soc", 0) == (2, b"two")
    assert store.view(exercise, "seat:soc", 1) == (2, b"two")
    assert store.view(exercise, "seat:soc", 2) == (2, None)
    assert store.view(exercise, "seat:ic", 0) == (1, b"uno")
    assert store.version(exercise) == 2
    state = store.host(exercise)
    assert state is not None
    assert state.sim_us == 20
