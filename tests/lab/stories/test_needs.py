"""What a step presupposes: said in words, and counted on the site."""

from __future__ import annotations

from typing import Any

import pytest

from tests.lab.stories.stories import step
from twin.lab.stories.needs import needs_of
from twin.net.inventory import Asset


def _robot(number: int, **traits: bool) -> Asset:
    name = f"amr-{number:03d}"
    return Asset(name, "amr", "robots", 1, "10.10.0.1", "02:00", "wlc", services=("robot_api",), traits=traits)


ASSETS = (
    _robot(7, physical_port=True, default_credentials=True),
    _robot(8, physical_port=False, default_credentials=True),
    _robot(9, physical_port=True, default_credentials=False),
)


@pytest.mark.parametrize(
    ("kind", "more", "needs"),
    [
        ("service_port", {"on": ("amr-*",)}, ["hands on a service port: 2 of 3 targets have one"]),
        (
            "service_port",
            {"parameters": {"way": "phishing"}},
            ["somebody at amr-007 who opens what they are sent"],
        ),
        (
            "default_credentials",
            {"on": ("amr-*",), "from": "amr-007", "parameters": {"service": "robot_api"}},
            [
                "holds amr-007",
                "robot_api reachable on 3 of 3 targets offer it",
                "a factory password still in force: 2 of 3 targets have one",
            ],
        ),
        (
            "default_credentials",
            {"on": ("won",), "after": "spread", "parameters": {"service": "http"}},
            [
                "what spread won",
                "http reachable on whatever was won",
                "a factory password still in force: whatever was won",
            ],
        ),
        ("worm", {"parameters": {"way": "held"}}, ["holds amr-007"]),
        ("worm", {}, ["hands on a service port: 1 of 1 targets have one"]),
    ],
)
def test_a_step_says_what_it_needs_and_how_much_of_it_there_is(
    kind: str, more: dict[str, Any], needs: list[str]
) -> None:
    """A foothold, a service that answers, a door left open."""
    assert list(needs_of(step("it", kind, **more), ASSETS)) == needs
