"""Drafts of policies."""

from __future__ import annotations

import json

from dashboards.views import drafts


def test_a_posture_as_it_is_gives_itself() -> None:
    """Nothing is written down but its kind, and it keeps its name."""
    made = drafts.draft("zones", drafts.as_it_is("zones"))
    assert (made.label, made.posture, json.loads(made.options)) == ("zones", "zones", {"kind": "zones"})


def test_what_differs_is_in_the_name_and_in_the_options() -> None:
    """Unless somebody gives it one."""
    wanted = drafts.as_it_is("zones")._replace(exceptions=("hvac_controller",), egress="none", monitor=True)
    made = drafts.draft("zones", wanted)
    assert made.label == "zones + hvac_controller egress none watched only"
    options = {"egress": "none", "kind": "zones", "monitor": True, "vendor_exceptions": ["hvac_controller"]}
    assert json.loads(made.options) == options
    assert drafts.draft("zones", wanted, " mine ").label == "mine"
    assert drafts.called("zones", wanted._replace(kind="vlan", internal_dns=True, keys="shared")).startswith(
        "zones as vlan"
    )


def test_what_may_be_chosen_is_what_policies_know() -> None:
    """Kinds, ways out, keys; and the exceptions that would change something at a site."""
    assert {"flat", "zones", "zero_trust"} <= set(drafts.kinds())
    assert set(drafts.egresses()) == set(drafts.EGRESS)
    assert set(drafts.key_scopes()) == set(drafts.KEYS)
    known = drafts.could_be_excepted("compromised-robot", None)
    assert known == sorted(known)
    assert known
