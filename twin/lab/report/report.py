"""The report: question, answer, picture, table, what happened, why, what it cost, how sure, and how to run it again.

It is one HTML file without any outside request. A comparison is told with two runs in full, the first seed under the
worst and under the best posture; everything else in it comes from the trials.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

import twin
from twin.lab.comparison import Comparison
from twin.lab.figures import costs, damage, left_out, plot
from twin.lab.figures import network as network_figure
from twin.lab.figures import timeline as timeline_figure
from twin.lab.figures.events import step_spans
from twin.lab.figures.rooms import concerns_rooms
from twin.lab.loader import load_inputs
from twin.lab.policy_sheet import OpenField, open_field
from twin.lab.recipe import Recipe
from twin.lab.report import tables
from twin.lab.report.vector import inline_svg
from twin.lab.verdict import equals_of_best, verdict_of_comparison, verdict_of_run
from twin.net.inventory import Inventory
from twin.net.segmentation import Segmentation
from twin.policies import POLICIES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from twin.lab.run import Run

Advance = Callable[[float], None]
_PLANT = ("floor", "congestion", "robots", "lateness", "rooms", "battery")
"""Pictures of the plant, robots first; where an attack came over rooms, those are first."""


@dataclass(frozen=True)
class Picture:
    """A figure in the page: its SVG and the words for those who do not see it."""

    svg: Markup
    words: str


@dataclass(frozen=True)
class Replay:
    """A run to play: its bytes (base64), the player, and which run it is."""

    payload: str
    script: Markup
    words: str


def comparison_report(
    comparison: Comparison, story: str, asked: Mapping[str, str], progress: Advance | None = None
) -> tuple[str, dict[str, Figure]]:
    """HTML of a comparison, and its figures by name; *asked* maps posture names to what the user wrote for them."""
    tell = progress or (lambda _share: None)
    verdict = verdict_of_comparison(comparison)
    pictures: dict[str, Figure] = {"damage": damage.draw(comparison), "costs": costs.draw(comparison)}
    told = list(dict.fromkeys(name for name in (verdict.worst, verdict.best) if name)) or [comparison.postures[0]]
    runs = {}
    for number, name in enumerate(told):
        runs[name] = _first_seed(comparison, story, asked[name])
        tell(0.6 * (number + 1) / len(told))
    for name, run in runs.items():
        pictures[f"timeline-{name}"] = timeline_figure.draw(run)
        pictures[f"network-{name}"] = network_figure.draw(run)
    worst = runs[told[0]]
    shown = ["floor", "congestion", "robots", "lateness"] + ["rooms"] * _warmed(comparison)
    nothing = left_out(worst)
    pictures |= {name: plot(worst, name) for name in shown if name not in nothing}
    fields = _open_fields(comparison, story, asked, worst.inventory)
    tell(0.8)
    equals = equals_of_best(comparison, verdict.best) if verdict.best != verdict.worst else []
    page = _render(
        "comparison.html.j2",
        verdict=verdict,
        equals=equals,
        comparison=comparison,
        numbers=tables.headline(comparison, verdict),
        postures=tables.postures(comparison),
        steps=tables.steps(comparison),
        policies=tables.policies(fields),
        entry=next(iter(fields.values()))[1].entry,
        money=tables.money(comparison),
        sure=tables.certainty(comparison),
        nulls=tables.null_detectors(comparison),
        facts=tables.facts(comparison, worst),
        told=told,
        pictures={name: _picture(figure, name) for name, figure in pictures.items()},
        replay=_replay(worst),
        version=twin.__version__,
    )
    tell(1.0)
    return page, pictures


def run_report(run: Run, recipe: Recipe, pictures: Mapping[str, Figure]) -> str:
    """HTML of one run, with *pictures* as drawn by :func:`twin.lab.figures.draw_run`."""
    return _render(
        "run.html.j2",
        verdict=verdict_of_run(run),
        run=run,
        recipe=recipe,
        metrics=tables.metrics(run),
        steps=tables.attack(run),
        policy=run.policy,
        zones=tables.zones(run),
        lines=tables.lines(run),
        wiring=tables.wiring(run),
        alerts=tables.alerts(run),
        decisions=tables.decisions(run),
        facts=tables.run_facts(run, recipe),
        pictures={name: _picture(figure, name) for name, figure in pictures.items()},
        plant=[name for name in _plant_order(run) if name in pictures],
        missing=left_out(run),
        replay=_replay(run),
        version=twin.__version__,
    )


def _plant_order(run: Run) -> list[str]:
    """The most telling picture first: rooms where a step of the attack came over them, else robots."""
    hit = any(concerns_rooms(run, span) for span in step_spans(run.log, run.span_us) if span.hit)
    return sorted(_PLANT, key=lambda name: (name != "rooms" or not hit, _PLANT.index(name)))


def _warmed(comparison: Comparison) -> bool:
    """Rooms are part of the story when they got warmer by it."""
    return any(comparison.damage(posture, "kelvin_hours").mean for posture in comparison.postures)


def _first_seed(comparison: Comparison, story: str, posture: str) -> Run:
    from twin.lab.run import run

    return run(
        story,
        posture,
        site=comparison.site,
        seed=comparison.seeds[0],
        hours=comparison.hours,
        settings=comparison.settings,
    )


def _open_fields(
    comparison: Comparison, story: str, asked: Mapping[str, str], inventory: Inventory
) -> dict[str, tuple[Segmentation, OpenField]]:
    """What each posture's policy makes of the hub, and what it leaves open."""
    fields = {}
    for name in comparison.postures:
        inputs = load_inputs(story, asked[name], comparison.site, comparison.settings)
        policy = inputs.posture.policy
        made = POLICIES[policy.kind](**policy.parameters).compile(inventory)
        fields[name] = (made, open_field(inventory, made, inputs.story))
    return fields


def _picture(figure: Figure, name: str) -> Picture:
    words = " ".join(text.get_text().replace("\n", " ") for text in figure.texts[:2])
    return Picture(Markup(inline_svg(figure, name)), words)  # noqa: S704 - our own drawing; its texts are escaped in it


def _replay(run: Run) -> Replay:
    from twin.lab.replay import replay_payload, replay_script

    words = f"posture {run.posture.name}, seed {run.seed}"
    payload = base64.b64encode(replay_payload(run)).decode("ascii")
    return Replay(payload, Markup(replay_script()), words)  # noqa: S704 - the player of this very package


def _render(template: str, **values: Any) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("twin.lab", "report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(**values)
