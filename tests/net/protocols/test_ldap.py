"""Laws of the protocol: LDAP: the directory, asked."""

from __future__ import annotations

from twin.net.protocols.ldap import Ldap


def test_only_modify_writes() -> None:
    """Binding and searching leave the directory as it is."""
    assert Ldap.port == 389
    assert Ldap.writes == ("modify",)
