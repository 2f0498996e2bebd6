"""Messages of robots against a schema written from the standard, version 3.0.0."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from tests.tiny_hub import rows, run_to, world
from twin.net.wire import vda5050
from twin.net.wire.vda5050 import Known

PREFIX = "vda5050/v3/robofleet/amr-001"
EPOCH_US = 1_772_438_400_123_456
TEXT, NUMBER, WHOLE, FLAG = ({"type": kind} for kind in ("string", "number", "integer", "boolean"))


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    properties = {**required, **(optional or {})}
    return {"type": "object", "required": sorted(required), "properties": properties, "additionalProperties": False}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _one_of(*words: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(words)}


PERCENT: dict[str, Any] = {"type": "number", "minimum": 0, "maximum": 100}
SIZE: dict[str, Any] = {"type": "number", "minimum": 0}
SIZES = (
    "minimumSpeed", "maximumSpeed", "maximumAcceleration", "maximumDeceleration", "minimumHeight", "maximumHeight",
    "width", "length",
)  # fmt: skip
HEADER = {
    "headerId": {"type": "integer", "minimum": 0}, "manufacturer": TEXT, "serialNumber": TEXT,
    "timestamp": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"},
    "version": {"type": "string", "pattern": r"^3\.0\.0$"},
}  # fmt: skip
PLACE = _object({"x": NUMBER, "y": NUMBER, "theta": NUMBER, "mapId": TEXT, "localized": FLAG})
SPEED = _object({}, {"vx": NUMBER, "vy": NUMBER, "omega": NUMBER})
MOVING = {"mobileRobotPosition": PLACE, "velocity": SPEED}
NODE = _object(
    {"nodeId": TEXT, "sequenceId": WHOLE, "released": FLAG, "actions": _list({"type": "object"})},
    {"nodePosition": _object({"x": NUMBER, "y": NUMBER, "mapId": TEXT})},
)
ACTION = _object(
    {"actionType": TEXT, "actionId": TEXT, "blockingType": _one_of("NONE", "SOFT", "SINGLE", "HARD")}
)  # fmt: skip
ABILITY = _object(
    {
        "actionType": TEXT, "actionScopes": _list(_one_of("INSTANT", "NODE", "EDGE", "ZONE")), "pauseAllowed": TEXT,
        "cancelAllowed": TEXT,
    }
)  # fmt: skip
ORDER = {"orderId": TEXT, "orderUpdateId": {"type": "integer", "minimum": 0}}
SCHEMAS = {
    "connection": _object(
        HEADER | {"connectionState": _one_of("ONLINE", "OFFLINE", "HIBERNATING", "CONNECTION_BROKEN")}
    ),
    "order": _object(HEADER | ORDER | {"nodes": _list(NODE), "edges": _list({"type": "object"})}),
    "instantActions": _object(HEADER | {"actions": _list(ACTION)}),
    "visualization": _object(HEADER | {"referenceStateHeaderId": WHOLE}, MOVING),
    "state": _object(
        HEADER | ORDER | {
            "lastNodeId": TEXT, "lastNodeSequenceId": WHOLE, "nodeStates": _list(NODE), "edgeStates": _list({}),
            "driving": FLAG, "actionStates": _list({}), "instantActionStates": _list({}), "errors": _list({}),
            "powerSupply": _object({"stateOfCharge": PERCENT, "charging": FLAG}),
            "operatingMode": _one_of(
                "STARTUP", "AUTOMATIC", "SEMIAUTOMATIC", "INTERVENED", "MANUAL", "SERVICE", "TEACH_IN"
            ),
            "safetyState": _object(
                {"activeEmergencyStop": _one_of("MANUAL", "REMOTE", "NONE"), "fieldViolation": FLAG}
            ),
        },
        MOVING,
    ),
    "factsheet": _object(
        HEADER | {
            "typeSpecification": _object(
                {
                    "seriesName": TEXT, "mobileRobotKinematic": TEXT, "mobileRobotClass": TEXT,
                    "maximumLoadMass": NUMBER, "localizationTypes": _list(TEXT), "navigationTypes": _list(TEXT),
                },
                {"mobileRobotKinematics": _one_of("DIFFERENTIAL", "OMNIDIRECTIONAL", "THREE_WHEEL")},
            ),
            "physicalParameters": _object(dict.fromkeys(SIZES, SIZE)),
            "protocolLimits": _object(
                {
                    "maximumStringLengths": {"type": "object"}, "maximumArrayLengths": {"type": "object"},
                    "timing": _object({"minimumOrderInterval": NUMBER, "minimumStateInterval": NUMBER}),
                }
            ),
            "protocolFeatures": _object({"optionalParameters": _list({}), "mobileRobotActions": _list(ABILITY)}),
            "mobileRobotGeometry": {"type": "object"}, "loadSpecification": {"type": "object"},
        }
    ),
}  # fmt: skip
"""What the standard requires and allows of the messages that the lab speaks; nothing else may be in them."""


def _valid(topic: str, payload: bytes) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(payload)
    jsonschema.validate(message, SCHEMAS[topic])
    return message


@pytest.mark.parametrize("topic", sorted(SCHEMAS))
def test_the_message_of_a_row_is_valid_with_nothing_known(topic: str) -> None:
    """Topic, counter and time are all that a flow's row carries."""
    message = _valid(topic, vda5050.message(f"{PREFIX}/{topic}", 7, EPOCH_US))
    assert message["headerId"] == 7
    assert (message["manufacturer"], message["serialNumber"]) == ("robofleet", "amr-001")
    assert message["timestamp"] == "2026-03-02T08:00:00.123Z"


def test_there_is_a_writer_for_each_topic_that_the_lab_speaks() -> None:
    """Six; the optional zoneSet and responses have nothing to say in a hub with one map and no zones."""
    assert set(vda5050.TOPICS) == set(SCHEMAS)
    assert json.loads(vda5050.message(f"{PREFIX}/zoneSet", 0, EPOCH_US)).keys() == HEADER.keys()


def test_what_a_run_knows_of_its_robots_makes_valid_messages() -> None:
    """Each state that arrived in four minutes: place, charge and order are those of its row."""
    hub = world()
    run_to(hub, 4)
    orders = set()
    for row in rows(hub, "robot_state", robot="amr-001"):
        known = Known(row["x_m"], row["y_m"], row["speed_mps"], row["battery"], row["state"], row["order"])
        message = _valid("state", vda5050.state(f"{PREFIX}/state", row["header_id"], row["time"], known))
        assert message["mobileRobotPosition"]["x"] == row["x_m"]
        assert message["powerSupply"]["stateOfCharge"] == round(row["battery"] * 100, 1)
        assert message["driving"] == (row["speed_mps"] > 0)
        orders.add(message["orderId"])
        _valid("visualization", vda5050.visualization(f"{PREFIX}/visualization", 0, row["time"], 3, known))
        _valid("order", vda5050.order(f"{PREFIX}/order", 0, row["time"], known))
    assert "" in orders
    assert len(orders) > 1


def test_bytes_are_a_function_of_the_row() -> None:
    """The same twice, and keys in the order of the standard."""
    first, second = (vda5050.message(f"{PREFIX}/state", 1, EPOCH_US) for _ in range(2))
    assert first == second
    assert list(json.loads(first))[:5] == ["headerId", "timestamp", "version", "manufacturer", "serialNumber"]


def test_a_last_will_says_that_the_connection_is_broken() -> None:
    """What the broker publishes when a robot falls silent."""
    message = _valid("connection", vda5050.connection(f"{PREFIX}/connection", 0, EPOCH_US, vda5050.BROKEN))
    assert message["connectionState"] == "CONNECTION_BROKEN"
