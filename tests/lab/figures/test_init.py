"""The table of pictures: every module keeps the contract, and what has nothing to show is left out with a reason."""

from __future__ import annotations

import time
from importlib import import_module

import pytest

from tests.lab.synthetic import made_up_run
from twin.core.errors import BadInput
from twin.core.log import Log
from twin.lab.figures import RUN_FIGURES, draw_run, left_out, plot
from twin.lab.figures.style import to_svg


@pytest.mark.parametrize("name", RUN_FIGURES)
def test_every_picture_has_its_finding_as_title(name: str) -> None:
    """On a day with an attack and on a quiet one; a title may be broken into lines."""
    for quiet in (False, True):
        run = made_up_run(quiet=quiet)
        title = plot(run, name).texts[0].get_text()  # type: ignore[arg-type]
        assert title.replace("\n", " ") == import_module(RUN_FIGURES[name]).finding(run)


@pytest.mark.parametrize("name", RUN_FIGURES)
def test_drawn_twice_a_picture_is_the_same_text(name: str) -> None:
    """Bytes depend on the run alone."""
    one, other = (to_svg(plot(made_up_run(), name)) for _ in range(2))  # type: ignore[arg-type]
    assert one == other


def test_what_has_nothing_to_show_is_left_out_with_a_reason() -> None:
    """An empty log has a network and a timeline, and no plant."""
    run = made_up_run(quiet=True)
    run.log = Log()
    missing = left_out(run)  # type: ignore[arg-type]
    assert set(missing) == {"battery", "congestion", "floor", "lateness", "robots", "rooms"}
    assert all(missing.values())
    assert set(draw_run(run)) == set(RUN_FIGURES) - set(missing)  # type: ignore[arg-type]


def test_a_full_run_has_every_picture_in_little_time() -> None:
    """All of the made-up run, in well under a second each."""
    begun = time.process_time()
    assert set(draw_run(made_up_run())) == set(RUN_FIGURES)  # type: ignore[arg-type]
    assert time.process_time() - begun < 8


def test_an_unknown_picture_is_refused_by_name() -> None:
    """With what is known."""
    with pytest.raises(BadInput, match="heat"):
        plot(made_up_run(), "heat")  # type: ignore[arg-type]
