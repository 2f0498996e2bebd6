"""What happened and what was seen in a run, as short lists that a timeline can draw and a reader can read.

Times are seconds from the start of the story, to the millisecond; an end of ``None`` means that it still held when the
run ended. A decision holds an asset from ``applied`` to ``undone``.

Source: the tables of :mod:`twin.core.records`; the wording follows the report's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from twin.core.log import Log
from twin.lab.run import attack_steps
from twin.net.segmentation import Segmentation

Event = dict[str, Any]

_ROWS = 3
_SHOWN = ("near_miss", "contact", "jam", "server_trip")


def events(log: Log, segmentation: Segmentation) -> dict[str, list[Event]]:
    """Lists by name: attack, falls, reached, alerts, decisions, held, incidents, and news, which has words for all."""
    decisions = _decisions(log)
    found = {
        "attack": _attack(log),
        "falls": _falls(log),
        "reached": _reached(log),
        "alerts": _alerts(log),
        "decisions": decisions,
        "held": _held(decisions, {zone.name: zone.members for zone in segmentation.zones}),
        "incidents": _incidents(log),
    }
    return {**found, "news": _news(found)}


def _seconds(time_us: int) -> float:
    return round(time_us / 1e6, 3)


def _attack(log: Log) -> list[Event]:
    times = ("start", "effect_start", "effect_end", "end")
    steps = [
        {name: _seconds(value) if name in times and value is not None else value for name, value in step.items()}
        for step in attack_steps(log)
        if step["start"] is not None
    ]
    return _stacked(sorted(steps, key=lambda step: (step["start"], step["step"], step["target"])))


def _stacked(steps: list[Event]) -> list[Event]:
    """Give each step the first line of the band that is free when it starts."""
    free = [0.0] * _ROWS
    for step in steps:
        step["row"] = next((row for row, until in enumerate(free) if until <= step["start"]), _ROWS - 1)
        free[step["row"]] = float("inf") if step["end"] is None else step["end"]
    return steps


def _falls(log: Log) -> list[Event]:
    falls: list[Event] = []
    still: dict[str, Event] = {}
    for row in log.records("compromise"):
        asset = row["asset"]
        if row["state"] == "compromised" and asset not in still:
            still[asset] = {"asset": asset, "from": _seconds(row["time"]), "to": None, "step": row["step"]}
            falls.append(still[asset])
        elif row["state"] == "recovered" and asset in still:
            still.pop(asset)["to"] = _seconds(row["time"])
    return falls


def _reached(log: Log) -> list[Event]:
    first: dict[str, Event] = {}
    for row in log.records("reached"):
        first.setdefault(row["dst"], {"asset": row["dst"], "t": _seconds(row["time"]), "by": row["src"]})
    return list(first.values())


def _alerts(log: Log) -> list[Event]:
    names = ("detector", "entity", "technique", "level", "title")
    return [{"t": _seconds(row["time"]), **{name: row[name] for name in names}} for row in log.records("alert")]


def _decisions(log: Log) -> list[Event]:
    names = ("decision", "by", "response", "target", "phase", "reason")
    return [{"t": _seconds(row["time"]), **{name: row[name] for name in names}} for row in log.records("decision")]


def _held(decisions: Iterable[Event], zones: Mapping[str, tuple[str, ...]]) -> list[Event]:
    held: list[Event] = []
    still: dict[int, list[Event]] = {}
    for row in decisions:
        if row["phase"] == "applied" and ">" not in row["target"]:
            assets = zones.get(row["target"], (row["target"],))
            still[row["decision"]] = [{"asset": asset, "from": row["t"], "to": None} for asset in assets]
            held += still[row["decision"]]
        elif row["phase"] == "undone":
            for one in still.pop(row["decision"], []):
                one["to"] = row["t"]
    return held


def _incidents(log: Log) -> list[Event]:
    rows = (row for row in log.records("incident") if row["incident"] in _SHOWN)
    return [
        {
            "t": _seconds(row["time"]),
            "what": row["incident"],
            "robot": row["robot"],
            "cause": row["cause"],
            "x": _metres(row["x_m"]),
            "y": _metres(row["y_m"]),
        }
        for row in rows
    ]


def _metres(value: float) -> float | None:
    return round(value, 2) if value == value else None  # noqa: PLR0124 - NaN marks an incident without a place


def _news(found: Mapping[str, list[Event]]) -> list[Event]:
    news: list[Event] = []
    for step in found["attack"]:
        news.append({"t": step["start"], "text": f"Attack: {step['attack']} on {step['target']} ({step['technique']})"})
        if step["effect_start"] is not None:
            news.append(
                {"t": step["effect_start"], "text": f"Effect: {step['attack']} changes what {step['target']} does"}
            )
    news += [{"t": row["from"], "text": f"{row['asset']} is compromised"} for row in found["falls"]]
    news += [
        {"t": row["t"], "text": f"Alert, {row['level']}: {row['title']} ({row['entity']})"} for row in found["alerts"]
    ]
    news += [{"t": row["t"], "text": _decided(row)} for row in found["decisions"]]
    news += [{"t": row["t"], "text": _happened(row)} for row in found["incidents"]]
    return sorted(news, key=lambda one: (one["t"], one["text"]))


def _decided(row: Event) -> str:
    return f"{row['response']} on {row['target']}: {row['phase']}, by {row['by']}"


def _happened(row: Event) -> str:
    words = row["what"].replace("_", " ").capitalize()
    return f"{words}: {row['robot']}" if row["robot"] else words
