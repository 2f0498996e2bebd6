"""Which service of the lab a conversation is, from a monitor's word, the port and the register.

Monitors name what they dissect (``ssl``, ``krb_tcp``), not what it is for: inside TLS it may be anything. If the
register knows that the responder offers a service on this port, it is that one; else the monitor's word counts, and
where it has none the port does, as for every unanswered attempt.

Sources: IANA Service Name and Port Number Registry through ``net/protocols``; Zeek manual (service); Suricata user
guide (app_proto).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from twin.lab.importers.parts.columns import Whole
from twin.net.inventory import Asset
from twin.net.protocols import PROTOCOLS

if TYPE_CHECKING:
    import pyarrow as pa

_WORDS = {
    "krb": "kerberos", "krb5": "kerberos", "krb_tcp": "kerberos", "krb_udp": "kerberos", "ldap_tcp": "ldap",
    "ldap_udp": "ldap", "pgsql": "sql", "postgresql": "sql", "http2": "https", "quic": "https",
}  # fmt: skip
_NOTHING = ("", "failed", "unknown")
_INSIDE_TLS = ("ssl", "tls")
_REMEMBERED = 65_536
_PORTS = 65_536
_OTHER = {"tcp": "udp", "udp": "tcp"}
_OWN = ("other", "robot_api")
"""Kinds whose port says nothing by itself: anybody may listen there."""


class Services:
    """Services by responder and port."""

    def __init__(self, register: Iterable[Asset]) -> None:
        self._known: dict[tuple[str, str, int, str], str] = {}
        self._offered = {
            (asset.address, PROTOCOLS[name].port, PROTOCOLS[name].transport): name
            for asset in register
            if asset.address
            for name in asset.services
            if name in PROTOCOLS.entries
        }

    def of(self, word: str, address: str, port: int, transport: str) -> str:
        """The lab's name of what *address* answers on *port*, which a monitor calls *word*."""
        key = (word, address, port, transport)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[key] = self._of(word, address, port, transport)
        return found

    def all_of(self, words: pa.Array, addresses: pa.Array, ports: Whole, transports: pa.Array) -> pa.Array:
        """:meth:`of` for columns of the same length; each different case is looked up once."""
        import pyarrow as pa

        parts = [column.dictionary_encode() for column in (words, addresses, transports)]
        said, who, over = ([*part.dictionary.to_pylist()] for part in parts)
        if not self._offered:  # then it is the same whoever answers
            parts[1] = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(ports), np.int32)), pa.array([""]))
            who = [""]
        codes = [part.indices.to_numpy().astype(np.int64) for part in parts]
        cases = ((codes[0] * len(who) + codes[1]) * len(over) + codes[2]) * _PORTS + ports
        different, place = np.unique(cases, return_inverse=True)
        found = [self._of_case(int(case), said, who, over) for case in different]
        return pa.array(found, pa.string()).take(pa.array(place))

    def _of_case(self, case: int, said: list[str], who: list[str], over: list[str]) -> str:
        rest, port = divmod(case, _PORTS)
        rest, transport = divmod(rest, len(over))
        word, address = divmod(rest, len(who))
        return self.of(said[word], who[address], port, over[transport])

    def _of(self, word: str, address: str, port: int, transport: str) -> str:
        offered = self._offered.get((address, port, transport))
        if offered is not None:
            return offered
        said = [part for part in word.split(",") if part not in _NOTHING]
        inside = any(part in _INSIDE_TLS for part in said)
        plain = [part for part in said if part not in _INSIDE_TLS]
        if plain:
            if plain[-1] == "mqtt" and not inside:
                return "mqtt_plain"
            return _WORDS.get(plain[-1], plain[-1])
        by_port = ports().get((port, transport)) or ports().get((port, _OTHER[transport]), "")
        if inside:
            return by_port if by_port and PROTOCOLS[by_port].encrypted else "https"
        return by_port


def is_one_way(service: str, transport: str) -> bool:
    """Whether a datagram of *service* gets no answer by nature, so that silence is no failure (syslog)."""
    return transport == "udp" and service in PROTOCOLS.entries and not PROTOCOLS[service].answered


@cache
def ports() -> dict[tuple[int, str], str]:
    """The protocols shelf by port and transport."""
    kinds = [(name, PROTOCOLS[name]) for name in PROTOCOLS if name not in _OWN]
    return {(kind.port, kind.transport): name for name, kind in kinds}
