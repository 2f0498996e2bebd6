"""Where a rule's log source and fields are in the log.

A rule says ``service: dns`` and ``query``; the log says table ``flow`` and column ``object``. Words of Zeek, of the
Elastic Common Schema, of Suricata's EVE, of the generic taxonomy, of the protocol's own file and of the log itself are
understood: :mod:`twin.detectors.sigma_rules.taxonomy` is the table. ``src_kind``, ``src_function``, ``dst_kind`` and
``dst_function`` come from the register, as an inventory would enrich them.

What a rule asks for may be missing in three ways, which are told apart: the lab has no such log
(:class:`SourceUnknown`), the log has no such field (:class:`FieldUnknown`), or the construct is not understood
(:class:`Unsupported`). A rule that was understood and matched nothing is a fourth thing.

Sources: Sigma specification 2.1.0, taxonomy and log sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from twin.core.errors import remedy_for
from twin.core.records import RECORDS
from twin.detectors.sigma_rules import taxonomy
from twin.net.protocols import PROTOCOLS

_ABSENT = "-"


class Unsupported(Exception):
    """Something a rule asks for that is not understood here; the text names the construct."""

    status = "unsupported"


class FieldUnknown(Unsupported):
    """A field that the rows of the log source do not have."""

    status = "field-unknown"


class SourceUnknown(Unsupported):
    """A log source that the lab does not produce."""

    status = "source-unknown"


class Source(NamedTuple):
    """A table, the one service whose rows count (empty: all), others beside it, and the verbs (empty: all)."""

    table: str
    service: str = ""
    beside: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Every text by which rows are chosen."""
        return tuple(word for word in (self.service, *self.beside, *self.verbs) if word)


class Field(NamedTuple):
    """A column; ``scale`` times the rule's number is the column's; ``of`` is a fact of the asset it names.

    ``spelt`` names the second spellings of its texts: ``address`` of assets, or a table such as ``dns.status``.
    """

    column: str
    kind: str
    scale: float = 1.0
    of: str = ""
    spelt: str = ""


_ENRICHED = {f"{end}_{fact}": (end, fact) for end in ("src", "dst") for fact in ("kind", "function")}


@cache
def _sources() -> Mapping[tuple[str, str], Source]:
    """Log sources by category and service, ``-`` for one that is not named."""
    named = {(_ABSENT, service): Source("flow", service) for service in PROTOCOLS}
    for category, service, table, *more in taxonomy.rows_of(taxonomy.SOURCES):
        services, verbs = (tuple(part.split(",")) for part in [*more, "", ""][:2])
        named[category, service] = Source(table, services[0], services[1:], tuple(verb for verb in verbs if verb))
    return named


def source_of(category: str | None, product: str | None, service: str | None) -> Source:
    """The rows of a log source. Raises :class:`SourceUnknown` for one that the hub does not have."""
    if product not in taxonomy.PRODUCTS:
        known = [each for each in taxonomy.PRODUCTS if each]
        raise SourceUnknown(f"logsource product {product!r}: {remedy_for(str(product), known)}")
    if category is None and service is None:
        raise SourceUnknown("logsource without category or service: name one")
    source = _sources().get((category or _ABSENT, service or _ABSENT))
    if source is None:
        source = _narrowed(category, service)
    return source


def _narrowed(category: str | None, service: str | None) -> Source:
    """A category of flows, narrowed to one service."""
    if category is None:
        known = sorted(name for group, name in _sources() if group == _ABSENT)
        raise SourceUnknown(f"logsource service {service!r}: {remedy_for(str(service), known)}")
    whole = _sources().get((category, _ABSENT))
    if whole is None:
        known = sorted({group for group, _ in _sources()} - {_ABSENT})
        raise SourceUnknown(f"logsource category {category!r}: {remedy_for(category, known)}")
    if whole.table == "flow" and service in PROTOCOLS:
        return Source("flow", str(service))
    allowed = tuple(PROTOCOLS) if whole.table == "flow" else _services(category)
    raise SourceUnknown(f"logsource service {service!r} in category {category!r}: {remedy_for(str(service), allowed)}")


def _services(category: str) -> list[str]:
    return [service for group, service in _sources() if group == category and service != _ABSENT]


def field_of(source: Source, name: str) -> Field:
    """The column that *name* means in *source*. Raises :class:`FieldUnknown` where it means none."""
    kinds = _kinds(source.table)
    if source.table == "flow":
        if name in taxonomy.SCALED:
            column, scale = taxonomy.SCALED[name]
            return Field(column, kinds[column], scale)
        if name in _ENRICHED:
            return Field(_ENRICHED[name][0], "name", of=_ENRICHED[name][1])
    words = _words(source.table, source.service)
    column = words.get(name, "")
    if column == _ABSENT:
        raise FieldUnknown(f"field {name!r} of {source.service or source.table}: no column of the log holds it")
    if not column:
        known = field_names(source)
        raise FieldUnknown(f"field {name!r} of {source.service or source.table}: {remedy_for(name, known)}")
    return Field(column, kinds[column], spelt=_spelt(source, column))


def field_names(source: Source) -> list[str]:
    """What the fields of *source* may be called."""
    words = [word for word, held in _words(source.table, source.service).items() if held != _ABSENT]
    return [*words, *((*_ENRICHED, *taxonomy.SCALED) if _is_flow(source) else ())]


def whole_row(source: Source) -> tuple[Field, ...]:
    """Every column of *source* that a keyword is looked for in: texts and numbers, not times."""
    kinds = {column: kind for column, kind in _kinds(source.table).items() if kind not in ("us", "id")}
    return tuple(Field(column, kind, spelt=_spelt(source, column)) for column, kind in kinds.items())


def _is_flow(source: Source) -> bool:
    return source.table == "flow"


def _spelt(source: Source, column: str) -> str:
    if not _is_flow(source):
        return ""
    if column in taxonomy.ADDRESSED:
        return "address"
    key = f"{source.service}.{column}"
    return key if key in taxonomy.SPELT else ""


@cache
def _kinds(table: str) -> Mapping[str, str]:
    return {column.name: column.kind for column in RECORDS[table].columns}


@cache
def _words(table: str, service: str) -> Mapping[str, str]:
    """What fields are called: the log's own words, those of all flows, those of the service, the latter first."""
    words = {column: column for column in _kinds(table)}
    if table != "flow":
        return words
    groups = ("flow", taxonomy.ALSO_WORDS.get(service, service))
    for group in groups:
        for scope, column, *names in taxonomy.rows_of(taxonomy.WORDS):
            if scope == group:
                words |= dict.fromkeys(names, column)
    if service:
        words |= {word: column for column, word in PROTOCOLS[service].fields.items()}
    return words


def entity_column(source: Source) -> str:
    """The column that names who is accused."""
    return taxonomy.ENTITIES[source.table]
