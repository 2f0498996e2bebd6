"""Conversations by column: many rows of Zeek's ``conn`` at once, as the flow table has them.

What a column is not sure of is left out and reported by its place; the importer reads it alone. Both ways give the same
rows: they share the words of states, services and identities.

Sources: Zeek manual, conn.log (conn_state).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from twin.lab.importers.parts.account import Account
from twin.lab.importers.parts.columns import Block, Mask, Whole, addresses, mask_of, whole_numbers
from twin.lab.importers.parts.records import CONVERSATION
from twin.lab.importers.parts.services import Services, is_one_way
from twin.lab.importers.parts.zeek_columns import Cells
from twin.lab.importers.parts.zeek_logs import SIZES, STATES, flow_of

if TYPE_CHECKING:
    import pyarrow as pa

Micros = Callable[["pa.Array"], tuple[Whole, Mask]]
_MISSABLE = ("bytes_in", "bytes_out", "duration_us", "packets_in", "packets_out", "service", "state")
"""Columns that a source may leave unset, in order of name."""


class Conversations(NamedTuple):
    """Columns of conversations before they are rows, all of the same length.

    ``word`` is the monitor's name of the service, ``state`` the lab's word; ``tail`` is what stands beside the row
    besides ``Cells.rest`` (null: nothing), ``missing`` where a column of ``_MISSABLE`` was unset.
    """

    columns: dict[str, pa.Array]
    tail: tuple[pa.Array, ...]
    missing: Mapping[str, Mask]


class Ends(NamedTuple):
    """Who speaks to whom, as columns, and where that is sure."""

    columns: dict[str, pa.Array]
    ports: Whole
    sure: Mask


def ends_of(src: pa.Array, src_port: pa.Array, dst: pa.Array, dst_port: pa.Array) -> Ends:
    """Both ends of each conversation; nothing of them may be unset."""
    import pyarrow as pa

    sources, sure = addresses(src)
    targets, fine = addresses(dst)
    out, plain = whole_numbers(src_port, 65_535)
    back, known = whole_numbers(dst_port, 65_535)
    sure = sure & fine & plain & known & ~mask_of(src_port.is_null()) & ~mask_of(dst_port.is_null())
    columns = {"src": sources, "dst": targets, "src_port": pa.array(out), "dst_port": pa.array(back)}
    return Ends(columns, back, sure)


def one_way(services: pa.Array, transports: pa.Array) -> Mask:
    """Where silence is no failure."""
    import pyarrow as pa
    import pyarrow.compute as pc

    quiet = [name for name in services.unique().to_pylist() if is_one_way(name, "udp")]
    return mask_of(pc.and_(pc.equal(transports, "udp"), pc.is_in(services, pa.array(quiet, pa.string()))))


def block_of(found: Conversations, cells: Cells, keep: Mask, log: str, file: str, account: Account) -> Block:
    """The rows of *found* that *keep* marks, as tables; they are counted in *account*."""
    import pyarrow as pa
    import pyarrow.compute as pc

    picked = pa.array(keep)
    count = int(keep.sum())
    flows = pa.table({
        **found.columns, "line": pa.array(cells.lines), "part": pa.repeat(CONVERSATION, len(keep)),
        "rank": pa.repeat(0, len(keep)), "log": pa.repeat(log, len(keep)), "tap": pa.repeat("", len(keep)),
    }).filter(picked)  # fmt: skip
    missing = _missing(found.missing, keep)
    said_besides = [_after_comma(each) for each in (cells.rest, *found.tail)]
    inside = pc.utf8_slice_codeunits(pc.binary_join_element_wise(*said_besides, "").filter(picked), 1)
    fields = pc.if_else(pc.equal(inside, ""), "", pc.binary_join_element_wise("{", inside, "}", ""))
    names = ("time", "flow", "log", "line")
    beside = pa.table({name: flows.column(name) for name in names} | {
        "missing": missing, "fields": fields, "file": pa.repeat(file, count),
    })  # fmt: skip
    said = pc.or_(pc.not_equal(beside.column("fields"), ""), pc.not_equal(beside.column("missing"), ""))
    unset = {name: int(mask[keep].sum()) for name, mask in found.missing.items()}
    account.take_many(log, count, unset, cells.besides(keep))
    return Block(flows, beside.filter(said))


def conversations(cells: Cells, micros: Micros, services: Services, file: str, account: Account) -> tuple[Block, Whole]:
    """Rows of Zeek's ``conn``, times read by *micros*; and the numbers of the lines that were taken."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = defaultdict(lambda: pa.nulls(len(cells.lines), pa.string()), cells.texts)
    ends = ends_of(texts["id.orig_h"], texts["id.orig_p"], texts["id.resp_h"], texts["id.resp_p"])
    time, timed = micros(texts["ts"])
    lasted, sure = micros(texts["duration"])
    keep = cells.sure & ends.sure & timed & sure & mask_of(pc.is_in(texts["proto"], pa.array(["tcp", "udp"])))
    keep &= mask_of(pc.not_equal(texts["uid"], "")) & ~mask_of(texts["ts"].is_null())
    sizes = {}
    for name, column in SIZES.items():
        sizes[column], fine = whole_numbers(texts[name])
        keep &= fine
    flow = np.array([flow_of(uid or "") for uid in texts["uid"].to_pylist()], np.uint64)
    columns = {"time": pa.array(time), "flow": pa.array(flow), "duration_us": pa.array(lasted), **ends.columns}
    columns |= {name: pa.array(values) for name, values in sizes.items()}
    unset = {column: mask_of(texts[name].is_null()) for name, column in (*SIZES.items(), ("duration", "duration_us"))}
    found = _worded(columns, ends, texts, services, unset)
    return block_of(found, cells, keep, "conn", file, account), cells.lines[keep]


def _worded(
    columns: dict[str, pa.Array], ends: Ends, texts: Mapping[str, pa.Array], services: Services, unset: dict[str, Mask]
) -> Conversations:
    """The columns that are words: of the service, the transport and the state."""
    import pyarrow as pa
    import pyarrow.compute as pc

    word, state = texts["service"].fill_null(""), texts["conn_state"].fill_null("")
    transport = pc.if_else(pc.equal(texts["proto"], "udp"), "udp", "tcp").fill_null("tcp")
    service = services.all_of(word, ends.columns["dst"].fill_null(""), ends.ports, transport)
    answered = pc.or_(pc.greater(columns["packets_in"], 0), pc.greater(columns["bytes_in"], 0))
    said = state.dictionary_encode()
    known = pa.array([STATES.get(each) for each in said.dictionary.to_pylist()], pa.string()).take(said.indices)
    known = pc.if_else(one_way(service, transport), "SF", pc.coalesce(known, pc.if_else(answered, "SF", "S0")))
    tail = (_unlike("conn_state", state, known), _unlike("service", word, service))
    columns |= {"service": service, "transport": transport, "state": known}
    missing = {**unset, "service": mask_of(pc.equal(word, "")), "state": mask_of(pc.equal(state, ""))}
    return Conversations(columns, tail, missing)


def _unlike(name: str, said: pa.Array, known: pa.Array) -> pa.Array:
    """What a monitor *said*, as a member of a JSON object, where the lab's word is another."""
    import pyarrow.compute as pc

    member = pc.binary_join_element_wise(f'"{name}":"', said, '"', "")
    return pc.if_else(pc.and_(pc.not_equal(said, known), _kept(name, said)), member, None)


def _kept(name: str, said: pa.Array) -> pa.Array:
    """A service that nobody named is nothing; a state that nobody named is kept as it stands."""
    import pyarrow.compute as pc

    return pc.or_(pc.not_equal(said, ""), name == "conn_state")


def _after_comma(members: pa.Array) -> pa.Array:
    """Members of a JSON object to follow others; nothing where there are none."""
    import pyarrow.compute as pc

    known = members.fill_null("")
    return pc.if_else(pc.equal(known, ""), "", pc.binary_join_element_wise(",", known, ""))


def _missing(missing: Mapping[str, Mask], keep: Mask) -> pa.Array:
    """Names of the columns that each row lacks, in one word."""
    import pyarrow as pa

    codes = np.zeros(len(keep), np.int64)
    for n, name in enumerate(_MISSABLE):
        codes += missing[name].astype(np.int64) << n
    words = [",".join(name for n, name in enumerate(_MISSABLE) if code >> n & 1) for code in range(1 << len(_MISSABLE))]
    return pa.array(words).take(pa.array(codes[keep]))
