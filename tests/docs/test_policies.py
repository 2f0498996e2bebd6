"""The pictures of policies in the docs are those of the small site as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from twin.lab.figures import policy
from twin.lab.policy.sheet import show_policy


@pytest.mark.parametrize("name", ["vlan", "zones", "zero-trust"])
def test_the_picture_of_a_policy_is_that_of_its_rules(name: str, repo: Path) -> None:
    """Whoever changes a policy, a need or the site draws it again; the picture stays light."""
    picture = (repo / "docs" / "img" / f"policy-{name}.svg").read_text("utf-8")
    words = " ".join(re.findall(r">([^<>]+)</", picture)).replace("&gt;", ">").replace("&lt;", "<")
    shown = show_policy(name, "small")
    assert policy.finding(shown) in words, "run: python docs/policies.py"
    drawn = [text.get_text() for text in policy.draw(shown).axes[0].texts]
    assert [one for one in drawn if one not in words] == [], "run: python docs/policies.py"
    assert len(picture) < 200_000
