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
