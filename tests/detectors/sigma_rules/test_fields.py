"""Log sources and fields: what rules call things, and what the log calls them."""

from __future__ import annotations

import pytest

from twin.core.records import RECORDS
from twin.detectors.sigma_rules.fields import Field, Source, Unsupported, entity_column, field_of, source_of
from twin.net.protocols import PROTOCOLS


@pytest.mark.parametrize(
    ("logsource", "source"),
    [
        (("dns", None, None), Source("flow", "dns")),
        ((None, "zeek", "modbus"), Source("flow", "modbus")),
        ((None, "zeek", "conn"), Source("flow")),
        ((None, None, "robot_api"), Source("flow", "robot_api")),
        (("network_connection", None, "ssh"), Source("flow", "ssh")),
        (("robot", "twin", "motion"), Source("robot_state")),
        (("hvac", None, "sensor"), Source("reading")),
        (("alarm", None, None), Source("alarm")),
    ],
)
def test_log_sources_are_tables(logsource: tuple[str | None, str | None, str | None], source: Source) -> None:
    """A category, a service or both name a table and the service whose rows count."""
    assert source_of(*logsource) == source


@pytest.mark.parametrize(
    ("logsource", "words"),
    [
        (("process_creation", "windows", None), "product 'windows'"),
        (("process_creation", None, None), "category 'process_creation'"),
        ((None, None, "modbuss"), "did you mean modbus"),
        ((None, "zeek", None), "without category or service"),
        (("robot", None, "dns"), "service 'dns' in category 'robot'"),
    ],
)
def test_what_the_hub_does_not_have_is_refused_by_name(logsource: tuple[str | None, ...], words: str) -> None:
    """A rule for a log that does not exist would be silent for ever."""
    with pytest.raises(Unsupported, match=words):
        source_of(*logsource)


@pytest.mark.parametrize(
    ("service", "name", "field"),
    [
        ("", "id.orig_h", Field("src", "name")),
        ("", "DestinationPort", Field("dst_port", "int")),
        ("", "duration", Field("duration_us", "us", 1e6)),
        ("dns", "query", Field("object", "name")),
        ("modbus", "func", Field("verb", "name")),
        ("", "src_kind", Field("src", "name", of="kind")),
        ("", "bytes_out", Field("bytes_out", "int")),
    ],
)
def test_words_of_several_worlds_name_columns(service: str, name: str, field: Field) -> None:
    """Zeek's, the generic taxonomy's, the protocol's own and the log's."""
    assert field_of(Source("flow", service), name) == field


def test_every_word_of_every_protocol_is_understood() -> None:
    """A protocol's file is enough to make its fields usable in rules."""
    for service, kind in PROTOCOLS.items():
        for column, word in kind.fields.items():
            assert field_of(Source("flow", service), word).column == column


def test_an_unknown_field_names_its_neighbour() -> None:
    """The fault names the field and the nearest one."""
    with pytest.raises(Unsupported, match="field 'qurey' of dns: did you mean query"):
        field_of(Source("flow", "dns"), "qurey")


@pytest.mark.parametrize("table", ["flow", "robot_state", "reading", "alarm"])
def test_every_table_names_whom_it_accuses(table: str) -> None:
    """The accused is a name in the row."""
    kinds = {column.name: column.kind for column in RECORDS[table].columns}
    assert kinds[entity_column(Source(table))] == "name"
