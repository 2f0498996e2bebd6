"""The taxonomy against what it speaks of: tables, columns, protocols, verbs."""

from __future__ import annotations

from twin.core.records import RECORDS
from twin.detectors.sigma_rules import taxonomy
from twin.detectors.sigma_rules.fields import Source, field_of, source_of
from twin.net.protocols import PROTOCOLS

COLUMNS = {column.name: column.kind for column in RECORDS["flow"].columns}
LINES = taxonomy.rows_of(taxonomy.WORDS)


def test_every_log_source_is_rows_that_exist() -> None:
    """Tables of the observed book, services and verbs of the protocols."""
    for _, _, table, *more in taxonomy.rows_of(taxonomy.SOURCES):
        assert RECORDS[table].book == "observed"
        services, verbs = [part.split(",") for part in [*more, "", ""][:2]]
        assert all(service in PROTOCOLS for service in services if service)
        assert all(verb in PROTOCOLS[services[0]].verbs for verb in verbs if verb)


def test_every_word_names_a_column_or_none() -> None:
    """In the flows, or in the flows of a protocol."""
    for scope, column, *words in LINES:
        assert scope == "flow" or scope in PROTOCOLS
        assert column == "-" or column in COLUMNS
        assert words


def test_no_word_means_two_columns_in_one_scope() -> None:
    """A table that contradicts itself would be read by luck."""
    meant: dict[tuple[str, str], str] = {}
    for scope, column, *words in LINES:
        for word in words:
            assert meant.setdefault((scope, word), column) == column, (scope, word)


def test_a_column_that_is_there_is_never_said_to_be_missing() -> None:
    """The log's own words go before."""
    missing = {word for _, column, *words in LINES if column == "-" for word in words}
    assert not missing & set(COLUMNS)


def test_every_second_spelling_is_of_a_column_of_texts() -> None:
    """By service and column; assets' columns are texts too."""
    for key in taxonomy.SPELT:
        service, column = key.split(".")
        assert service in PROTOCOLS
        assert COLUMNS[column] == "name"
    assert all(COLUMNS[column] == "name" for column in taxonomy.ADDRESSED)


def test_times_in_other_units_and_instants_are_times() -> None:
    """Kind ``us``."""
    assert all(COLUMNS[column] == "us" for column, _ in taxonomy.SCALED.values())
    kinds = {column.name: column.kind for table in RECORDS.values() for column in table.columns}
    assert all(kinds[column] == "us" for column in taxonomy.INSTANTS)


def test_every_category_can_be_asked_for_who_is_accused() -> None:
    """Its table names an entity that is a text."""
    for category, service, *_ in taxonomy.rows_of(taxonomy.SOURCES):
        source = source_of(*(None if word == "-" else word for word in (category, "-", service)))
        assert field_of(Source(source.table), taxonomy.ENTITIES[source.table]).kind == "name"
