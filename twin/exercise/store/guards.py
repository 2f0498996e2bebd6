"""Triggers that keep history what it was: the database itself refuses to change, remove or slip in an event.

The next event of an exercise has the next number and carries the digest of the one before, or it is not taken; this
holds for every program that opens the database, not only for this one. Who owns the database can drop a trigger: then
the chain shows it (:func:`twin.exercise.event.verify`), and no guard in a database can do more.

Sources: SQLite documentation, "CREATE TRIGGER" (REPLACE runs no delete trigger, so the insert trigger stops it too);
PostgreSQL documentation, "Trigger Functions".
"""

from __future__ import annotations

ONLY_ADDED = "events are only added"
NOT_NEXT = "this is not the next event"
FIXED = "the text of an exercise stays what it was"

_LAST = "SELECT digest FROM events WHERE exercise = NEW.exercise AND seq = NEW.seq - 1"
_NEXT = "COALESCE((SELECT max(seq) FROM events WHERE exercise = NEW.exercise), 0) + 1"
_WRONG = f"NEW.seq <> {_NEXT} OR NEW.before <> COALESCE(({_LAST}), '')"


def _guard(trigger: str, when: str, words: str) -> str:
    return f"CREATE TRIGGER IF NOT EXISTS {trigger} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{words}'); END"


SQLITE = (
    _guard("events_not_changed", "UPDATE ON events", ONLY_ADDED),
    _guard("events_not_removed", "DELETE ON events", ONLY_ADDED),
    _guard("events_chain", f"INSERT ON events WHEN {_WRONG}", NOT_NEXT),
    _guard("exercises_fixed", "UPDATE OF id, text, sha256, opened ON exercises", FIXED),
    _guard("exercises_stay", "DELETE ON exercises", FIXED),
)

_REFUSE = """CREATE OR REPLACE FUNCTION twin_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{words}'; END $$"""

_CHAIN = f"""CREATE OR REPLACE FUNCTION twin_events_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF {_WRONG} THEN RAISE EXCEPTION '{NOT_NEXT}'; END IF; RETURN NEW; END $$"""


def _on(trigger: str, when: str, rows: str, function: str) -> str:
    return f"CREATE OR REPLACE TRIGGER {trigger} BEFORE {when} FOR EACH {rows} EXECUTE FUNCTION twin_{function}()"


POSTGRESQL = (
    _REFUSE.format(name="only_added", words=ONLY_ADDED),
    _REFUSE.format(name="fixed", words=FIXED),
    _CHAIN,
    _on("events_only_added", "UPDATE OR DELETE ON events", "ROW", "only_added"),
    _on("events_kept", "TRUNCATE ON events", "STATEMENT", "only_added"),
    _on("events_chain", "INSERT ON events", "ROW", "events_chain"),
    _on("exercises_fixed", "UPDATE OF id, text, sha256, opened ON exercises", "ROW", "fixed"),
    _on("exercises_stay", "DELETE ON exercises", "ROW", "fixed"),
    _on("exercises_kept", "TRUNCATE ON exercises", "STATEMENT", "fixed"),
)
"""CREATE OR REPLACE TRIGGER needs PostgreSQL 14."""

BY_DIALECT = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
