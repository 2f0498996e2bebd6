"""Laws of the protocol: SQL: a database session."""

from __future__ import annotations

from twin.net.protocols.sql import Sql


def test_a_select_is_no_write_and_the_rest_is() -> None:
    """Reads in bulk must be told from changes."""
    assert Sql.port == 5432
    assert set(Sql.verbs) - set(Sql.writes) == {"login", "SELECT"}
