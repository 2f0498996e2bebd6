"""Accounts: who is let in to a device, with what, and what a response has closed or changed.

Some accounts are there whether or not anybody wants them: ``admin`` (the one in the manual), ``former`` (somebody who
left), ``service`` (the maker's key), ``domain-admin``. Others are a peer's own: ``printer-01`` is who the printer is at
the warehouse system. An account that is closed opens nothing, and sessions that it opened end. A key that was changed
is another secret: whoever stole the old one has nothing.

Each closing and each change counts for itself, so that taking back one leaves the others.

Sources: MITRE D3FEND D3-AL (Account Locking), D3-CRO (Credential Rotation); NIST SP 800-53 r5, AC-2 and IA-5.
"""

from __future__ import annotations

from collections import Counter

ADMIN, FORMER, SERVICE, DOMAIN_ADMIN = "admin", "former", "service", "domain-admin"
STANDING = (ADMIN, FORMER, SERVICE, DOMAIN_ADMIN)
"""Accounts that no peer is the owner of."""
SIGNED_IN = (
    "https", "http", "robot_api", "ssh", "telnet", "rdp", "smb", "sql", "ldap", "kerberos", "opcua", "rtsp", "mqtt",
    "mqtt_plain",
)  # fmt: skip
"""Services that ask who is there."""


class Accounts:
    """What has been closed and changed at the devices of one kind; ``last_change`` numbers the last change of a key."""

    def __init__(self) -> None:
        self._closed: Counter[tuple[str, str]] = Counter()
        self._keys: dict[str, dict[int, str]] = {}
        self.last_change = 0
        self._used: dict[tuple[str, str], list[str]] = {}

    def close(self, asset: str, account: str) -> None:
        """*account* opens *asset* no more."""
        self._closed[asset, account] += 1

    def reopen(self, asset: str, account: str) -> None:
        """End one closing of *account* at *asset*."""
        self._closed[asset, account] -= 1

    def is_open(self, asset: str, account: str) -> bool:
        """Whether nobody has closed *account* at *asset*."""
        return not self._closed[asset, account]

    def used(self, asset: str, account: str, src: str) -> None:
        """*src* has logged in to *asset* with *account*."""
        self._used.setdefault((asset, account), []).append(src)

    def users(self, asset: str, account: str) -> list[str]:
        """Who has ever logged in to *asset* with *account*."""
        return self._used.get((asset, account), [])

    def change_key(self, asset: str, number: int, key: str) -> None:
        """The key of *asset* is *key* from now on; *number* is the change's own, and the greatest one counts."""
        self._keys.setdefault(asset, {})[number] = key
        self.last_change = max(self.last_change, number)

    def restore_key(self, asset: str, number: int) -> None:
        """Take the change *number* back."""
        del self._keys[asset][number]

    def key_of(self, asset: str) -> str:
        """The key that *asset* was given last, or nothing where it has the one that it came with."""
        changes = self._keys.get(asset)
        return changes[max(changes)] if changes else ""

    def state(self) -> object:
        """What is closed and which keys are changed, whatever the order in which it came."""
        closed = tuple(sorted(pair for pair, times in self._closed.items() for _ in range(times)))
        return closed, tuple(sorted((asset, self.key_of(asset)) for asset, keys in self._keys.items() if keys))
