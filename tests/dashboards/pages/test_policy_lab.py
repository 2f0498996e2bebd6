"""The policy lab, without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.dashboards.lab_pages import field, opened
from tests.dashboards.made_up_labs import made_up_bench
from tests.dashboards.room_pages import button, html, words

pytest.importorskip("streamlit")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was asked of the bench, which answers with made-up results."""
    seen: list[Any] = []

    def made(drafts: Any, stories: Any, seeds: Any, **named: Any) -> Any:
        seen.append((drafts, stories, seeds, named["hours"]))
        named["progress"](1, 2)
        return made_up_bench()

    monkeypatch.setattr("twin.lab.policy.bench.bench", made)
    return seen


def test_an_empty_page_says_what_to_do_and_what_the_draft_leaves_open(repo: Path) -> None:
    """Before any run; three postures lie on the bench."""
    app = opened(repo, "policy_lab")
    assert not app.exception
    assert "press **Run attacks**" in app.info[0].value
    assert "no path differs" in html(app) or "no path differs" in " ".join(one.proto.body for one in app.get("html"))
    assert field(app, "multiselect", "On the bench").value == ["flat", "zones", "zero-trust"]
    assert button(app, "Pin to compare").disabled


def test_a_changed_policy_says_what_it_opens_and_can_be_pinned(repo: Path) -> None:
    """It then lies on the bench under a name that says what differs."""
    app = opened(repo, "policy_lab")
    field(app, "multiselect", "Exceptions").set_value(["hvac_controller"]).run()
    told = " ".join(one.proto.body for one in app.get("html"))
    assert "opens 21, closes 0 paths" in told
    button(app, "Pin to compare").click().run()
    assert not app.exception
    assert "zones + hvac_controller" in field(app, "multiselect", "On the bench").value


def test_attacks_run_against_the_bench_and_the_finding_comes_first(repo: Path, asked: list[Any]) -> None:
    """Table, attacks and differences; the same question again is not run again."""
    app = opened(repo, "policy_lab")
    field(app, "number_input", "Seeds").set_value(3)
    for _ in range(2):
        button(app, "Run attacks").click().run()
    assert not app.exception
    assert len(asked) == 1
    drafts, stories, seeds, hours = asked[0]
    assert [draft.label for draft in drafts] == ["flat", "zones", "zero-trust"]
    assert (stories, seeds, hours) == (("compromised-robot", "over-privileged"), 3, 0.5)
    assert app.subheader[0].value.replace("\\", "") == "zero-trust loses least: 6,000 EUR less than flat."
    assert [tab.label for tab in app.tabs] == ["Attack by attack", "Differences"]
    assert "data:image/svg+xml" in " ".join(one.proto.body for one in app.get("html"))
    assert "3 seeds" in words(app)


def test_no_attack_is_a_fault_in_words(repo: Path) -> None:
    """Refused before anything runs, and the page stays."""
    app = opened(repo, "policy_lab")
    field(app, "multiselect", "Attacks").set_value([])
    button(app, "Run attacks").click().run()
    assert not app.exception
    assert "No attack is chosen" in app.error[0].value.replace("\\", "")
