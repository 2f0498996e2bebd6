"""What a seat may order on one asset or zone, read from its view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def orders_on(view: Mapping[str, Any], target: str) -> list[str]:
    """Responses that the seat may order on *target*, in the order of its view."""
    return [response for response, targets in view["orders"].items() if target in targets]


def response_words(response: str) -> str:
    """A response as people say it."""
    return response.replace("_", " ").capitalize()
