"""Suricata's events by column: many flows, and whatever is kept whole, at once.

What was said inside a conversation is read event by event, and so is whatever looks odd here; both ways give the same
rows.

Sources: Suricata user guide, EVE JSON format (flow, tcp).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from twin.lab.importers.parts.account import Account
from twin.lab.importers.parts.columns import Block, Mask, Whole, mask_of, micros_of_json, whole_numbers
from twin.lab.importers.parts.conn_columns import Conversations, block_of, ends_of, one_way
from twin.lab.importers.parts.eve_events import COMMON, EVENTS, READ, SIZES, answered_with_reset
from twin.lab.importers.parts.json_columns import Objects, Reader, Shape, counted, inside_of, unrepeated
from twin.lab.importers.parts.lines import Chunk
from twin.lab.importers.parts.services import Services
from twin.lab.importers.parts.zeek_columns import Cells

if TYPE_CHECKING:
    import pyarrow as pa

_WORD = r"^[A-Za-z0-9_./:-]*$"
_KIND = r"^[A-Za-z_][A-Za-z0-9_]*$"
_NAMELESS = ("", "failed", "unknown")


class Blocks(NamedTuple):
    """Blocks of one piece of a file, and the numbers of the lines that are in them."""

    found: tuple[Block, ...]
    taken: Whole


def reader() -> Reader:
    """What takes flows out of EVE."""
    shape: Shape = {
        **dict.fromkeys((*COMMON, "app_proto"), "VARCHAR"), "flow": dict.fromkeys(sorted(READ | {"state"}), "VARCHAR"),
        "tcp": {"tcp_flags_tc": "VARCHAR"},
    }  # fmt: skip
    return Reader(shape, kept=("app_proto", "flow.state", "tcp.tcp_flags_tc"), within="flow")


def blocks_of(read: Reader, chunk: Chunk, services: Services, account: Account) -> Blocks | None:
    """The plain events in *chunk*; None where they have to be read one by one."""
    import pyarrow.compute as pc

    found = read.objects(chunk)
    if found is None:
        return None
    kinds = found.texts["event_type"].fill_null("")
    sure = unrepeated(found.keys) & mask_of(pc.match_substring_regex(kinds, _KIND))
    sure &= ~mask_of(pc.or_(pc.equal(kinds, "true"), pc.equal(kinds, "false")))
    flows = sure & mask_of(pc.equal(kinds, "flow")) & mask_of(pc.not_equal(found.inner, ""))
    block, keep = _conversations(found, flows, services, account)
    whole = [*_kept(found, kinds, sure, account)]
    taken = np.concatenate([found.lines[keep], *(found.lines[mask] for _, mask in whole)])
    return Blocks((block, *(each for each, _ in whole)), taken)


def _conversations(found: Objects, sure: Mask, services: Services, account: Account) -> tuple[Block, Mask]:
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = found.texts
    zero = [texts[name].fill_null("0") for name in ("src_port", "dest_port")]
    ends = ends_of(texts["src_ip"], zero[0], texts["dest_ip"], zero[1])
    began = pc.coalesce(texts["flow.start"], texts["timestamp"])
    time, timed = micros_of_json(began)
    end, ended = micros_of_json(texts["flow.end"])
    flow, known = whole_numbers(texts["flow_id"])
    transport = pc.utf8_lower(texts["proto"].fill_null(""))
    keep = sure & ends.sure & timed & ended & known & (flow > 0) & ~mask_of(began.is_null())
    keep &= mask_of(pc.is_in(transport, pa.array(["tcp", "udp"])))
    keep &= _plain(texts["app_proto"]) & _plain(texts["flow.state"]) & _plain(texts["tcp.tcp_flags_tc"])
    lasted = np.where(mask_of(texts["flow.end"].is_null()), 0, np.maximum(end - time, 0))
    columns = {"time": pa.array(time), "flow": pa.array(flow.astype(np.uint64)), "duration_us": pa.array(lasted)}
    for name, column in SIZES.items():
        size, fine = whole_numbers(texts[f"flow.{name}"])
        columns[column], keep = pa.array(size), keep & fine
    unset = {column: mask_of(texts[f"flow.{name}"].is_null()) for name, column in SIZES.items()}
    unset["duration_us"] = mask_of(texts["flow.end"].is_null())
    transport = pc.if_else(pc.equal(transport, "udp"), "udp", "tcp")
    columns |= ends.columns | {"transport": transport}
    rows = _worded(columns, ends.ports, texts, services, unset)
    cells = Cells(texts, inside_of(found.rest), partial(_unknown_of_flow, found), keep, found.lines)
    return block_of(rows, cells, keep, "flow", "", account), keep


def _plain(values: pa.Array) -> Mask:
    """Where *values* are unset or words, and not other things that would read as one."""
    import pyarrow.compute as pc

    return mask_of(pc.match_substring_regex(values, _WORD)) | mask_of(values.is_null())


def _worded(
    columns: dict[str, pa.Array], ports: Whole, texts: Mapping[str, pa.Array], services: Services,
    unset: dict[str, Mask],
) -> Conversations:  # fmt: skip
    import pyarrow as pa
    import pyarrow.compute as pc

    word, transport = texts["app_proto"].fill_null(""), columns["transport"]
    service = services.all_of(word, columns["dst"].fill_null(""), ports, transport)
    flags = texts["tcp.tcp_flags_tc"].fill_null("").dictionary_encode()
    reset = pa.array([answered_with_reset(text) for text in flags.dictionary.to_pylist()], pa.bool_())
    settled = pc.or_(pc.equal(transport, "udp"), pc.not_equal(texts["flow.state"].fill_null(""), "new"))
    more = pc.greater(columns["packets_out"], columns["packets_in"])
    state = pc.case_when(
        pc.make_struct(
            pa.array(one_way(service, transport)), pc.equal(columns["packets_in"], 0), reset.take(flags.indices),
            settled, more,
        ), "SF", "S0", "REJ", "SF", "RSTO", "REJ",
    )  # fmt: skip
    unset |= {"service": mask_of(pc.is_in(word, pa.array(_NAMELESS))), "state": np.zeros(len(ports), np.bool_)}
    return Conversations(columns | {"service": service, "state": state}, (), unset)


def _unknown_of_flow(found: Objects, picked: Mask) -> Mapping[str, int]:
    import pyarrow as pa

    outer = _unknown(found.keys, (*COMMON, "app_proto", "flow"), picked)
    inner = counted(found.inner.filter(pa.array(picked)))
    return outer | {f"flow.{name}": count for name, count in inner.items() if name not in {*READ, "state"}}


def _unknown(keys: pa.Array, known: Collection[str], picked: Mask) -> dict[str, int]:
    import pyarrow as pa

    return {name: count for name, count in counted(keys.filter(pa.array(picked))).items() if name not in known}


def _kept(found: Objects, kinds: pa.Array, sure: Mask, account: Account) -> Iterator[tuple[Block, Mask]]:
    """Events of kinds that no table has a place for, whole."""
    import pyarrow as pa
    import pyarrow.compute as pc

    time, timed = micros_of_json(found.texts["timestamp"])
    flow, known = whole_numbers(found.texts["flow_id"])
    for kind in kinds.unique().to_pylist():
        keep = sure & timed & known & mask_of(pc.equal(kinds, kind))
        if kind in (*EVENTS, "flow", "") or not keep.any():
            continue
        none = ~mask_of(found.texts["timestamp"].is_valid())
        columns = {
            "time": pa.array(time, mask=none), "flow": pa.array(flow.astype(np.uint64)), "line": pa.array(found.lines),
            "log": pa.repeat(kind, len(keep)), "fields": found.text, "missing": pa.repeat("", len(keep)),
            "file": pa.repeat("", len(keep)),
        }  # fmt: skip
        account.take_many(kind, int(keep.sum()), {}, _unknown(found.keys, (*COMMON, "app_proto", kind), keep))
        yield Block(None, pa.table(columns).filter(pa.array(keep))), keep
