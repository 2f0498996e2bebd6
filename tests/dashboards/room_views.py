"""Views as the host writes them: one exercise, an hour in, seen from each seat. For tests of pages without a twin."""

from __future__ import annotations

from typing import Any

JSON = dict[str, Any]

PLAYERS = {
    "soc": ("SOC analyst", ["inbox", "kpis", "alerts", "network", "decisions"], ["isolate"]),
    "ic": ("Incident commander", ["inbox", "kpis", "decisions"], []),
}
LEADERS = {
    "facilitator": "Facilitator",
    "cofacilitator": "Co-facilitator",
    "evaluator": "Evaluator",
    "observer": "Observer",
    "projector": "Projector",
}
SEATS = (*PLAYERS, *LEADERS)


def exercise(**changes: Any) -> JSON:
    """The part about the exercise itself: an hour and five minutes in, running six times as fast as the wall."""
    return {
        "name": "cold-night",
        "title": "Cold night with blind sensors",
        "status": "running",
        "sim_s": 3905.0,
        "clock": "03:12:05",
        "ends_s": 14400.0,
        "ends_clock": "06:07:00",
        "speed": 6.0,
        "module": {"id": "contain", "title": "Contain", "minutes": 35.0},
        "version": 7,
    } | changes


def seat(who: str) -> JSON:
    """The part about the one who looks."""
    title, sees, may = PLAYERS.get(who) or (LEADERS[who], ["inbox", "kpis"], [])
    kind = "player" if who in PLAYERS else who
    if kind in {"facilitator", "cofacilitator", "evaluator"}:
        sees = ["inbox", "kpis", "alerts", "alarms", "map", "rooms", "network", "decisions"]
    others = {name: each[0] for name, each in PLAYERS.items() if name != who}
    return {
        "id": who, "kind": kind, "title": title, "about": "Watches the network.", "sees": sees, "may": may,
        "names": ["Bo"], "others": others,
    }  # fmt: skip


def messages() -> list[JSON]:
    """Two messages, the newer unread and asking something."""
    return [
        {
            "seq": 41, "clock": "03:10:00", "sim_s": 3780.0, "channel": "phone", "from": "Night shift", "to": ["soc"],
            "to_titles": ["SOC analyst"],
            "text": "The display of freezer 3 looks frozen.", "questions": ["Which source do you trust, and why?"],
            "read": False,
        },
        {
            "seq": 12, "clock": "02:30:00", "sim_s": 1380.0, "channel": "email", "from": "Facility <b>desk</b>",
            "to": ["all"], "to_titles": ["everybody"], "text": "Defrost is planned at four.", "questions": [],
            "read": True,
        },
    ]  # fmt: skip


def card(**changes: Any) -> JSON:
    """An open decision with two ways to take it."""
    return {
        "id": "isolate-gw",
        "title": "Isolate the climate gateway?",
        "to": ["soc"],
        "text": "Readings of freezer 3 contradict each other.",
        "state": "open",
        "clock": "03:05:00",
        "closes_in_s": 250.0,
        "approve_by": "ic",
        "approver": "Incident commander",
        "needs_reason": True,
        "needs_confidence": True,
        "options": [
            {"id": "quarantine", "label": "Quarantine the port", "note": "Blind for a while.", "delay_s": 120.0,
             "staff": 0.0},
            {"id": "wait", "label": "Watch another 15 minutes", "note": "", "delay_s": 0.0, "staff": 2.0},
        ],
        "taken": None,
        "refused": None,
        "may_decide": True,
        "may_approve": False,
    } | changes  # fmt: skip


TAKEN = {
    "option": "quarantine",
    "seat": "soc",
    "by": "SOC analyst",
    "reason": "Two sensors disagree.",
    "confidence": 70,
    "clock": "03:08:00",
}


def alerts() -> list[JSON]:
    """A new alert that nobody judged, and an old one that somebody did."""
    return [
        {
            "number": 9, "clock": "03:11:30", "sim_s": 3870.0, "severity": "high",
            "title": "Modbus writes from a new host",
            "detector": "new-talker", "rule": "modbus-write", "first_clock": "03:09:30",
            "entity": "gw-hvac-2", "text": "gw-hvac-2 wrote 14 registers; none in 30 days.",
            "technique": "T0836", "triage": None, "count": 3,
        },
        {
            "number": 4, "clock": "02:41:00", "sim_s": 2040.0, "severity": "low", "title": "Scan inside the zone",
            "detector": "fan-out", "rule": "", "first_clock": "02:41:00", "entity": "cam-014",
            "text": "21 ports on 9 hosts in 60 s.", "technique": "T0846",
            "triage": {"verdict": "false", "seat": "soc", "by": "SOC analyst", "reason": "Vendor inventory."},
            "count": 1,
        },
    ]  # fmt: skip


def alarms() -> list[JSON]:
    """One process alarm."""
    return [
        {"clock": "03:11:00", "sim_s": 3840.0, "source": "cold-3", "alarm": "high-temperature", "priority": "high",
         "value": -17.2},
    ]  # fmt: skip


def kpis() -> list[JSON]:
    """A number with a trend, and one that is not known."""
    return [
        {"metric": "picks_per_h", "title": "picks an hour", "value": 287.0, "unit": "1/h",
         "trend": [410.0, 402.0, 380.0, 331.0, 287.0]},
        {"metric": "cold_dmin", "title": "cold degree-minutes", "value": None, "unit": "K min",
         "trend": []},
    ]  # fmt: skip


def measures() -> list[JSON]:
    """One thing that was ordered and can be taken back."""
    return [
        {"number": 2, "response": "isolate", "target": "cam-014", "by": "soc",
         "by_title": "SOC analyst", "state": "applied", "clock": "02:50:00", "may_undo": True},
    ]  # fmt: skip


def log() -> list[JSON]:
    """Public acts, newest first."""
    return [
        {"seq": 44, "clock": "03:11:40", "seat": "soc", "by": "SOC analyst", "text": "Escalated alert 9"},
        {"seq": 30, "clock": "02:50:00", "seat": "soc", "by": "SOC analyst", "text": "Ordered isolate on cam-014"},
    ]


def asks() -> list[JSON]:
    """A question to the facilitator that waits for an answer."""
    asked = {"seq": 43, "clock": "03:11:00", "seat": "soc", "by": "SOC analyst", "text": "May we call the vendor?"}
    return [{**asked, "reply": None}]


def view(who: str, **changes: Any) -> JSON:
    """The whole view of the seat *who*."""
    found: JSON = {
        "exercise": exercise(),
        "seat": seat(who),
        "inbox": messages(),
        "questions": [{"id": "q1", "text": "What evidence did you lose?", "module": "contain", "answered": False}],
        "cards": [card(may_decide=who == "soc", may_approve=who == "ic")],
        "kpis": kpis(),
        "measures": measures(),
        "orders": {"isolate": ["amr-017", "cam-014", "gw-hvac-2"]} if who == "soc" else {},
        "log": log(),
        "asks": asks() if who not in {"observer", "projector"} else [],
        "asks_hidden": 0,
    }
    seen = "alerts" in found["seat"]["sees"]
    found |= {"alerts": alerts() if seen else [], "alerts_hidden": 12 if seen else 0}
    found["alarms"] = alarms() if "alarms" in found["seat"]["sees"] else []
    if who in {"facilitator", "cofacilitator", "evaluator"}:
        found |= _behind_the_scenes()
    return found | changes


def inject(name: str, **changes: Any) -> JSON:
    """A line of the MSEL."""
    return {
        "id": name,
        "module": "contain",
        "title": "Customer asks",
        "text": "Customer A asks whether tonight's orders ship.",
        "to": ["ic"],
        "to_titles": ["Incident commander"],
        "channel": "phone",
        "state": "armed",
        "when": "picks an hour less than 350, for 3 min",
        "truth": [
            {"part": "kpi.picks_per_h", "value": 287.0, "sign": "<", "bound": 350.0, "holds": True,
             "words": "picks an hour: 287, must be less than 350"},
            {"part": "held", "value": 60.0, "sign": ">=", "bound": 180.0, "holds": False,
             "words": "held for 1 min of 3 min"},
        ],
        "due_s": None,
        "due_clock": None,
        "fired_clock": None,
        "guide": {"read_aloud": "Ring, then read.", "hint": "Compare two sensors.",
                  "red_flag": "Restarts the gateway first.",
                  "success": "Asks for a second source.", "hint_due": False},
        "expect": {"decision": "isolate-gw", "title": "Isolate the climate gateway?", "by_s": 600.0, "met": False},
    } | changes  # fmt: skip


def _behind_the_scenes() -> JSON:
    return {
        "msel": [
            inject("i1", state="fired", fired_clock="02:30:00", when="t >= 5m", truth=[]),
            inject("i2", state="held"),
            inject("i3"),
            inject("i4", state="queued", when="by hand", truth=[], to_titles=["SOC analyst", "Incident commander"]),
        ],
        "next": ["i2", "i3", "i4"],
        "modules": [
            {"id": "detect", "title": "Detect", "minutes": 25.0},
            {"id": "contain", "title": "Contain", "minutes": 35.0},
        ],
        "truth": {
            "steps": [
                {"step": "foothold", "technique": "T0866", "attack": "exploit", "actor": "attacker",
                 "target": "gw-hvac-2",
                 "phase": "ended", "outcome": "succeeded", "clock": "02:20:00", "sim_s": 780.0},
            ],
            "compromised": [{"asset": "gw-hvac-2", "step": "foothold", "clock": "02:20:00"}],
            "uncalled": ["second-wave"],
        },
        "pending": [{"id": "isolate-gw", "title": "Isolate the climate gateway?", "waits_for": ["soc"],
                     "waits_for_titles": ["SOC analyst"], "state": "open", "for_s": 425.0,
                     "closes_in_s": 250.0}],
        "notes": [{"seq": 40, "clock": "03:09:00", "seat": "facilitator", "by": "Facilitator",
                   "text": "Good hand-over."}],
        "seats": [
            {"seat": "soc", "title": "SOC analyst", "name": "Ana", "joined": True},
            {"seat": "ic", "title": "Incident commander", "name": "", "joined": False},
            {"seat": "facilitator", "title": "Facilitator", "name": "Ana", "joined": True},
        ],
        "cards_hidden": [{"id": "call-vendor", "title": "Call the vendor?", "to": ["ic"], "when": "by hand"}],
        "answers": [{"question": "q1", "seat": "soc", "by": "SOC analyst", "text": "The memory of the gateway."}],
        "ratings": [{"objective": "contain", "text": "Contain a gateway", "proposed": "S", "because": "28 min",
                     "of_record": None}],
    }  # fmt: skip
