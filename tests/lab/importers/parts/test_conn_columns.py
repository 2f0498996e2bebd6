"""Ends, words and gaps of many conversations at once."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from twin.lab.importers.parts.account import Account
from twin.lab.importers.parts.columns import exact_micros
from twin.lab.importers.parts.conn_columns import conversations, ends_of, one_way
from twin.lab.importers.parts.services import Services
from twin.lab.importers.parts.zeek_columns import Cells

TEXTS = {
    "ts": ["1.000000", "2.000000", None], "uid": ["Ca", "Cb", "Cc"], "id.orig_h": ["10.0.0.1"] * 3,
    "id.orig_p": ["5"] * 3, "id.resp_h": ["10.0.0.2"] * 3, "id.resp_p": ["443", "514", "1"],
    "proto": ["tcp", "udp", "tcp"], "service": ["ssl", None, None], "conn_state": ["S1", "S0", "S0"],
    "orig_bytes": ["7", None, None],
}  # fmt: skip


def test_rows_are_taken_or_left() -> None:
    """The one without a time is left; what is unset is named and counted."""
    texts = {name: pa.array(values, pa.string()) for name, values in TEXTS.items()}
    cells = Cells(texts, pa.array(['"x":1', "", ""]), lambda _: {"x": 1}, np.ones(3, np.bool_), np.array([4, 5, 6]))
    block, taken = conversations(cells, exact_micros, Services(()), "conn.log", account := Account())
    assert taken.tolist() == [4, 5]
    assert block.flows is not None
    assert block.beside is not None
    assert block.flows.column("service").to_pylist() == ["https", "syslog"]
    assert block.flows.column("state").to_pylist() == ["SF", "SF"]
    assert block.beside.column("fields").to_pylist() == [
        '{"x":1,"conn_state":"S1","service":"ssl"}', '{"conn_state":"S0"}',
    ]  # fmt: skip
    assert block.beside.column("missing").to_pylist()[1].startswith("bytes_in,bytes_out,duration_us")
    assert account.read == {"conn": 2}
    assert account.missing["conn"]["bytes_out"] == 1


def test_an_end_that_is_unset_is_not_sure() -> None:
    """Nor one that is no address, or no port."""
    address, port = pa.array(["10.0.0.1", None, "x"]), pa.array(["1", "1", "1"])
    assert ends_of(address, port, address, port).sure.tolist() == [True, False, False]
    same = pa.array(["10.0.0.1"] * 3)
    assert ends_of(same, pa.array(["1", None, "65536"]), same, port).sure.tolist() == [True, False, False]


def test_silence_after_a_datagram_of_syslog_is_no_failure() -> None:
    """Over TCP it would be."""
    assert one_way(pa.array(["syslog", "syslog", "dns"]), pa.array(["udp", "tcp", "udp"])).tolist() == [
        True,
        False,
        False,
    ]
