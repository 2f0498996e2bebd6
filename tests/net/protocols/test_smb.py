"""Laws of the protocol: SMB: shared files."""

from __future__ import annotations

from twin.net.protocols.smb import Smb


def test_ransom_shows_as_writes_and_renames() -> None:
    """What changes a file is a write, what opens or reads it is not."""
    assert Smb.port == 445
    assert Smb.writes == ("write", "rename", "delete")
