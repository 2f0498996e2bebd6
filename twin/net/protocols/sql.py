"""SQL: a database session.

The warehouse management system and the historian keep their tables here; reads in bulk are how data leaves quietly.

The four fields and the user: verb is the statement's first word, object the table, status ``ok`` or the SQLSTATE,
value the number of rows, user the role.

Sources: PostgreSQL documentation, Frontend/Backend Protocol (port 5432, messages, SQLSTATE codes); Zeek
postgresql.log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol


class Sql(Protocol):
    """SQL: a database session."""

    port = 5432
    transport = "tcp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "frontend",
        "object": "frontend_arg",
        "status": "backend",
        "value": "rows",
        "user": "user",
    }
    verbs = ("login", "SELECT", "INSERT", "UPDATE", "DELETE", "DROP")
    writes = ("INSERT", "UPDATE", "DELETE", "DROP")
