"""Log sources and fields: what rules call things, and what the log calls them."""

from __future__ import annotations

import pytest

from twin.core.records import RECORDS
from twin.detectors.sigma_rules import taxonomy
from twin.detectors.sigma_rules.fields import (
    Field,
    FieldUnknown,
    Source,
    SourceUnknown,
    entity_column,
    field_of,
    source_of,
    whole_row,
)
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
        (("hvac", None, "setpoint"), Source("control")),
        (("bus", "twin", "modbus-serial"), Source("bus")),
        ((None, "suricata", "flow"), Source("flow")),
        ((None, "suricata", "mqtt"), Source("flow", "mqtt", ("mqtt_plain",))),
        ((None, "zeek", "mqtt_publish"), Source("flow", "mqtt", ("mqtt_plain",), ("PUBLISH", "PUBLISH_DUP"))),
        ((None, "zeek", "smb_mapping"), Source("flow", "smb", (), ("tree_connect",))),
        (("proxy", None, None), Source("flow", "http", ("https",))),
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
        ((None, "zeek", "dce_rpc"), "service 'dce_rpc'"),
        ((None, "zeek", "ntlm"), "service 'ntlm'"),
        ((None, "zeek", "rfb"), "service 'rfb'"),
        ((None, "suricata", "alert"), "service 'alert'"),
    ],
)
def test_what_the_hub_does_not_have_is_refused_by_name(logsource: tuple[str | None, ...], words: str) -> None:
    """A rule for a log that does not exist would be silent for ever."""
    with pytest.raises(SourceUnknown, match=words) as caught:
        source_of(*logsource)
    assert caught.value.status == "source-unknown"


@pytest.mark.parametrize(
    ("service", "name", "field"),
    [
        ("", "id.orig_h", Field("src", "name", spelt="address")),
        ("", "source.ip", Field("src", "name", spelt="address")),
        ("", "dest_ip", Field("dst", "name", spelt="address")),
        ("", "destination.port", Field("dst_port", "int")),
        ("", "flow.bytes_toserver", Field("bytes_out", "int")),
        ("", "event.duration", Field("duration_us", "us", 1e-3)),
        ("", "@timestamp", Field("time", "us")),
        ("dns", "dns.question.name", Field("object", "name")),
        ("dns", "dns.rrname", Field("object", "name")),
        ("dns", "rcode_name", Field("status", "name", spelt="dns.status")),
        ("http", "http.request.method", Field("verb", "name")),
        ("https", "cs-method", Field("verb", "name")),
        ("mqtt", "mqtt.publish.topic", Field("object", "name")),
        ("mqtt_plain", "topics", Field("object", "name")),
        ("smb", "name", Field("object", "name")),
        ("smb", "action", Field("verb", "name")),
        ("kerberos", "client", Field("user", "name")),
        ("ldap", "object", Field("user", "name")),
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
    with pytest.raises(FieldUnknown, match="field 'qurey' of dns: did you mean query") as caught:
        field_of(Source("flow", "dns"), "qurey")
    assert caught.value.status == "field-unknown"


@pytest.mark.parametrize(("service", "name"), [("", "community_id"), ("http", "user_agent"), ("dns", "answers")])
def test_a_field_of_another_world_that_no_column_holds_says_so(service: str, name: str) -> None:
    """It is not mistaken for a misspelling."""
    with pytest.raises(FieldUnknown, match="no column of the log holds it"):
        field_of(Source("flow", service), name)


def test_a_keyword_is_looked_for_in_texts_and_numbers() -> None:
    """Not in times and identities."""
    kinds = {field.column: field.kind for field in whole_row(Source("flow", "dns"))}
    assert set(kinds.values()) <= {"name", "int", "float", "bool"}
    assert {"src", "object", "dst_port", "value"} <= set(kinds)
    assert not {"time", "flow", "duration_us"} & set(kinds)


@pytest.mark.parametrize("table", sorted(taxonomy.ENTITIES))
def test_every_table_names_whom_it_accuses(table: str) -> None:
    """The accused is a name in the row."""
    kinds = {column.name: column.kind for column in RECORDS[table].columns}
    assert kinds[entity_column(Source(table))] == "name"
