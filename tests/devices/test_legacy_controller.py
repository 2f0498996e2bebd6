"""The legacy controller: silent, forgotten, and open."""

from __future__ import annotations

from tests.tiny_hub import log_in, rows, run_to, world


def test_it_says_nothing_and_answers_everybody() -> None:
    """Nobody who listens meets it; whoever asks is let in with the password of its manual."""
    hub = world()
    run_to(hub, 5)
    assert [row for row in rows(hub, "flow") if "curtain-01" in (row["src"], row["dst"])] == []
    assert "curtain-01" not in hub.inventory.register.by_name
    assert log_in(hub, "ws-01", "curtain-01", "telnet").ok
