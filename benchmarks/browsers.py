"""A browser without a screen: speaks Streamlit's own messages over its WebSocket, on this machine only.

It opens a page, learns which fragment ticks, and then asks for one tick after the other, as a browser's timer does.
What it measures is what a browser would wait for and receive: seconds from the request to the end of the script run,
bytes of all messages in between, and bytes on the wire, which are fewer where the server compresses (RFC 7692), as
browsers ask it to.

Source: Streamlit's protobuf definitions (``streamlit.proto``: BackMsg, ForwardMsg).
"""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack
from typing import NamedTuple

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

PATIENCE_S = 120.0


class Refresh(NamedTuple):
    """One tick: how long it took, the bytes of its messages, and the bytes that came over the wire."""

    seconds: float
    bytes: int
    wire: int


class _Counted(socket.socket):
    """A connection that counts what it receives."""

    received = 0

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        found = super().recv(size, flags)
        self.received += len(found)
        return found


class Browser:
    """One open page of the server on *port*, at the page *page* with the query *query*."""

    def __init__(self, port: int, page: str, query: str) -> None:
        self._socket = _Counted(fileno=socket.create_connection(("127.0.0.1", port)).detach())
        self._open = ExitStack()
        wire = connect(
            f"ws://127.0.0.1:{port}/_stcore/stream", sock=self._socket, max_size=None,
            subprotocols=[Subprotocol("streamlit")],
        )  # fmt: skip
        self._wire = self._open.enter_context(wire)
        self._page, self._query = page, query
        self._hash = self._fragment = ""
        self.first = self._run(BackMsg())

    def close(self) -> None:
        """Leave the page."""
        self._open.close()

    def refresh(self) -> Refresh:
        """One tick of the page's fragment."""
        if not self._fragment:
            raise RuntimeError(f"the page {self._page!r} has no fragment that ticks")
        asked = BackMsg()
        asked.rerun_script.fragment_id = self._fragment
        asked.rerun_script.is_auto_rerun = True
        return self._run(asked)

    def _run(self, asked: BackMsg) -> Refresh:
        asked.rerun_script.query_string = self._query
        asked.rerun_script.page_name = self._page
        asked.rerun_script.page_script_hash = self._hash
        began, size, before = time.monotonic(), 0, self._socket.received
        self._wire.send(asked.SerializeToString())
        while True:
            raw = self._wire.recv(timeout=PATIENCE_S)
            size += len(raw)
            message = ForwardMsg.FromString(raw if isinstance(raw, bytes) else raw.encode())
            kind = message.WhichOneof("type")
            if kind == "auto_rerun":
                self._fragment = message.auto_rerun.fragment_id
            elif kind == "new_session":
                self._hash = message.new_session.page_script_hash
            elif kind == "script_finished":
                return Refresh(time.monotonic() - began, size, self._socket.received - before)
