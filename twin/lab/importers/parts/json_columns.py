"""JSON lines by column: some members of many objects at once, and what else each of them says.

DuckDB's reader of JSON takes the members out, and a merge patch of nulls takes them away, so that the rest stands as it
was written. A line that is no object, repeats a name, or holds a number that a double or 64 bits would change is left
to Python's reader, which reads it alone and finds the words for what is wrong.

Sources: RFC 8259 (JSON), RFC 7396 (merge patch: null removes); DuckDB's JSON functions, used as a library.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from twin.lab.importers.parts.columns import Mask, Whole
from twin.lab.importers.parts.lines import LONGEST_LINE, Chunk

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

Shape = Mapping[str, "str | Shape"]
"""Members to take out, each with ``VARCHAR`` or with members of its own."""
_MEMORY = "256MB"
_ODD = r"[0-9]{20}|,\s*[}\]]|[:,\[]\s*-?([nN][aA][nN]|[iI][nN][fF])"


class Objects(NamedTuple):
    """Objects as columns of text, a dotted name for a member's member; null is null, or not there.

    ``rest`` is what else each says (JSON), ``keys`` and ``inner`` its names and those within one member, ``text`` the
    whole line, ``lines`` the numbers of the lines. A line that is not among them must be read alone.
    """

    texts: Mapping[str, pa.Array]
    rest: pa.Array
    keys: pa.Array
    inner: pa.Array
    text: pa.Array
    lines: Whole


class Reader:
    """Reads the members of *shape*; those that *kept* names (dotted) stay in the rest as well.

    *within* is the member whose own names are asked for.
    """

    def __init__(self, shape: Shape, kept: Collection[str] = (), within: str = "") -> None:
        self._connection: duckdb.DuckDBPyConnection | None = None
        inner = f"""array_to_string(json_keys(text, '$."{within}"'), chr(10))""" if within else "''"
        self._query = f"""
            with sound as materialized (select * from plain where json_valid(text))
            select unnest(from_json(text, '{json.dumps(shape)}')), text as _text, line as _line,
                json_merge_patch(text, '{json.dumps(_nothing(shape, kept))}')::varchar as _rest,
                array_to_string(json_keys(text), chr(10)) as _keys, {inner} as _inner
            from sound
        """  # noqa: S608 - of the shapes of this project, never of what is read

    def objects(self, chunk: Chunk) -> Objects | None:
        """The objects in *chunk*; None where its lines have to be read one by one."""
        import pyarrow as pa

        batch = _batch(chunk)
        if batch is None:
            return None
        self._connection = self._connection or _connection()
        self._connection.register("plain", batch)
        table = self._connection.sql(self._query).to_arrow_table().combine_chunks()
        if not len(table):
            return None
        texts = _flat(table)
        rest, keys, inner, text = (texts.pop(name) for name in ("_rest", "_keys", "_inner", "_text"))
        lines = texts.pop("_line").to_numpy()
        members = {name: column.cast(pa.string()) for name, column in texts.items()}
        return Objects(members, rest, keys, inner, text, lines)


def unrepeated(keys: pa.Array) -> Mask:
    """Where no name comes twice."""
    import pyarrow as pa

    coded = keys.dictionary_encode()
    fine = pa.array([len({*(text.split("\n"))}) == text.count("\n") + 1 for text in coded.dictionary.to_pylist()])
    found: Mask = fine.take(coded.indices).to_numpy(zero_copy_only=False)
    return found


def inside_of(rest: pa.Array) -> pa.Array:
    """Objects without their braces."""
    import pyarrow.compute as pc

    return pc.utf8_slice_codeunits(rest, 1, -1)


def counted(keys: pa.Array) -> dict[str, int]:
    """How often each name comes in *keys*."""
    counts: dict[str, int] = {}
    for each in keys.value_counts().to_pylist():
        for name in each["values"].split("\n") if each["values"] else ():
            counts[name] = counts.get(name, 0) + each["counts"]
    return counts


def _connection() -> duckdb.DuckDBPyConnection:
    import duckdb

    return duckdb.connect(":memory:", config={"memory_limit": _MEMORY, "threads": 1})


def _batch(chunk: Chunk) -> pa.Table | None:
    """The plain lines of *chunk* as a table; None where even its lines are not plain."""
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        lines = chunk.raw.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        return None
    last = lines.pop()
    if last:
        return None
    text = pa.array(lines, pa.string())
    plain = pc.and_(pc.starts_with(text, "{"), pc.invert(pc.match_substring_regex(text, _ODD)))
    plain = pc.and_(plain, pc.less(pc.binary_length(text), LONGEST_LINE))
    table = pa.table({"text": text, "line": np.arange(chunk.number, chunk.number + len(lines))})
    return table.filter(plain)


def _nothing(shape: Shape, kept: Collection[str], above: str = "") -> dict[str, Any]:
    """The merge patch that takes everything of *shape* away but what is *kept*."""
    found: dict[str, Any] = {}
    for name, inner in shape.items():
        if isinstance(inner, str):
            if above + name not in kept:
                found[name] = None
        elif inside := _nothing(inner, kept, f"{name}."):
            found[name] = inside
    return found


def _flat(table: pa.Table) -> dict[str, pa.Array]:
    """Columns, with those of a structure under dotted names."""
    import pyarrow as pa

    found: dict[str, pa.Array] = {}
    for name in table.column_names:
        column = table.column(name)
        column = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
        if pa.types.is_struct(column.type):
            names = [f"{name}.{field.name}" for field in column.type]
            found |= dict(zip(names, column.flatten(), strict=True))
        else:
            found[name] = column
    return found
