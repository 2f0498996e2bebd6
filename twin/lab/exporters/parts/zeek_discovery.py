"""Zeek's logs for finding out who is there: leases, devices by hardware address, hosts and services.

A lease says more than an address: the name that a device gives itself, its vendor class, and the options it asks for,
whose list and order tell makers apart.

Sources: Zeek manual, script reference of DHCP::Info, Known::DevicesInfo, Known::HostsInfo and Known::ServicesInfo, and
of policy/protocols/dhcp/software (``client_software``). ``param_list`` is a field of Zeek's DHCP::Options and not of
its log; who fingerprints DHCP clients adds it. ``host`` and ``vendor`` (whose the hardware address is) are ours.
"""

from __future__ import annotations

from twin.lab.exporters.parts.conversation import Conversation
from twin.lab.exporters.parts.ends import EDGE, same_subnet
from twin.lab.exporters.parts.zeek_columns import Column, Field, Value
from twin.net.inventory import Asset
from twin.net.protocols.dhcp import DOMAIN, LEASE_S
from twin.net.wire.stacks import stack_of

_LEASE_US = LEASE_S * 1_000_000


def _granted(c: Conversation) -> bool:
    return c.verb == "REQUEST" and c.status == "ok"


def _told(c: Conversation) -> list[str]:
    """Messages in their order."""
    return [c.verb] if c.verb == "RELEASE" else [c.verb, "ACK" if c.status == "ok" else "NAK"]


def _asks(c: Conversation) -> list[str] | None:
    return None if c.verb == "RELEASE" else [str(code) for code in stack_of(c.src.vendor).asks]


DHCP = (
    Field("ts", "time", lambda c: c.epoch_us),
    Field("uids", "set[string]", lambda c: [c.uid]),
    Field("client_addr", "addr", lambda c: c.src.address),
    Field("server_addr", "addr", lambda c: c.dst.address),
    Field("mac", "string", lambda c: c.src.mac),
    Field("host_name", "string", lambda c: None if c.verb == "RELEASE" else c.src.name),
    Field("client_fqdn", "string", lambda _: None),
    Field("domain", "string", lambda c: DOMAIN if c.status == "ok" and c.verb != "RELEASE" else None),
    Field("requested_addr", "addr", lambda _: None),
    Field("assigned_addr", "addr", lambda c: c.src.address if _granted(c) else None),
    Field("lease_time", "interval", lambda c: _LEASE_US if _granted(c) else None),
    Field("client_message", "string", lambda _: None),
    Field("server_message", "string", lambda _: None),
    Field("msg_types", "vector[string]", _told),
    Field("duration", "interval", lambda c: c.duration_us),
    Field("client_software", "string", lambda c: None if c.verb == "RELEASE" else stack_of(c.src.vendor).system),
    Field("param_list", "vector[count]", _asks),
)

KNOWN_DEVICES = (
    Column("ts", "time"),
    Column("mac", "string"),
    Column("dhcp_host_name", "string"),
    Column("host", "addr"),
    Column("vendor", "string"),
)
KNOWN_HOSTS = (Column("ts", "time"), Column("host", "addr"))
KNOWN_SERVICES = (
    Column("ts", "time"),
    Column("host", "addr"),
    Column("port_num", "port"),
    Column("port_proto", "enum"),
    Column("service", "set[string]"),
)


def devices_in(c: Conversation) -> list[Asset]:
    """Whose own hardware addresses the frames of *c* carried: those that no router had replaced."""
    if c.tap == EDGE or c.src.function == "internet":
        return []
    return [c.src, c.dst] if c.answered and (same_subnet(c.src, c.dst) or not c.over_ip) else [c.src]


def device_row(device: Asset, c: Conversation, lease_name: str) -> list[Value]:
    """The line of *device*, first seen in *c*; *lease_name* is what it called itself to the DHCP server, if it did."""
    return [c.epoch_us, device.mac, lease_name or None, device.address, device.vendor or None]
