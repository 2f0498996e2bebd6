"""The SOC's queue of alerts: severity by mark and word, what raised it on which asset, and who judged it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from dashboards.views.messages import hidden_html

Alert = Mapping[str, Any]
COLUMNS = {
    "": "34px", "Alert": "60px", "When": "84px", "Severity": "84px", "What": "auto", "Asset": "18%", "Times": "60px",
    "Judged": "18%",
}  # fmt: skip
"""Heads of the queue, with the width of each."""
NARROW = {name: width for name, width in COLUMNS.items() if name not in ("When", "Times")}
"""Heads of the queue beside an alert that was chosen, whose evidence says the rest."""
SEVERITIES = {
    "critical": ("◆◆", "rm-bad"),
    "high": ("◆", "rm-bad"),
    "medium": ("◈", "rm-alert"),
    "low": ("◇", "rm-soft"),
    "info": ("·", "rm-soft"),
}
VERDICTS = {"true": "True alarm", "false": "False alarm", "needs-info": "Needs more information"}


def judged(alert: Alert) -> str:
    """What somebody made of it, in words."""
    triage = alert["triage"]
    return f"{VERDICTS[triage['verdict']].lower()} ({triage['by']})" if triage else "not yet"


def rows(alerts: Sequence[Alert], columns: Mapping[str, str] = COLUMNS) -> list[dict[str, Any]]:
    """The queue as rows to pick from, newest first, with a cell for each of *columns*."""
    return [
        {
            "id": str(one["number"]),
            "mark": SEVERITIES.get(one["severity"], SEVERITIES["info"])[0],
            "tone": SEVERITIES.get(one["severity"], SEVERITIES["info"])[1],
            "cells": [cell for name, cell in _cells(one).items() if name in columns],
        }
        for one in alerts
    ]


def _cells(alert: Alert) -> dict[str, str]:
    return {
        "Alert": f"#{alert['number']}", "When": alert["clock"], "Severity": alert["severity"], "What": alert["title"],
        "Asset": alert["entity"], "Times": f"{alert['count']:,}", "Judged": judged(alert),
    }  # fmt: skip


def waiting(alerts: Sequence[Alert]) -> int:
    """How many of those shown nobody judged."""
    return sum(1 for one in alerts if not one["triage"])


def hidden(count: int) -> str:
    """How many older alerts the queue leaves out."""
    return hidden_html(count)


def evidence_html(alert: Alert) -> str:
    """Everything known about one alert."""
    triage = alert["triage"]
    pairs = [
        ("Evidence", alert["text"]),
        ("Asset", alert["entity"]),
        ("Detector", alert["detector"]),
        ("Rule", alert["title"] if alert["rule"] else ""),
        ("Technique", alert["technique"]),
        ("Severity", alert["severity"]),
        ("First seen", alert["first_clock"]),
        ("Last seen", alert["clock"]),
        ("Times", f"{alert['count']:,}"),
        ("Judged", judged(alert)),
        ("Reason", triage["reason"] if triage else ""),
    ]
    lines = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in pairs if text)
    return f"<dl class='rm-pairs'>{lines}</dl>"
