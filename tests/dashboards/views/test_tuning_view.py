"""A rule that was heard."""

from __future__ import annotations

from pathlib import Path

from dashboards.views import tuning_view
from tests.dashboards.made_up_labs import made_up_tuned
from twin.core.errors import Fault, Place
from twin.lab.detection.tuning import wrong_rules


def test_the_finding_counts_hits_misses_and_false_alerts() -> None:
    """And a rule that never hits has no time to detect."""
    assert (
        tuning_view.answer(made_up_tuned()) == "A <rule> detects 2 of 3, half of them within 20 s, with 1 false alert."
    )
    deaf = made_up_tuned(hits=False)
    assert tuning_view.answer(deaf) == "A <rule> detects 0 of 3, with 1 false alert."
    told = {tile.title: tile for tile in tuning_view.tiles(deaf)}
    assert told["Misses"].text == "3: seed 1, 2, 3"
    assert not told["Time to detect, median"].defined


def test_numbers_have_their_intervals_and_the_load_is_a_shift() -> None:
    """One false alert in 1.8 quiet hours is 4.44 a shift of eight."""
    told = {tile.title: tile.text for tile in tuning_view.tiles(made_up_tuned())}
    assert told["Hits"] == "2 of 3"
    assert told["Share of runs, 95 %"] == "21 to 94 %"
    assert told["Alerts a quiet shift (8 h)"] == "4.44"
    assert told["Analysts' time a quiet shift"] == "17.8 min"


def test_every_run_is_a_row_and_every_false_alert_too() -> None:
    """With the clock of its own story."""
    view = tuning_view.view_of_tuning(made_up_tuned(), "")
    assert [row["Detected at"] for row in view.seeds] == ["02:40:20", "02:40:20", "✕ missed", "—", "—", "—"]
    (wrong,) = view.wrong
    assert (wrong["Asset"], wrong["Time"]) == ("ws-<1>", "08:10:20")


def test_why_has_the_funnel_and_the_nearest_row_escaped() -> None:
    """What the rule asks, at its line, and what the row had instead."""
    why = tuning_view.why_html(made_up_tuned())
    for words in ("A &lt;rule&gt;", "func: write", "the rule wants write (line 12)", "made by step scan"):
        assert words in why


def test_faults_show_the_line_that_they_stand_in() -> None:
    """Escaped; a fault without a line is told without."""
    faults = [
        Fault(Place("x.yml", 2, 3), "unknown-key", "no <key>.", "did you mean title?"),
        Fault(Place("x.yml"), "x", "y", ""),
    ]
    html = tuning_view.faults_html(faults, "a: 1\nb<: 2\n")
    assert "<b>Line 2: </b>no &lt;key&gt;. Did you mean title?." in html
    assert "<code>b&lt;: 2</code>" in html
    assert "<li><b></b>y </li>" in html


def test_rules_can_be_opened_and_a_new_one_is_sound(tmp_path: Path) -> None:
    """The same text is the same file."""
    assert "ot/port-scan" in tuning_view.rule_names()
    assert "title:" in tuning_view.rule_text("ot/port-scan")
    assert tuning_view.stem_of("ot/port-scan") == "port-scan"
    kept = tuning_view.kept_rule(tuning_view.rule_text(tuning_view.NEW), tuning_view.stem_of(tuning_view.NEW), tmp_path)
    assert wrong_rules(kept) == []
    assert tuning_view.kept_rule(kept.read_text(encoding="utf-8"), "my-rule", tmp_path) == kept
    assert "step.scan.start" in tuning_view.clocks("coffee-machine")


def test_edits_on_disk_are_bounded_and_those_in_use_stay(tmp_path: Path) -> None:
    """Every edit of every visitor is a file; the ones used longest ago go."""
    import os

    used = tuning_view.kept_rule("title: in use", "mine", tmp_path)
    for number in range(2 * tuning_view.KEPT_EDITS):
        made = tuning_view.kept_rule(f"title: {number}", "mine", tmp_path)
        os.utime(made.parent, ns=(number, number))
        assert tuning_view.kept_rule("title: in use", "mine", tmp_path) == used
    assert used.is_file()
    assert made.is_file()
    assert len(list((tmp_path / "edited").iterdir())) == tuning_view.KEPT_EDITS
