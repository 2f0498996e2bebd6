"""Where a rule's log source and fields are in the log.

A rule says ``service: dns`` and ``query``; the log says table ``flow`` and column ``object``. Names of Zeek's logs, of
the generic network taxonomy and of the log's own columns are understood; for application fields the protocol's own file
says which column holds them. ``src_kind``, ``src_function``, ``dst_kind`` and ``dst_function`` come from the register,
as an inventory would enrich them.

Sources: Sigma specification 2.1.0, taxonomy and log sources; Zeek's conn.log fields; the categories ``robot``, ``hvac``
and ``alarm`` are ours, because no taxonomy knows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from twin.core.errors import remedy_for
from twin.core.records import RECORDS
from twin.net.protocols import PROTOCOLS


class Unsupported(Exception):
    """Something a rule asks for that is not understood here; the text names the construct."""


class Source(NamedTuple):
    """A table, and the one service whose rows count (empty: all)."""

    table: str
    service: str = ""


class Field(NamedTuple):
    """A column; ``scale`` times the rule's number is the column's; ``of`` is a fact of the asset it names."""

    column: str
    kind: str
    scale: float = 1.0
    of: str = ""


_PRODUCTS = (None, "twin", "zeek")
_CATEGORIES: Mapping[str, Source] = {
    "alarm": Source("alarm"),
    "dns": Source("flow", "dns"),
    "firewall": Source("flow"),
    "hvac": Source("reading"),
    "network_connection": Source("flow"),
    "robot": Source("robot_state"),
    "webserver": Source("flow", "http"),
}
_ZEEK_LOGS = {"conn": "", "mqtt_publish": "mqtt", "smb_files": "smb", "modbus_detailed": "modbus", "rfb": "rdp"}
_OWN_SERVICES = {"robot": ("battery", "motion", "task"), "hvac": ("sensor", "setpoint")}

_FLOW_WORDS = {
    "DestinationHostname": "dst", "DestinationIp": "dst", "DestinationPort": "dst_port", "SourceIp": "src",
    "SourcePort": "src_port", "Protocol": "transport", "conn_state": "state", "dst_ip": "dst", "id.orig_h": "src",
    "id.orig_p": "src_port", "id.resp_h": "dst", "id.resp_p": "dst_port", "orig_bytes": "bytes_out",
    "orig_pkts": "packets_out", "proto": "transport", "resp_bytes": "bytes_in", "resp_pkts": "packets_in",
    "src_ip": "src",
}  # fmt: skip
_SCALED = {"duration": ("duration_us", 1e6)}
_ENRICHED = {f"{end}_{fact}": (end, fact) for end in ("src", "dst") for fact in ("kind", "function")}


def source_of(category: str | None, product: str | None, service: str | None) -> Source:
    """The table and service of a log source. Raises :class:`Unsupported` for one that the hub does not have."""
    if product not in _PRODUCTS:
        raise Unsupported(f"logsource product {product!r}: {remedy_for(str(product), [p for p in _PRODUCTS if p])}")
    if category is not None:
        return _of_category(category, service)
    if service is None:
        raise Unsupported("logsource without category or service: name one")
    known = {**{name: name for name in PROTOCOLS}, **_ZEEK_LOGS}
    if service not in known:
        raise Unsupported(f"logsource service {service!r}: {remedy_for(service, known)}")
    return Source("flow", known[service])


def _of_category(category: str, service: str | None) -> Source:
    if category not in _CATEGORIES:
        raise Unsupported(f"logsource category {category!r}: {remedy_for(category, _CATEGORIES)}")
    source = _CATEGORIES[category]
    if service is None or service in _OWN_SERVICES.get(category, ()):
        return source
    if source.table == "flow" and service in PROTOCOLS:
        return Source("flow", service)
    allowed = _OWN_SERVICES.get(category, tuple(PROTOCOLS) if source.table == "flow" else ())
    raise Unsupported(f"logsource service {service!r} in category {category!r}: {remedy_for(service, allowed)}")


def field_of(source: Source, name: str) -> Field:
    """The column that *name* means in *source*. Raises :class:`Unsupported` where it means none."""
    columns = {column.name: column.kind for column in RECORDS[source.table].columns}
    words = {column: column for column in columns}
    if source.table == "flow":
        if name in _SCALED:
            column, scale = _SCALED[name]
            return Field(column, columns[column], scale)
        if name in _ENRICHED:
            return Field(_ENRICHED[name][0], "name", of=_ENRICHED[name][1])
        words = {**words, **_FLOW_WORDS, **_words_of(source.service)}
    if name not in words:
        known = [*words, *(_ENRICHED if source.table == "flow" else ())]
        raise Unsupported(f"field {name!r} of {source.service or source.table}: {remedy_for(name, known)}")
    return Field(words[name], columns[words[name]])


def _words_of(service: str) -> dict[str, str]:
    """The protocol's own words for the columns of the application record."""
    if not service:
        return {}
    return {word: column for column, word in PROTOCOLS[service].fields.items()}


def entity_column(source: Source) -> str:
    """The column that names who is accused."""
    return {"flow": "src", "robot_state": "robot", "reading": "sensor", "alarm": "source"}[source.table]
