"""Suricata EVE: one JSON object an event, conversations and what was said in them in one file.

Each ``flow`` event is a flow; ``dns``, ``http``, ``modbus`` and the like are joined to it by ``flow_id``: the first
exchange stands in the flow's own row, each further one in a row of its own with neither bytes nor packets. Alerts,
statistics and whatever else there is are kept whole, beside the flows: they are another tool's judgement, and the
lab's detectors make their own.

Suricata counts the bytes of whole frames where other monitors count payload; the account says so.

Sources: Suricata user guide, EVE JSON output and format (common fields, flow, event types).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any, ClassVar

from twin.core.errors import BadInput, Fault, Place
from twin.lab.importers.base import Importer, Options, Record
from twin.lab.importers.parts.account import Account
from twin.lab.importers.parts.columns import Block
from twin.lab.importers.parts.eve_columns import blocks_of, reader
from twin.lab.importers.parts.eve_events import COMMON, EVENTS, READ, SIZES, answered_with_reset
from twin.lab.importers.parts.lines import Chunk, chunks, first_line, lines_beside, lines_of
from twin.lab.importers.parts.records import CONVERSATION, EXCHANGE, FlowRecord, KeptRecord, as_text, missing_of
from twin.lab.importers.parts.services import Services, is_one_way
from twin.lab.importers.parts.values import Unfit, address, micros, port, text, whole
from twin.lab.importers.parts.zeek_files import parsed

_TRANSPORTS = ("tcp", "udp")
_WHOLE_FRAMES = "flows whose bytes are those of whole frames, with headers, as Suricata counts them"
_REMEDY = "name the eve.json that Suricata writes"


class Eve(Importer):
    """Suricata EVE JSON: a file, plain or gzip."""

    lacks: ClassVar[tuple[str, ...]] = ("action", "rule", "tap")

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """JSON with an event type."""
        first = first_line(path) if path.is_file() else ""
        return first.startswith("{") and '"event_type"' in first

    def records(self, path: Path, options: Options, account: Account) -> Iterator[Record]:
        """Every event, one by one."""
        services, number = Services(options.register), 0
        for chunk in chunks(path, account):
            number += bool(chunk.raw.strip())
            yield from _alone(chunk, path, services, account)
        _done(path, number, account)

    def blocks(self, path: Path, options: Options, account: Account) -> Iterator[Record | Block]:
        """Every event; flows, and what is kept whole, many at a time."""
        services, number, read = Services(options.register), 0, reader()
        for chunk in chunks(path, account):
            number += bool(chunk.raw.strip())
            found = blocks_of(read, chunk, services, account)
            if found is None:
                yield from _alone(chunk, path, services, account)
                continue
            yield from found.found
            for part in lines_beside(chunk, found.taken):
                yield from _alone(part, path, services, account)
        _done(path, number, account)


def _alone(chunk: Chunk, path: Path, services: Services, account: Account) -> Iterator[Record]:
    """The events in *chunk*, one by one."""
    for line in lines_of(chunk, path, account):
        place = Place(str(path), line.number)
        event = parsed(line, place, account) if line.text.strip() else None
        if event is not None:
            yield from _records(event, place, services, account)


def _done(path: Path, number: int, account: Account) -> None:
    """What stands in the account of every file of this kind. Raises ``BadInput`` where there was no event."""
    if not account.records:
        raise BadInput([_nothing(path, number, account)])
    if account.read.get("flow"):
        account.note(_WHOLE_FRAMES, account.read["flow"])


def _nothing(path: Path, number: int, account: Account) -> Fault:
    if not number and not account.partial:
        return Fault(Place(str(path)), "empty-file", "holds no line.", _REMEDY)
    first = account.skipped[0].first.message if account.skipped else "the first line has no end."
    return Fault(Place(str(path)), "unreadable-file", f"holds no event of Suricata; {first}", _REMEDY)


def _records(event: dict[str, Any], place: Place, services: Services, account: Account) -> Iterator[Record]:
    kind = event.get("event_type")
    if not isinstance(kind, str) or not kind:
        account.skip(place, "missing-key", "a line has no event_type")
        return
    try:
        record = _record(kind, event, place.line, services)
    except Unfit as error:
        account.skip(place, error.code, f"{kind}: {error.reason}", error.detail)
        return
    account.take(kind, record.missing.split(",") if record.missing else (), _unknown(kind, event))
    yield record


def _record(kind: str, event: dict[str, Any], line: int, services: Services) -> FlowRecord | KeptRecord:
    body = event.get(kind)
    transport = text(event.get("proto")).lower()
    if transport in _TRANSPORTS and isinstance(body, dict) and event.get("src_ip") and event.get("dest_ip"):
        if kind == "flow":
            return _conversation(event, body, transport, line, services)
        said = EVENTS[kind][1](body) if kind in EVENTS else None
        if said is not None:
            ends = _ends(event, event.get("timestamp"))
            service = services.of(EVENTS[kind][0], ends["dst"], ends["dst_port"], transport)
            columns = ("verb", "object", "status", "value", "user")
            missing = [name for name, value in zip(columns, said, strict=True) if value in ("", None)]
            return FlowRecord(
                EXCHANGE, 0, line, tap="", service=service, transport=transport, state="SF", log=kind,
                missing=missing_of(missing), fields=as_text(_beside(kind, event)), **ends, **said._asdict(),
            )  # fmt: skip
    when = event.get("timestamp")
    return KeptRecord(
        None if when is None else micros(when, "timestamp"), _flow_id(event), kind, line, "", as_text(event)
    )


def _ends(event: Mapping[str, Any], when: object) -> dict[str, Any]:
    if when is None:
        raise Unfit("missing-key", "timestamp is not there", "without it nobody can tell when it was.")
    ends = {
        "time": micros(when, "timestamp"),
        "src": address(text(event["src_ip"])),
        "dst": address(text(event["dest_ip"])),
        "src_port": port(event.get("src_port") or 0, "src_port"),
        "dst_port": port(event.get("dest_port") or 0, "dest_port"),
    }
    return {**ends, "flow": _flow_id(event) or _identity(ends)}


def _flow_id(event: Mapping[str, Any]) -> int:
    known = event.get("flow_id")
    return 0 if known is None else whole(known, "flow_id", (1 << 64) - 1)


def _identity(ends: Mapping[str, Any]) -> int:
    """An identity for an event that names none."""
    said = repr(sorted(ends.items())).encode("utf-8", "replace")
    return int.from_bytes(blake2b(said, digest_size=8).digest(), "big")


def _conversation(
    event: Mapping[str, Any], body: Mapping[str, Any], transport: str, line: int, services: Services
) -> FlowRecord:
    ends = _ends(event, body.get("start") or event.get("timestamp"))
    missing = [column for name, column in SIZES.items() if body.get(name) is None]
    sizes: dict[str, Any] = {column: 0 if body.get(n) is None else whole(body[n], n) for n, column in SIZES.items()}
    end, word = body.get("end"), text(event.get("app_proto"))
    missing += ["duration_us"] * (end is None) + ["service"] * (word in ("", "failed", "unknown"))
    service = services.of(word, ends["dst"], ends["dst_port"], transport)
    return FlowRecord(
        CONVERSATION, 0, line, tap="", service=service, transport=transport, log="flow",
        state="SF" if is_one_way(service, transport) else _state(event, body, sizes, transport),
        duration_us=0 if end is None else max(0, micros(end, "flow.end") - ends["time"]),
        missing=missing_of(missing), fields=as_text(_beside("flow", event)), **ends, **sizes,
    )  # fmt: skip


def _state(event: Mapping[str, Any], body: Mapping[str, Any], sizes: Mapping[str, int], transport: str) -> str:
    """How it ended: by the flags where Suricata gives them, else by what came back."""
    if not sizes["packets_in"]:
        return "S0"
    tcp = event.get("tcp")
    if isinstance(tcp, dict) and answered_with_reset(tcp.get("tcp_flags_tc")):
        return "REJ"
    if transport == "udp" or body.get("state") != "new":
        return "SF"
    return "RSTO" if sizes["packets_out"] > sizes["packets_in"] else "REJ"


def _beside(kind: str, event: Mapping[str, Any]) -> dict[str, Any]:
    """What the flow's row does not carry: everything else of the event, and all of what was said."""
    rest = {name: value for name, value in event.items() if name not in (*COMMON, "app_proto")}
    body = rest.get("flow")
    if kind == "flow" and isinstance(body, dict):
        rest["flow"] = {name: value for name, value in body.items() if name not in READ}
    return rest | ({"app_proto": event["app_proto"]} if "app_proto" in event else {})


def _unknown(kind: str, event: Mapping[str, Any]) -> Iterator[str]:
    """Names of fields that no column carries."""
    known = (*COMMON, "app_proto", kind)
    yield from (name for name in event if name not in known)
    body = event.get("flow")
    if kind == "flow" and isinstance(body, dict):
        yield from (f"flow.{name}" for name in body if name not in (*READ, "state"))
