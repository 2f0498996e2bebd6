"""Names, tactics and domains of ATT&CK ids."""

from __future__ import annotations

from twin.lab.techniques import DOMAINS, techniques


def test_ids_are_in_one_domain_and_have_tactics() -> None:
    """Ids of ICS begin with T0 and T1 alike, so the domain is said."""
    found = techniques()
    assert {each.domain for each in found.values()} == set(DOMAINS)
    assert all(each.name and all(each.tactics) for each in found.values())
    assert found["T1040"].tactics == ("Credential Access", "Discovery")
    assert (found["T0846"].domain, found["T1021.002"].domain) == ("ics-attack", "enterprise-attack")
