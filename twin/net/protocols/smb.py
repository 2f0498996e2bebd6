"""SMB: shared files.

Workstations keep a share open all day; worms look for the same port on every neighbour.

The four fields and the user: verb is the action, object the path, status ``ok`` or the NT status, value the file's
size in bytes, user the account.

Sources: Microsoft Open Specifications MS-SMB2 (commands, status codes); Zeek smb_files.log and smb_mapping.log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol
from twin.net.wire import smb2
from twin.net.wire.said import Said
from twin.net.wire.smb2 import Place

_STATUSES = {
    "STATUS_ACCESS_DENIED": 0xC0000022, "STATUS_LOGON_FAILURE": 0xC000006D, "STATUS_OBJECT_NAME_NOT_FOUND": 0xC0000034,
    "401": 0xC000006D,
}  # fmt: skip
_UNSUCCESSFUL, _SESSION_DELETED = 0xC0000001, 0xC0000203
_TREE = 1
_SHARE = "data"
_OPENING = ((106, 132), (124, 124), (292, 77))
"""Dialect, challenge, proof."""


class Smb(Protocol):
    """SMB: shared files."""

    port = 445
    transport = "tcp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "action",
        "object": "path",
        "status": "status",
        "value": "size",
        "user": "username",
    }
    verbs = ("tree_connect", "open", "read", "write", "rename", "delete")
    writes = ("write", "rename", "delete")
    opening = _OPENING
    greatest = 8_000_000

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """Dialect, log-in in two steps, then the share, the file and what is done with it."""
        request, answer = _logged_in(said)
        least_out, least_in = (len(part) for part in _work(said, b"", b""))
        out = said.noise("out", said.bytes_out - len(request) - least_out)
        into = said.noise("in", said.bytes_in - len(answer) - least_in)
        work, done = _work(said, out, into)
        return request + work, answer + done


def _session(said: Said) -> int:
    return said.flow & 0xFFFFFFFF


def _logged_in(said: Said) -> tuple[bytes, bytes]:
    """The three turns of the opening."""
    session, refused = _session(said), said.verb == "login" and not said.ok
    challenge = smb2.set_up_answer(smb2.ntlm_challenge(said.noise("nonce", 8)))
    proof = smb2.ntlm_authenticate(said.user, said.src, said.noise("proof", 48))
    last = smb2.framed(
        Place(2, 0, session, answer=True), smb2.SESSION_SETUP, smb2.failed() if refused else smb2.set_up_answer(b""),
        _status(said) if refused else smb2.OK,
    )  # fmt: skip
    client = (
        smb2.framed(Place(0), smb2.NEGOTIATE, smb2.negotiate(said.noise("client", 16))),
        smb2.framed(Place(1), smb2.SESSION_SETUP, smb2.set_up(smb2.ntlm_negotiate())),
        smb2.framed(Place(2, 0, session), smb2.SESSION_SETUP, smb2.set_up(proof)),
    )
    server = (
        smb2.framed(
            Place(0, answer=True), smb2.NEGOTIATE, smb2.negotiated(said.noise("server", 16), max(0, said.epoch_us))
        ),
        smb2.framed(Place(1, 0, session, answer=True), smb2.SESSION_SETUP, challenge, smb2.MORE_PROCESSING),
        last,
    )
    return b"".join(client), b"".join(server)


def _status(said: Said) -> int:
    return _STATUSES.get(said.status, _UNSUCCESSFUL)


def _work(said: Said, out: bytes, into: bytes) -> tuple[bytes, bytes]:
    """What is asked of the share, and its answers; fillers ride where the verb has room for them."""
    file, name = said.noise("file", 16), said.object.replace("/", "\\").lstrip("\\")
    carried = said.verb if said.verb in ("read", "write") else ""
    context_out, context_in = b"" if carried == "write" else out, b"" if carried == "read" or not said.ok else into
    size = max(0, int(said.value or 0)) or len(out if carried == "write" else into)
    steps = [
        (smb2.TREE_CONNECT, smb2.tree_connect(f"\\\\{said.dst}\\{_SHARE}"), smb2.tree_connected()),
        (smb2.CREATE, smb2.create(name, context_out), smb2.created(file, size, context_in)),
    ]
    if said.verb == "read":
        steps.append((smb2.READ, smb2.read(file, len(into)), smb2.read_answer(into)))
    elif said.verb == "write":
        steps.append((smb2.WRITE, smb2.write(file, out), smb2.written(len(out))))
    elif said.verb in ("rename", "delete"):
        change = smb2.rename(file, f"{name}.old") if said.verb == "rename" else smb2.delete(file)
        steps.append((smb2.SET_INFO, change, smb2.info_set()))
    if not said.ok:
        *before, (command, asked, _) = steps
        refused = [(c, a, smb2.failed()) for c, a, _ in before] if said.verb == "login" else before
        steps = [*refused, (command, asked, smb2.failed(into))]
    return _sent(said, steps)


def _sent(said: Said, steps: list[tuple[int, bytes, bytes]]) -> tuple[bytes, bytes]:
    """The steps as messages; where the record says that it failed, the last one did, or all after a failed log-in."""
    session, requests, answers = _session(said), [], []
    for number, (command, asked, told) in enumerate(steps, 3):
        tree = 0 if command == smb2.TREE_CONNECT else _TREE
        status = smb2.OK
        if not said.ok and said.verb == "login":
            status = _SESSION_DELETED
        elif not said.ok and number == len(steps) + 2:
            status = _status(said)
        requests.append(smb2.framed(Place(number, tree, session), command, asked))
        answers.append(smb2.framed(Place(number, _TREE, session, answer=True), command, told, status))
    return b"".join(requests), b"".join(answers)
