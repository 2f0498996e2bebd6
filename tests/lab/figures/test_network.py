"""The network picture: every host in its zone's box, no two boxes on one spot."""

from __future__ import annotations

from tests.lab.synthetic import made_up_run
from twin.lab.figures import network


def test_boxes_hold_every_member_and_do_not_overlap() -> None:
    """Thirty-one hosts in six boxes."""
    run = made_up_run()
    placed, height = network.boxes(run.inventory, run.segmentation)
    assert sum(len(box.hosts) for box in placed) == len(run.inventory.assets)
    for number, one in enumerate(placed):
        assert one.y + one.height <= height
        for other in placed[number + 1 :]:
            apart = one.x + one.width <= other.x or other.x + other.width <= one.x
            assert apart or one.y + one.height <= other.y or other.y + other.height <= one.y


def test_higher_levels_stand_above_lower_ones() -> None:
    """Purdue order: the internet first, robots last."""
    placed, _ = network.boxes(made_up_run().inventory, made_up_run().segmentation)
    levels = [box.level for box in placed]
    assert levels == sorted(levels, reverse=True)


def test_the_title_counts_who_was_reached_and_who_fell() -> None:
    """Four reached and one fallen of thirty inside; the vendor cloud is outside."""
    assert network.finding(made_up_run()) == "Under zones the attack reached 5 of 30 assets and took 1 of them"  # type: ignore[arg-type]


def test_it_draws_with_and_without_an_attack() -> None:
    """The title of a quiet day says what the posture does."""
    assert network.draw(made_up_run()).texts  # type: ignore[arg-type]
    assert "nothing attacked them" in network.draw(made_up_run(quiet=True)).texts[0].get_text()  # type: ignore[arg-type]
