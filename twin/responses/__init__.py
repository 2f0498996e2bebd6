"""The responses shelf: what people and playbooks can do, each with its undo."""

from twin.core.shelf import Shelf
from twin.responses.base import Response

RESPONSES: Shelf[Response] = Shelf(
    "responses",
    {
        "block_flow": "twin.responses.block_flow:BlockFlow",
        "isolate_device": "twin.responses.isolate_device:IsolateDevice",
        "local_thermostat": "twin.responses.local_thermostat:LocalThermostat",
        "manual_control": "twin.responses.manual_control:ManualControl",
        "quarantine_zone": "twin.responses.quarantine_zone:QuarantineZone",
        "rate_limit": "twin.responses.rate_limit:RateLimit",
        "restart_by_hand": "twin.responses.restart_by_hand:RestartByHand",
        "restore_firmware": "twin.responses.restore_firmware:RestoreFirmware",
        "restore_tap": "twin.responses.restore_tap:RestoreTap",
        "revoke_credential": "twin.responses.revoke_credential:RevokeCredential",
        "rotate_key": "twin.responses.rotate_key:RotateKey",
        "slow_fleet": "twin.responses.slow_fleet:SlowFleet",
        "stop_fleet": "twin.responses.stop_fleet:StopFleet",
        "stop_robot": "twin.responses.stop_robot:StopRobot",
    },
)
