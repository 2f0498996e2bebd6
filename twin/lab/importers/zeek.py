"""Zeek: logs of a monitor, tab-separated or JSON, one file or a folder of them, plain or gzip.

Each row of ``conn`` is a flow. What ``dns``, ``http``, ``modbus`` and the like say is joined to it by ``uid``: the
first exchange of a conversation stands in the flow's own row, each further one in a row of its own with neither bytes
nor packets, so that sums stay right. Sizes, states and times are Zeek's; a service is named by the register where it
knows the responder. Other logs, and fields that have no place in the table, are kept beside the flows.

A ``uid`` as the lab's own exporter writes it (``C`` and eleven digits) is the flow's identity again; any other is
hashed to one.

Sources: Zeek manual, log formats, conn.log (uid, conn_state) and the reference of each log.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from twin.core.errors import BadInput, Fault, Place
from twin.lab.importers.base import Importer, Options, Record
from twin.lab.importers.parts.account import Account
from twin.lab.importers.parts.columns import Block, exact_micros, micros_of_json
from twin.lab.importers.parts.conn_columns import conversations
from twin.lab.importers.parts.json_columns import Reader
from twin.lab.importers.parts.lines import Chunk, chunks, first_line, lines_beside
from twin.lab.importers.parts.records import CONVERSATION, EXCHANGE, FlowRecord, KeptRecord, as_text, missing_of
from twin.lab.importers.parts.services import Services, is_one_way
from twin.lab.importers.parts.values import Unfit, address, micros, port, text, whole
from twin.lab.importers.parts.zeek_columns import conn_reader, json_cells, table_cells
from twin.lab.importers.parts.zeek_files import Row, Table, pieces
from twin.lab.importers.parts.zeek_logs import LOGS, SIZES, STATES, flow_of, is_request, said_of

_ENDINGS = (".log", ".log.gz", ".json", ".json.gz", ".ndjson")
_ENDS = ("ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "proto")
_USED: Mapping[str, frozenset[str]] = {
    "conn": frozenset((*_ENDS, *SIZES, "service", "duration", "conn_state")),
    **{name: frozenset((*_ENDS, *log.used)) for name, log in LOGS.items()},
}
"""Fields that the flow table carries, by log."""
_TRANSPORTS = ("tcp", "udp")
_REMEDY = "name a Zeek log, or a folder that holds some"


class Zeek(Importer):
    """Zeek logs, tab-separated or JSON: a file or a folder."""

    lacks: ClassVar[tuple[str, ...]] = ("action", "rule", "tap")

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """A header line, or JSON with Zeek's dotted ends."""
        file = next(iter(_files(path)), None) if path.is_dir() else path
        first = first_line(file) if file is not None else ""
        return first.startswith(("#separator", "#fields")) or (first.startswith("{") and '"id.orig_h"' in first)

    def records(self, path: Path, options: Options, account: Account) -> Iterator[Record]:
        """Every row of every log, one by one."""
        for found in self._read(path, options, account, by_column=False):
            if not isinstance(found, Block):
                yield found

    def blocks(self, path: Path, options: Options, account: Account) -> Iterator[Record | Block]:
        """Every row of every log; conversations many at a time."""
        return self._read(path, options, account, by_column=True)

    def _read(self, path: Path, options: Options, account: Account, *, by_column: bool) -> Iterator[Record | Block]:
        files = _files(path) if path.is_dir() else [path]
        if not files:
            message = f"holds no file that ends in {', '.join(_ENDINGS)}."
            raise BadInput([Fault(Place(str(path)), "empty-file", message, _REMEDY)])
        services, faults, reader = Services(options.register), list[Fault](), conn_reader(_USED["conn"])
        for file in files:
            before = account.records
            table = Table(file, account, faults)
            for chunk in chunks(file, account):
                if by_column:
                    yield from _by_column(chunk, table, reader, services, account)
                else:
                    yield from _alone(chunk, table, services, account)
            if account.records == before and not any(fault.place.source == str(file) for fault in faults):
                faults.append(_nothing(file))
        if not account.records:
            raise BadInput(faults)
        for fault in faults:
            account.skip(fault.place, fault.code, "a file holds no row of a log", fault.message, fault.remedy)


def _files(folder: Path) -> list[Path]:
    """The logs under *folder* in order of name; conversations before what was said in them."""
    found = [path for path in sorted(folder.rglob("*")) if path.name.endswith(_ENDINGS) and path.is_file()]
    return sorted(found, key=lambda path: not path.name.startswith("conn"))


def _nothing(file: Path) -> Fault:
    try:
        empty = file.stat().st_size == 0
    except OSError:
        empty = False
    if empty:
        return Fault(Place(str(file)), "empty-file", "is empty.", _REMEDY)
    return Fault(Place(str(file)), "unreadable-file", "holds no row of a Zeek log.", _REMEDY)


def _alone(chunk: Chunk, table: Table, services: Services, account: Account) -> Iterator[Record]:
    """The rows of *chunk*, one by one."""
    for row in table.rows(chunk):
        yield from _records(row, table.path.name, services, account)


def _by_column(
    chunk: Chunk, table: Table, reader: Reader, services: Services, account: Account
) -> Iterator[Record | Block]:
    """The rows of *chunk*, by column where they are plain."""
    for piece in pieces(chunk):
        cells, micros = None, exact_micros
        if piece.raw.startswith(b"{") and (table.header.path == "conn" or b'"_path":"conn"' in piece.raw):
            cells, micros = json_cells(table.header, reader, piece, _USED["conn"]), micros_of_json
        elif table.header.path == "conn" and table.header.names and not piece.raw.startswith(b"#"):
            cells = table_cells(table.header, piece, _USED["conn"])
        if cells is None:
            yield from _alone(piece, table, services, account)
        else:
            block, taken = conversations(cells, micros, services, table.path.name, account)
            yield block
            for part in lines_beside(piece, taken):
                yield from _alone(part, table, services, account)


def _records(row: Row, file: str, services: Services, account: Account) -> Iterator[Record]:
    try:
        record = _record(row, services)
    except Unfit as error:
        account.skip(row.place, error.code, f"{row.log}: {error.reason}", error.detail)
        return
    missing = record.missing.split(",") if record.missing else ()
    used = _USED.get(row.log, _ENDS)
    account.take(row.log, missing, [name for name in row.fields if name not in used])
    yield record._replace(file=file)


def _record(row: Row, services: Services) -> FlowRecord | KeptRecord:
    fields = row.fields
    if row.log == "conn" and text(fields.get("proto")) in _TRANSPORTS:
        return _conversation(row, services)
    if row.log in LOGS and fields.get("uid") and not is_request(fields):
        return _exchange(row, services)
    when = fields.get("ts")
    time = None if when is None else micros(when, "ts")
    uid = text(fields.get("uid"))
    return KeptRecord(time, flow_of(uid) if uid else 0, row.log, row.place.line, "", as_text(fields))


def _ends(fields: Mapping[str, Any]) -> dict[str, Any]:
    """When, who and to whom; what has not even that is no record of traffic."""
    lacking = [name for name in _ENDS[:6] if fields.get(name) in (None, "")]
    if lacking:
        raise Unfit("missing-key", f"{lacking[0]} is unset", "without it nobody can tell whose traffic it is.")
    return {
        "time": micros(fields["ts"], "ts"),
        "flow": flow_of(text(fields["uid"])),
        "src": address(text(fields["id.orig_h"])),
        "dst": address(text(fields["id.resp_h"])),
        "src_port": port(fields["id.orig_p"], "id.orig_p"),
        "dst_port": port(fields["id.resp_p"], "id.resp_p"),
    }


def _conversation(row: Row, services: Services) -> FlowRecord:
    fields, ends = row.fields, _ends(row.fields)
    word, transport = text(fields.get("service")), text(fields["proto"])
    missing = [column for name, column in SIZES.items() if fields.get(name) is None]
    missing += [name for name in ("service",) if not word]
    duration, state = fields.get("duration"), text(fields.get("conn_state"))
    missing += ["duration_us"] * (duration is None) + ["state"] * (not state)
    sizes: dict[str, Any] = {column: 0 if fields.get(n) is None else whole(fields[n], n) for n, column in SIZES.items()}
    service = services.of(word, ends["dst"], ends["dst_port"], transport)
    known = STATES.get(state) or ("SF" if sizes["packets_in"] or sizes["bytes_in"] else "S0")
    known = "SF" if is_one_way(service, transport) else known
    beside = {name: value for name, value in fields.items() if name not in _USED["conn"]}
    beside |= {"conn_state": state} if known != state else {}
    beside |= {"service": word} if word and service != word else {}
    return FlowRecord(
        CONVERSATION, 0, row.place.line, tap="", service=service, transport=transport, state=known,
        duration_us=0 if duration is None else micros(duration, "duration"), log=row.log,
        missing=missing_of(missing), fields=as_text(beside), **ends, **sizes,
    )  # fmt: skip


def _exchange(row: Row, services: Services) -> FlowRecord:
    fields, ends, log = row.fields, _ends(row.fields), LOGS[row.log]
    said = said_of(log, fields)
    columns = {"verb": log.verb, "object": log.object, "status": log.status, "value": log.value, "user": log.user}
    missing = [column for column, name in columns.items() if name and fields.get(name) is None]
    transport = text(fields.get("proto")) or ("udp" if log.service in ("dns", "bacnet") else "tcp")
    return FlowRecord(
        EXCHANGE, log.rank, row.place.line, tap="", log=row.log, transport=transport, state="SF",
        service=services.of(log.service, ends["dst"], ends["dst_port"], transport), missing=missing_of(missing),
        fields=as_text({name: value for name, value in fields.items() if name not in _USED[row.log]}),
        **ends, **said._asdict(),
    )  # fmt: skip
