"""VDA 5050 messages: the JSON that robots and their fleet manager say to one another, version 3.0.0.

Topics are ``interface/v3/manufacturer/serial number/name``. Every message begins with the same header, whose
``headerId`` counts the messages of its topic from 0, sent or lost; a gap, a repetition or a step back is evidence.

A flow's row carries a message's topic, time and header counter. Of what it does not carry (position, charge, order) a
message made from a row alone says what the standard takes for "not known"; :func:`state` and :func:`visualization`
take it from a row of ``robot_state``. Keys stand in the order of the standard, so that bytes are a function of rows.

Sources: VDA 5050 version 3.0.0 (sections on topics, header, order, instantActions, state, visualization, connection,
factsheet, and the JSON schemas beside them, MIT licence; the enumeration of the schema writes ``CONNECTION_BROKEN``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from math import isnan, nan
from typing import Any, NamedTuple

from twin.core.units import Us

VERSION = "3.0.0"
ONLINE, BROKEN = "ONLINE", "CONNECTION_BROKEN"
MAP = "hall"
"""The one map of a hub."""
STATE_REQUEST, FACTSHEET_REQUEST, CANCEL_ORDER = "stateRequest", "factsheetRequest", "cancelOrder"
Message = dict[str, Any]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PERCENT = 100


class Known(NamedTuple):
    """What a row of ``robot_state`` says about a robot; NaN and -1 where nothing is known."""

    x_m: float = nan
    y_m: float = nan
    speed_mps: float = nan
    battery: float = nan
    state: str = ""
    order: int = -1
    order_update: int = 0


class Robot(NamedTuple):
    """What a factsheet says of a robot's body: speeds (m/s), accelerations (m/s2), load (kg), sizes (m)."""

    speed_mps: float = 1.5
    acceleration_mps2: float = 0.5
    braking_mps2: float = 1.0
    load_kg: float = 225.0
    length_m: float = 0.75
    width_m: float = 0.75
    height_m: float = 0.4


def header(topic: str, number: int, epoch_us: Us) -> Message:
    """What every message begins with; *epoch_us* counts from 1970."""
    _, _, maker, serial, *_ = [*topic.split("/"), "", "", "", ""]
    when = (_EPOCH + timedelta(microseconds=epoch_us)).isoformat(timespec="milliseconds")
    return {
        "headerId": number, "timestamp": when.replace("+00:00", "Z"), "version": VERSION, "manufacturer": maker,
        "serialNumber": serial,
    }  # fmt: skip


def connection(topic: str, number: int, epoch_us: Us, state: str = ONLINE) -> bytes:
    """Whether a robot is there; with :data:`BROKEN` the last will."""
    return _written(header(topic, number, epoch_us) | {"connectionState": state})


def state(topic: str, number: int, epoch_us: Us, known: Known = Known()) -> bytes:  # noqa: B008 - it is immutable
    """All that a robot says about itself."""
    charge = 0.0 if isnan(known.battery) else round(known.battery * _PERCENT, 1)
    said = {
        **_order_of(known), "lastNodeId": "", "lastNodeSequenceId": 0, "nodeStates": [], "edgeStates": [],
        **_place(known), "driving": known.speed_mps > 0.0, "actionStates": [], "instantActionStates": [],
        "powerSupply": {"stateOfCharge": charge, "charging": known.state == "charging"}, "operatingMode": "AUTOMATIC",
        "errors": [], "safetyState": {"activeEmergencyStop": "NONE", "fieldViolation": False},
    }  # fmt: skip
    return _written(header(topic, number, epoch_us) | said)


def visualization(topic: str, number: int, epoch_us: Us, of_state: int = 0, known: Known = Known()) -> bytes:  # noqa: B008 - as above
    """Where a robot is, between two states; *of_state* is the header counter of the state that it belongs to."""
    return _written(header(topic, number, epoch_us) | {"referenceStateHeaderId": of_state, **_place(known)})


def order(topic: str, number: int, epoch_us: Us, known: Known = Known()) -> bytes:  # noqa: B008 - as above
    """Where a robot may drive: one released node at the end of its base."""
    end = {"nodeId": f"{MAP}-{number}", "sequenceId": 0, "released": True, **_node(known), "actions": []}
    return _written(header(topic, number, epoch_us) | _order_of(known, number) | {"nodes": [end], "edges": []})


def instant_actions(topic: str, number: int, epoch_us: Us, action: str = STATE_REQUEST) -> bytes:
    """Something to do at once."""
    head = header(topic, number, epoch_us)
    done = {"actionType": action, "actionId": f"{head['serialNumber']}-{number}", "blockingType": "NONE"}
    return _written(head | {"actions": [done]})


def factsheet(topic: str, number: int, epoch_us: Us, robot: Robot = Robot()) -> bytes:  # noqa: B008 - as above
    """What a robot can do; the schema requires ``mobileRobotKinematic`` and describes ``mobileRobotKinematics``."""
    kinematics = "DIFFERENTIAL"
    kind = {
        "seriesName": "pod carrier", "mobileRobotKinematic": kinematics, "mobileRobotKinematics": kinematics,
        "mobileRobotClass": "CARRIER", "maximumLoadMass": robot.load_kg, "localizationTypes": ["NATURAL"],
        "navigationTypes": ["VIRTUAL_LINE_GUIDED"],
    }  # fmt: skip
    body = {
        "minimumSpeed": 0.0, "maximumSpeed": robot.speed_mps, "maximumAcceleration": robot.acceleration_mps2,
        "maximumDeceleration": robot.braking_mps2, "minimumHeight": robot.height_m, "maximumHeight": robot.height_m,
        "width": robot.width_m, "length": robot.length_m,
    }  # fmt: skip
    limits = {
        "maximumStringLengths": {}, "maximumArrayLengths": {},
        "timing": {"minimumOrderInterval": 1.0, "minimumStateInterval": 1.0},
    }  # fmt: skip
    actions = [
        {"actionType": name, "actionScopes": ["INSTANT"], "pauseAllowed": "false", "cancelAllowed": "false"}
        for name in (CANCEL_ORDER, FACTSHEET_REQUEST, STATE_REQUEST)
    ]
    features = {"optionalParameters": [], "mobileRobotActions": actions}
    return _written(
        header(topic, number, epoch_us)
        | {"typeSpecification": kind, "physicalParameters": body, "protocolLimits": limits}
        | {"protocolFeatures": features, "mobileRobotGeometry": {}, "loadSpecification": {}}
    )


_WRITERS: Mapping[str, Callable[[str, int, Us], bytes]] = {
    "connection": connection, "factsheet": factsheet, "instantActions": instant_actions, "order": order,
    "state": state, "visualization": visualization,
}  # fmt: skip
TOPICS = tuple(_WRITERS)


def message(topic: str, number: int, epoch_us: Us) -> bytes:
    """The message of a flow's row; on a topic that the standard does not have, its header alone."""
    writer = _WRITERS.get(topic.rpartition("/")[2])
    return writer(topic, number, epoch_us) if writer else _written(header(topic, number, epoch_us))


def _order_of(known: Known, number: int = -1) -> Message:
    """The order that is spoken of; a new one for message *number*, none where neither is known."""
    name = known.order if known.order >= 0 else number
    return {"orderId": f"visit-{name}" if name >= 0 else "", "orderUpdateId": known.order_update}


def _place(known: Known) -> Message:
    if isnan(known.x_m):
        return {}
    place = {"x": known.x_m, "y": known.y_m, "theta": 0.0, "mapId": MAP, "localized": True}
    return {"mobileRobotPosition": place, "velocity": {"vx": known.speed_mps}}


def _node(known: Known) -> Message:
    return {} if isnan(known.x_m) else {"nodePosition": {"x": known.x_m, "y": known.y_m, "mapId": MAP}}


def _written(said: Message) -> bytes:
    return json.dumps(said, separators=(",", ":"), allow_nan=False).encode()
