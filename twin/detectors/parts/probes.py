"""Probes: conversations in which nothing was said, and answers to questions that nobody here asked.

Who looks for services opens a connection and drops it, or is refused, or hears nothing: no payload crosses in either
direction. Whoever means to talk says something. The second kind is no probe though it looks like one: somebody floods
a victim elsewhere under our addresses, and what the victim answers arrives here, at ports that no service listens on.

Sources: G. Lyon, Nmap network scanning, chapter 5 (half-open and connect scans); D. Moore et al., Inferring Internet
denial-of-service activity, USENIX Security 2001 (backscatter); RFC 6335, section 6, and the usual range of Linux
(32768 and above) for ports that openers use.
"""

from __future__ import annotations

from twin.core.log import Columns
from twin.detectors.parts.register import Flags

EPHEMERAL = 32_768
"""Ports from here on are those of openers, by the widest of the usual ranges."""


def wordless(flow: Columns) -> Flags:
    """Which rows carried no payload in either direction, shape (n,)."""
    said: Flags = (flow["bytes_out"] == 0) & (flow["bytes_in"] == 0)
    return said


def backscatter(flow: Columns, from_outside: Flags) -> Flags:
    """Which rows came from outside to a port of openers, and said nothing, shape (n,)."""
    found: Flags = from_outside & (flow["dst_port"] >= EPHEMERAL) & wordless(flow)
    return found
