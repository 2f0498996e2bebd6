"""Small sources for the tests of importers: one of each kind, written by the lab's exporters or by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from tests.lab.exporters.recordings import recording
from twin.core.errors import BadInput, Fault
from twin.lab.exporters import EXPORTERS
from twin.lab.importers import IMPORTERS
from twin.lab.importers.base import Options, Record
from twin.lab.importers.parts.account import Account
from twin.lab.importers.parts.records import CONVERSATION, EXCHANGE, FlowRecord, KeptRecord

T = TypeVar("T")
EXPORTS: Mapping[str, tuple[str, str]] = {
    "eve": ("eve", "observed/eve.json"),
    "pcap": ("pcap", "observed/capture.pcap"),
    "pcapng": ("pcapng", "observed/capture.pcapng"),
    "zeek": ("zeek", "observed"),
    "zeek_json": ("zeek", "observed"),
}
"""Exporter to the importer that reads it, and what it reads."""

HEADER = (
    "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n"
    "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes"
    "\tconn_state\torig_pkts\tresp_pkts\thistory\n"
    "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\tcount\tcount\tstring\n"
)
CONN = "1700000000.000001\tCabc\t10.0.0.1\t50000\t10.0.0.2\t443\ttcp\tssl\t0.5\t10\t20\tSF\t6\t4\tShADadFf\n"

PROCESS = (
    "DATETIME,L_T1,F_PU1,S_PU1,P_J280,ATT_FLAG\n"
    "06/01/14 00,1.5,98.9,1,87.6,0\n06/01/14 01,1.4,99.1,1,,0\n15/01/14 02,1.3,n/a,1,87.9,1\n"
)


def exported(exporter: str, folder: Path) -> Path:
    """The small recording as *exporter* writes it: what its importer reads."""
    EXPORTERS[exporter]().write(recording(), folder)
    return folder / EXPORTS[exporter][1]


def example(kind: str, folder: Path) -> Path:
    """A source of *kind* under *folder*."""
    if kind == "csv_process":
        return written(folder / "process.csv", PROCESS)
    return exported(kind, folder)


@cache
def _example_files(kind: str) -> Mapping[str, bytes]:
    with TemporaryDirectory() as name:
        path = example(kind, Path(name))
        files = [path] if path.is_file() else sorted(path.iterdir())
        return {file.name: file.read_bytes() for file in files}


def altered(kind: str, folder: Path, alter: Callable[[bytes], bytes]) -> Path:
    """A source of *kind* under *folder*, each file of it altered."""
    files = {name: alter(whole) for name, whole in _example_files(kind).items()}
    paths = [written(folder / "in" / name, whole) for name, whole in files.items()]
    return paths[0] if len(paths) == 1 else folder / "in"


def written(path: Path, text: str | bytes) -> Path:
    """*text* in *path*."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(kind: str, path: Path, options: Options | None = None) -> tuple[list[Record], Account]:
    """Every record of *path* as *kind*, and the account."""
    account = Account()
    return list(IMPORTERS[kind]().records(path, options or Options(), account)), account


def tried(act: Callable[[], T]) -> tuple[T | None, tuple[Fault, ...]]:
    """What *act* gives, or the faults of what it was given; any other error is a test's failure."""
    try:
        return act(), ()
    except BadInput as error:
        return None, error.faults


def fault_of(kind: str, path: Path) -> str:
    """What the importer says about *path*, which holds nothing of its own."""
    try:
        read(kind, path)
    except BadInput as error:
        return str(error)
    raise AssertionError("it was read")


def flows(records: list[Record]) -> list[FlowRecord]:
    """The conversations."""
    return [record for record in records if isinstance(record, FlowRecord) and record.part == CONVERSATION]


def exchanges(records: list[Record]) -> list[FlowRecord]:
    """What was said inside them."""
    return [record for record in records if isinstance(record, FlowRecord) and record.part == EXCHANGE]


def kept(records: list[Record]) -> list[KeptRecord]:
    """What has no place in a table."""
    return [record for record in records if isinstance(record, KeptRecord)]
