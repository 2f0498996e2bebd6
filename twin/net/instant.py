"""Instant actions: what a fleet manager tells a robot to do at once, beside its order, and who may say so.

A broker hands on what is published on a robot's topic ``instantActions``. The message itself says nothing about who
wrote it: VDA 5050 leaves that to the broker, which either knows whose topic it is or does not. A message that is
**retained** is told again to everybody who subscribes later, and a robot subscribes each time it comes back.

Sources: VDA 5050 version 3.0.0 (instantActions; orders and actions are not to be retained; ``actionStates`` tell what
became of an action); OASIS MQTT 5.0, section 3.3.1.3 (RETAIN).
"""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

Command = Literal["cancelOrder", "startPause", "stopPause", "startCharging"]
COMMANDS: tuple[Command, ...] = get_args(Command)
"""Predefined actions of VDA 5050 that change what a robot does."""
TOPICS = ("/order", "/instantActions")
"""How topics end that only whoever directs robots has business with."""


class Instant(NamedTuple):
    """One instant action; ``retained`` keeps it at the broker for whoever comes later."""

    command: Command
    retained: bool = False


def commands(topic: str) -> bool:
    """Whether *topic* directs a robot."""
    return topic.endswith(TOPICS)


def hears_all(topic: str) -> bool:
    """Whether a subscription to *topic* takes in what is meant for others."""
    return "#" in topic or "+" in topic
