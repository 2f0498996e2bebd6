"""The responses shelf: what people and playbooks can do, each with its undo."""

from twin.core.shelf import Shelf
from twin.responses.base import Response

RESPONSES: Shelf[Response] = Shelf(
    "responses",
    {
        "block_flow": "twin.responses.block_flow:BlockFlow",
        "isolate_device": "twin.responses.isolate_device:IsolateDevice",
        "quarantine_zone": "twin.responses.quarantine_zone:QuarantineZone",
        "restore_tap": "twin.responses.restore_tap:RestoreTap",
        "stop_robot": "twin.responses.stop_robot:StopRobot",
    },
)
