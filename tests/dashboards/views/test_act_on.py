"""What a seat may order on one thing."""

from __future__ import annotations

from dashboards.views.act_on import orders_on, response_words


def test_only_responses_that_name_the_target() -> None:
    """In the order of the view."""
    view = {"orders": {"stop_robot": ["amr-001"], "isolate_device": ["amr-001", "ws-01"]}}
    assert orders_on(view, "amr-001") == ["stop_robot", "isolate_device"]
    assert orders_on(view, "nobody") == []


def test_a_response_is_said_in_words() -> None:
    """No underscores."""
    assert response_words("isolate_device") == "Isolate device"
