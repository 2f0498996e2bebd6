"""Zeek's logs by column: many rows at once, tab-separated or JSON.

Arrow's reader takes the lines of a table apart; one that has another number of values, or an escape, or a list with
anything odd in it, is left to :mod:`twin.lab.importers.parts.zeek_files`, which reads it alone.

Sources: Zeek manual, log formats (ASCII writer); Apache Arrow's CSV reader, used as a library.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from twin.lab.importers.parts.columns import Mask, Whole, mask_of
from twin.lab.importers.parts.json_columns import Reader, counted, inside_of, unrepeated
from twin.lab.importers.parts.lines import Chunk
from twin.lab.importers.parts.zeek_files import NUMBERS, Header

if TYPE_CHECKING:
    import pyarrow as pa

_PLAIN = r"^[ !#-\[\]-~]*$"
_WORD = r"^[A-Za-z0-9_.,:-]*$"
_LIST = r"^[A-Za-z0-9_.:]+(,[A-Za-z0-9_.:]+)*$"


class Cells(NamedTuple):
    """Records as columns of text: null is unset.

    ``rest`` is what else each record says, as the inside of a JSON object (empty or null: nothing); ``besides`` counts
    the names of it in the records that a mask picks. ``sure`` is False where a record must be read alone, ``lines`` the
    number of each record's line.
    """

    texts: Mapping[str, pa.Array]
    rest: pa.Array
    besides: Callable[[Mask], Mapping[str, int]]
    sure: Mask
    lines: Whole


def table_cells(header: Header, chunk: Chunk, used: Collection[str]) -> Cells | None:
    """The rows in *chunk*; None where they have to be read one by one."""
    import pyarrow as pa

    alone = [header.inside[n] for n, name in enumerate(header.names) if name in used]
    if any(alone) or len(set(header.names)) < len(header.names) or not _is_table(chunk.raw, header):
        return None
    bad: list[int] = []
    try:
        table = _parsed(header, chunk.raw, bad)
    except (pa.ArrowInvalid, UnicodeDecodeError):
        return None
    if not len(table):
        return None
    lines = np.delete(np.arange(table.num_rows + len(bad)), [number - 1 for number in bad]) + chunk.number
    sure = np.ones(len(table), np.bool_)
    texts, pieces = {}, []
    for name, kind, inside in zip(header.names, header.types, header.inside, strict=True):
        values = table.column(name).combine_chunks()
        if name in used:
            texts[name] = values
            sure &= _is_word(values, header.empty)
        else:
            said, fine = _json_of(values, kind, inside, header)
            pieces.append(_named(name, said))
            sure &= fine
    names = [name for name in header.names if name not in used]
    rest = _joined(pieces, len(table))
    return Cells(texts, rest, lambda picked: dict.fromkeys(names, int(picked.sum())), sure, lines)


def json_cells(header: Header, reader: Reader, chunk: Chunk, used: Collection[str]) -> Cells | None:
    """The rows of ``conn`` in *chunk*, one JSON object a line; None where they have to be read one by one."""
    import pyarrow.compute as pc

    found = reader.objects(chunk)
    if found is None:
        return None
    sure = unrepeated(found.keys) & mask_of(pc.equal(found.texts["_path"].fill_null(header.path), "conn"))
    for name in ("uid", "service", "conn_state"):
        said = found.texts[name].fill_null("")
        sure &= mask_of(pc.match_substring_regex(said, _WORD)) & ~mask_of(pc.is_in(said, _words("true", "false")))
    besides = partial(_unknown, found.keys, frozenset(used))
    return Cells(found.texts, inside_of(found.rest), besides, sure, found.lines)


def conn_reader(used: Collection[str]) -> Reader:
    """What reads ``conn`` as JSON."""
    return Reader({**dict.fromkeys(used, "VARCHAR"), "_path": "VARCHAR"}, kept=("_path",))


def _unknown(keys: pa.Array, used: frozenset[str], picked: Mask) -> Mapping[str, int]:
    import pyarrow as pa

    return {name: count for name, count in counted(keys.filter(pa.array(picked))).items() if name not in used}


def _is_table(raw: bytes, header: Header) -> bool:
    """Whether lines and values are where Arrow takes them to be."""
    odd = b"\r" in raw or b"\n\n" in raw or b"\n{" in raw or raw.startswith((b"\n", b"{"))
    return not odd and raw.endswith(b"\n") and len(header.separator) == 1 and header.set_separator == ","


def _parsed(header: Header, raw: bytes, bad: list[int]) -> pa.Table:
    """*raw* as a table of texts; numbers of lines that are no rows go to *bad*."""
    import pyarrow as pa
    from pyarrow import csv

    def refuse(row: csv.InvalidRow) -> str:
        bad.append(row.number)
        return "skip"

    return csv.read_csv(
        pa.BufferReader(raw),
        csv.ReadOptions(use_threads=False, block_size=len(raw) + 1, column_names=header.names),
        csv.ParseOptions(
            delimiter=header.separator, quote_char=False, ignore_empty_lines=False, invalid_row_handler=refuse
        ),
        csv.ConvertOptions(
            column_types=dict.fromkeys(header.names, pa.string()), null_values=[header.unset], strings_can_be_null=True
        ),
    )


def _is_word(values: pa.Array, empty: str) -> Mask:
    """Where *values* are unset, or words without an escape that do not stand for an empty one."""
    import pyarrow.compute as pc

    plain = pc.and_(pc.match_substring_regex(values, _PLAIN), pc.not_equal(values, empty))
    return mask_of(plain) | mask_of(values.is_null())


def _json_of(values: pa.Array, kind: str, inside: str | None, header: Header) -> tuple[pa.Array, Mask]:
    """*values* of type *kind* as JSON, and where that is sure."""
    import pyarrow.compute as pc

    unset, empty = mask_of(values.is_null()), pc.equal(values, header.empty)
    if inside is not None:
        plain = pc.match_substring_regex(values, _LIST) if inside not in (*NUMBERS, "bool") else pc.equal(values, "")
        many = pc.binary_join_element_wise('["', pc.replace_substring(values, ",", '","'), '"]', "")
        return pc.if_else(empty, "[]", many), mask_of(empty) | mask_of(plain) | unset
    if kind == "bool":
        said = pc.if_else(pc.equal(values, "T"), "true", pc.if_else(pc.is_null(values), None, "false"))
        return said, mask_of(pc.is_in(values, _words("T", "F"))) | unset
    if kind in NUMBERS:
        plain = pc.and_(pc.ascii_is_decimal(values), pc.less(pc.binary_length(values), 19))
        leading = pc.and_(pc.starts_with(values, "0"), pc.greater(pc.binary_length(values), 1))
        return values, mask_of(pc.and_not(plain, leading)) | unset
    quoted = pc.binary_join_element_wise('"', values, '"', "")
    return pc.if_else(empty, '""', quoted), mask_of(pc.match_substring_regex(values, _PLAIN)) | unset


def _words(*words: str) -> pa.Array:
    import pyarrow as pa

    return pa.array(words)


def _named(name: str, said: pa.Array) -> pa.Array:
    import json

    import pyarrow.compute as pc

    return pc.binary_join_element_wise(json.dumps(name) + ":", said.fill_null("null"), "")


def _joined(pieces: list[pa.Array], size: int) -> pa.Array:
    """Members of a JSON object, one after the other."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.binary_join_element_wise(*pieces, ",") if pieces else pa.nulls(size, pa.string())
