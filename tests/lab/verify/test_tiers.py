"""V38 and V39."""

from __future__ import annotations

from typing import Any

import pytest

from tests.lab.verify.held import findings, verdict
from tests.verifying import all_pass, found
from twin.lab.queue import Line
from twin.lab.soc.staff import Staff
from twin.lab.verify.tiers import EmptyAtNight, TwoTiers


@pytest.mark.nightly
def test_each_tier_waits_as_if_it_were_alone() -> None:
    """V38 at the printed inputs: Erlang C of 1.6 erlang at two, and a single server at three quarters."""
    assert [found.expected for found in findings("V38")] == pytest.approx([8 * 0.7111 / 0.4, 45.0], rel=1e-4)


@pytest.mark.nightly
def test_a_third_analyst_whom_nobody_counted_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both tiers then wait less than they should."""
    begin = Line.__init__
    monkeypatch.setattr(Line, "__init__", lambda line, servers: begin(line, servers + 1))
    assert [one.passed for one in verdict("V38").findings] == [False, False]


def test_the_night_grows_by_one_an_arrival() -> None:
    """V39 at the printed inputs: 60 and 120 alerts, the last begun 236 minutes into the day."""
    told = findings("V39")
    assert [one.expected for one in told][:2] == [60, 120]
    assert told[3].expected == 59 * 4


@pytest.mark.parametrize("changes", [{"analysts": 5}, {"gap_min": 7.3}, {"night_h": 9, "triage_min": 1.5}])
def test_other_nights_are_as_exact(changes: dict[str, Any]) -> None:
    """Whatever the inputs."""
    assert all_pass(found(EmptyAtNight(), **changes))


def test_a_desk_that_reads_at_night_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then nobody waits."""
    line = Staff._line

    def awake(staff: Staff, tier: int) -> object:
        made = line(staff, tier)
        for number in range(len(staff.people[tier])):
            made.arrive(number)
        return made

    monkeypatch.setattr(Staff, "_line", awake)
    assert not any(one.passed for one in verdict("V39").findings)


def test_a_night_that_is_never_through_is_refused() -> None:
    """And a tier that cannot keep up."""
    inputs = {name: each.value for name, each in EmptyAtNight.inputs.items()}
    with pytest.raises(ValueError, match="of a day of 12 h"):
        EmptyAtNight().refuse(inputs | {"triage_min": 30.0})
    inputs = {name: each.value for name, each in TwoTiers.inputs.items()}
    with pytest.raises(ValueError, match="grows without end"):
        TwoTiers().refuse(inputs | {"share": 0.5})
