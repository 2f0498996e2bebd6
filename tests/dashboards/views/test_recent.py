"""Results kept for a while."""

from __future__ import annotations

from dashboards.views.recent import Recent


def test_the_one_not_asked_for_longest_gives_way() -> None:
    """Asking for a result keeps it; the memory never grows beyond its size."""
    kept: Recent[str] = Recent(2)
    kept.put("a", "A")
    kept.put("b", "B")
    assert kept.get("a") == "A"
    kept.put("c", "C")
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == ("A", None, "C")
