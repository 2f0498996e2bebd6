"""The hub as a seat may know it: alerts, alarms, a few numbers, and what was done about it.

Of the observed book only, but for the public tiles (:mod:`twin.exercise.tiles` says why).
"""

from __future__ import annotations

from typing import Any

from twin.exercise.commands.orders import may_undo
from twin.exercise.event import Event
from twin.exercise.facts import Row
from twin.exercise.measures import Measure, measures_of
from twin.exercise.targets import targets_of
from twin.exercise.views.base import Plain, Sight, seconds
from twin.lab.metrics import METRICS

MOST_ALERTS = 50


def alerts(sight: Sight) -> Plain:
    """Alerts, newest first, those that say the same of the same asset as one; and how many are not shown."""
    if "alerts" not in sight.sees:
        return {"alerts": [], "alerts_hidden": 0}
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in _until_now(sight, "alert"):
        groups.setdefault((row["detector"], row["entity"], row["title"], row["rule"]), []).append(row)
    newest = sorted(groups.values(), key=lambda rows: (-rows[-1]["time"], -rows[-1]["alert"]))
    shown = [_alert(sight, rows) for rows in newest[:MOST_ALERTS]]
    return {"alerts": shown, "alerts_hidden": max(0, len(newest) - MOST_ALERTS)}


def alarms(sight: Sight) -> list[Plain]:
    """Process alarms, newest first."""
    rows = _until_now(sight, "alarm") if "alarms" in sight.sees else []
    return [
        {
            "clock": sight.clock(row["time"]), "sim_s": seconds(row["time"]), "source": row["source"],
            "alarm": row["alarm"], "priority": row["priority"], "value": row["value"],
        }
        for row in reversed(rows[-MOST_ALERTS:])
    ]  # fmt: skip


def kpis(sight: Sight) -> list[Plain]:
    """The tiles, with their last minutes: the public ones, and all for those who judge."""
    known = sight.engine.tiles.tiles if sight.judges else sight.engine.tiles.public
    tiles = known if "kpis" in sight.sees else []
    return [
        {
            "metric": tile.metric, "title": METRICS[tile.metric].title, "unit": METRICS[tile.metric].unit,
            "value": tile.value, "trend": list(tile.trend),
        }
        for tile in tiles
    ]  # fmt: skip


def measures(sight: Sight) -> list[Plain]:
    """What was decided about the hub, by people and by playbooks, newest first."""
    if "decisions" not in sight.sees:
        return []
    on = sight.state.status in ("running", "paused")
    return [
        {
            "number": each.number, "response": each.response, "target": each.target, "by": each.by,
            "by_title": sight.title(each.by), "why": each.why, "state": _standing(sight, each),
            "clock": sight.clock(each.us), "sim_s": seconds(each.us), "seq": each.seq,
            "may_undo": on and each.state == "applied" and each.number not in sight.state.undone
            and may_undo(sight.engine, sight.seat, each),
        }
        for each in sorted(measures_of(sight.engine), key=lambda each: (each.us, each.number), reverse=True)
    ]  # fmt: skip


def _standing(sight: Sight, measure: Measure) -> str:
    """What became of it: what nobody took back was lifted, by the playbook or because the asset is clean."""
    return "lifted" if measure.state == "undone" and measure.number not in sight.state.undone else measure.state


def orders(sight: Sight) -> dict[str, list[str]]:
    """The responses that a player may order of its own accord, and on what."""
    return {kind: targets_of(sight.engine, kind) for kind in sight.may} if sight.plays else {}


def _until_now(sight: Sight, table: str) -> list[Row]:
    return [row for row in sight.engine.facts.rows(table) if row["time"] < sight.engine.now_us]


def _alert(sight: Sight, rows: list[Row]) -> Plain:
    first, last = rows[0], rows[-1]
    judged = [sight.state.triages[row["alert"]] for row in rows if row["alert"] in sight.state.triages]
    return {
        "number": first["alert"], "clock": sight.clock(last["time"]), "sim_s": seconds(last["time"]),
        "first_clock": sight.clock(first["time"]), "severity": last["level"], "title": first["title"],
        "detector": first["detector"], "rule": first["rule"], "entity": first["entity"],
        "text": _said(rows), "technique": first["technique"],
        "triage": _triage(sight, max(judged, key=lambda event: event.seq)) if judged else None, "count": len(rows),
    }  # fmt: skip


def _said(rows: list[Row]) -> str:
    evidence = sum(row["evidence_rows"] for row in rows)
    row = rows[0]
    return f"{row['title']}, on {row['entity']}: {evidence} row{'s' * (evidence != 1)} of evidence"


def _triage(sight: Sight, event: Event) -> Plain:
    by = sight.title(event.seat)
    return {"verdict": event.body["verdict"], "seat": event.seat, "by": by, "reason": event.body["reason"]}
