"""Laws of addresses: they follow from names, in any order, and no two are equal."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from hypothesis import given
from hypothesis import strategies as st

from twin.net.address import addresses, macs, subnets
from twin.net.inventory import FUNCTIONS

registers = st.dictionaries(
    st.text("abc0123456789-", min_size=1, max_size=6), st.sampled_from(FUNCTIONS), max_size=40
).map(lambda register: list(register.items()))


@given(register=registers, data=st.data())
def test_addresses_do_not_depend_on_order(register: list[tuple[str, str]], data: st.DataObject) -> None:
    """A register in any order gives the same plan."""
    other = data.draw(st.permutations(register))
    assert addresses(register) == addresses(other)
    assert macs(register) == macs(other)


def test_no_two_addresses_are_equal() -> None:
    """Thousands of one function and one maker all differ."""
    register = [(f"sensor-{n}", "cold_chain") for n in range(3_000)]
    assert len(set(addresses(register).values())) == len(set(macs(register).values())) == 3_000


@given(register=registers)
def test_an_address_lies_in_its_function_s_network(register: list[tuple[str, str]]) -> None:
    """Who reads an address knows what kind of thing it is."""
    found = addresses(register)
    assert all(ip_address(found[name]) in ip_network(subnets()[function]) for name, function in register)


def test_addresses_are_as_documented() -> None:
    """The function's place times ten, then hosts from .10 on in order of name."""
    found = addresses([("amr-002", "robots"), ("amr-001", "robots"), ("dc-01", "identity"), ("cloud", "internet")])
    assert found == {"amr-001": "10.10.0.10", "amr-002": "10.10.0.11", "dc-01": "10.100.0.10", "cloud": "198.18.0.10"}


def test_hardware_addresses_are_local_and_share_their_maker_s_half() -> None:
    """The local bit is set and the group bit is not; three bytes tell the maker."""
    found = macs([("a", "Acme"), ("b", "Acme"), ("c", "Other")])
    assert all(int(mac[:2], 16) & 0b11 == 0b10 for mac in found.values())
    assert found["a"][:8] == found["b"][:8] != found["c"][:8]
