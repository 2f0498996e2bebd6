"""Services: which of them control or write, and which of the register's functions people work at.

Sources: the protocols' own documents, named in :mod:`twin.net.protocols`; the selection is a judgement.
"""

from __future__ import annotations

CONTROL = ("bacnet", "modbus", "rdp", "robot_api", "smb", "ssh", "telnet")
"""Services that control or write."""

PEOPLE = ("office", "engineering")
"""Functions of assets that people work at: what they open varies by nature."""
