"""Another course of a run, reduced to what its page shows: which decisions there are, and what another one changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from dashboards.views.chart import CHART_STYLE, Line, lines_svg, whisker_svg
from dashboards.views.lists import LIST_STYLE
from dashboards.views.policy_view import difference_words
from dashboards.views.tiles import metric_title
from twin.core.units import Us, format_clock
from twin.exercise.otherwise import Act, Change, acts_of, decisions_with, digest_of, is_played, read_played, recipe_of
from twin.exercise.spec import CounterfactualSpec
from twin.exercise.views.base import TITLES
from twin.lab.comparison import FIRST_METRICS
from twin.lab.loader import load_inputs
from twin.lab.metrics import METRICS
from twin.lab.recipe import Recipe, read_recipe
from twin.lab.scenario import Decision
from twin.lab.statistics import Estimate
from twin.lab.what_if.branch import WhatIf
from twin.lab.what_if.first_change import Change as First
from twin.lab.what_if.moves import Move, changed, left_out
from twin.lab.what_if.numbers import acts_alone
from twin.lab.what_if.show import apart, side_words
from twin.lab.wording import metric_value, span

MOST_FIRST = 8
RUNS = "runs"


class Proposal(NamedTuple):
    """A change that the exercise file proposes."""

    name: str
    change: Change


class Course(NamedTuple):
    """A run that can be gone over again: its acts, and what there is to change."""

    title: str
    recipe: Recipe
    digest: str
    acts: tuple[Act, ...]
    starts: datetime
    horizon_us: Us
    seeds: int
    loaded: Any = None
    proposals: tuple[Proposal, ...] = ()
    alone: bool = False
    """Whether playbooks decide besides people."""

    @property
    def choices(self) -> dict[int, str]:
        """What people decided, or could have, by number of the act."""
        return {
            act.seq: f"{self.clock(act.us)}  {self.who(act.seat)}: {act.words}" for act in self.acts if act.of_people
        }

    def clock(self, time_us: Us) -> str:
        """The hub's clock."""
        return format_clock(self.starts, time_us)

    def who(self, seat: str) -> str:
        """What people call the seat of an exercise; whoever decided in another run as it is."""
        roles = self.loaded.exercise.roles if self.loaded is not None else ()
        return next((role.title for role in roles if role.id == seat), TITLES.get(seat, seat))

    def act(self, seq: int) -> Act:
        """The act of that number."""
        return next(act for act in self.acts if act.seq == seq)

    def decisions(self, change: Change) -> tuple[Decision, ...]:
        """What the hub hears instead; raises ``BadInput``."""
        if self.loaded is not None:
            return decisions_with(self.loaded, self.acts, change)
        return changed(self.recipe.decisions, _moves(change), alone=self.alone)

    def words(self, change: Change) -> str:
        """The change in words, with the clock."""
        act = self.act(change.seq)
        if change.gone:
            return f"without “{act.words}”{self._also(change)}"
        option = dict(act.options).get(change.option, "")
        what = f"“{option}” instead of “{act.words}”" if option and change.option != act.option else f"“{act.words}”"
        when = f" at {self.clock(change.us)} instead of {self.clock(act.us)}" if change.us not in (None, act.us) else ""
        return f"{what}{when}"

    def _also(self, change: Change) -> str:
        if self.loaded is not None or self.alone:
            return ""
        return ", and without what took it back" if left_out(self.recipe.decisions, _moves(change)) else ""


class OtherwiseView(NamedTuple):
    """What the page of another course shows; ``body`` is what the report takes."""

    answer: str
    curves: str
    table: str
    first: list[dict[str, str]]
    warnings: list[str]
    note: str
    body: dict[str, Any]


def folders(root: Path) -> list[str]:
    """Runs and played exercises below *root* / runs, as they are named from *root*."""
    base = root / RUNS
    found = (
        [path.parent for name in ("run.json", "played.json") for path in base.glob(f"**/{name}")]
        if base.is_dir()
        else []
    )
    return sorted({path.relative_to(root).as_posix() for path in found})


def course_in(folder: Path) -> Course:
    """The course that a folder holds; raises ``BadInput`` where it holds none."""
    if is_played(folder):
        loaded, events = read_played(folder)
        return course_of(loaded, events)
    recipe, digest = read_recipe(folder)
    acts = tuple(
        Act(number, each.at_us, each.by, "given", "", _words(each), (each,))
        for number, each in enumerate(recipe.decisions, 1)
    )
    inputs = load_inputs(recipe.story, recipe.posture, recipe.site, recipe.settings, recipe.hours)
    story, alone = inputs.story, acts_alone(inputs.posture.response)
    return Course(story.title, recipe, digest, acts, story.starts, round(3600e6 * story.hours), 5, alone=alone)


def course_of(loaded: Any, events: Sequence[Any]) -> Course:
    """The course of an exercise, finished or not."""
    acts, story = acts_of(loaded, events), loaded.inputs.story
    course = Course(
        loaded.exercise.title, recipe_of(loaded, acts), "", acts, story.starts, round(3600e6 * story.hours),
        loaded.exercise.twin.seeds, loaded,
    )  # fmt: skip
    by_card = {act.ref: act.seq for act in acts if act.options}
    known = [each for each in loaded.exercise.counterfactuals if each.decision in by_card]
    proposals = (
        Proposal(_asked(loaded, each, course), Change(by_card[each.decision], each.at_us, each.option))
        for each in known
    )
    return course._replace(proposals=tuple(proposals))


def _asked(loaded: Any, asked: CounterfactualSpec, course: Course) -> str:
    """What the exercise file would like to know, by the title of the decision, the option and the time."""
    card = next(each for each in loaded.exercise.decisions if each.id == asked.decision)
    label = next((f": {option.label}" for option in card.options if option.id == asked.option), "")
    when = f", at {course.clock(asked.at_us)}" if asked.at_us is not None else ""
    return f"{card.title}{label}{when}"


def _words(decision: Decision) -> str:
    if decision.undo is not None:
        return f"measure {decision.undo} taken back"
    return f"{decision.response.kind} on {decision.target}" if decision.response else f"step {decision.begin} begun"


def _moves(change: Change) -> tuple[Move, ...]:
    """The change of a run that is no exercise, whose acts are the decisions that it was given."""
    if change.gone:
        return (Move("remove", number=change.seq),)
    return () if change.us is None else (Move("move", number=change.seq, at_us=change.us),)


def view_of_otherwise(found: WhatIf, course: Course, words: str, title: str = "") -> OtherwiseView:
    """Words, curves and tables of *found*, which is *course* but for *words*."""
    from twin.exercise.report.branches import branch_of

    branch = replace(branch_of(found, (title or words)[:200]), moves=(words[:400],))
    body = {**branch.to_json(), "recipe": digest_of(course.recipe)}
    return OtherwiseView(
        answer=answer(found, words), curves=curves_html(found, course), table=table_html(found),
        first=[_first(course, change) for change in found.changes[:MOST_FIRST]], warnings=list(_warnings(found)),
        note=note(found), body=body,
    )  # fmt: skip


def answer(found: WhatIf, words: str) -> str:
    """The finding in a sentence: what it would have been worth."""
    start = words[:1].upper() + words[1:]
    loss = found.difference("loss_eur")
    if not any(_differs(found.difference(name)) for name in found.comparison.units):
        return f"{start}: nothing changes. The branches are the same to the last bit."
    if loss.mean is None or not _differs(loss):
        return f"{start}: the loss stays the same, something else changes."
    way, turn = ("less", -1.0) if loss.mean < 0 else ("more", 1.0)
    ends = sorted(turn * end for end in (loss.lo, loss.hi) if end is not None)
    lo, hi = ends if len(ends) == 2 else (None, None)
    told = Estimate(turn * loss.mean, lo, hi, loss.n)
    sure = " Chance alone could do that." if lo is not None and lo < 0 else ""
    return f"{start}: {metric_value('loss_eur', told.mean, 'EUR')} {way} is lost ({span(told, 'EUR')}).{sure}"


def _differs(each: Estimate) -> bool:
    return each.mean is not None and not each.mean == (each.lo or 0.0) == (each.hi or 0.0) == 0.0


def curves_html(found: WhatIf, course: Course) -> str:
    """Metrics over time in both branches, those that differ; where none does, none."""
    if found.curves is None:
        return ""
    was, other = found.curves
    times = [float(at) for at in was.times_us]
    clock = (course.clock(was.times_us[0]), course.clock(was.times_us[-1]))
    drawn = []
    for name, values in was.values.items():
        if values == other.values[name] or len(times) < 2:
            continue
        ends = tuple(metric_value(name, each[-1], METRICS[name].unit) for each in (values, other.values[name]))
        label = f"{metric_title(name)}, seed {found.recipe.seed}: {ends[0]} as it was, {ends[1]} otherwise"
        marks = [
            (float(each.at_us), "a decision otherwise")
            for each in found.decisions
            if each not in found.recipe.decisions
        ]
        chart = lines_svg(
            times,
            Line(values),
            Line(other.values[name]),
            label=label,
            clock=clock,
            ends=(ends[0], ends[1]),
            marks=marks,
        )
        drawn.append(f"<figure><figcaption>{escape(metric_title(name))}</figcaption>{chart}</figure>")
    if not drawn:
        return ""
    key = (
        "<p class='key'><b class='was'>● ── as it was</b> &nbsp; <b class='other'>■ ╌╌ otherwise</b> &nbsp; "
        f"seed {found.recipe.seed}</p>"
    )
    return f"{CHART_STYLE}<div class='ch'>{key}<div class='ch-grid'>{''.join(drawn)}</div></div>"


def table_html(found: WhatIf) -> str:
    """The first metrics and all others that differ: both branches, the paired difference with its interval."""
    units = found.comparison.units
    shown = [name for name in units if name in FIRST_METRICS or _differs(found.difference(name))]
    rows = "".join(_row(found, name, units[name]) for name in shown)
    heads = "".join(
        f"<th scope='col'>{head}</th>"
        for head in ("Measure", "As it was", "Otherwise", "Difference", "0 in the middle")
    )
    table = f"<table class='list'><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return f"{CHART_STYLE}{LIST_STYLE}<div class='ch'>{table}</div>"


def _row(found: WhatIf, name: str, unit: str) -> str:
    was, other = (side_words(name, side, unit) for side in found.sides(name))
    gap = found.difference(name)
    words = "0" if gap.mean == 0 and not _differs(gap) else difference_words(gap, unit)
    told = "".join(f"<td>{escape(cell)}</td>" for cell in (was, other, words))
    place = "" if gap.mean is None else whisker_svg(gap.mean, gap.lo, gap.hi)
    head = f"<th scope='row' style='font-size:14px;opacity:1'>{escape(metric_title(name))}</th>"
    return f"<tr>{head}{told}<td>{place}</td></tr>"


def _first(course: Course, change: First) -> dict[str, str]:
    before, after = apart(change, course.clock)
    table = change.table.replace("_", " ")
    return {"Time": course.clock(change.time_us), "Table": table, "As it was": before, "Otherwise": after}


def _warnings(found: WhatIf) -> Sequence[str]:
    told = list(found.refused)
    if not found.same_run:
        told.append("The run did not come out as it was recorded: the lab has changed since. Both branches are as now.")
    return told


def note(found: WhatIf) -> str:
    """How the numbers came about."""
    of, seeds = found.comparison, len(found.paired_seeds)
    chance = "the same orders, people and faults in both branches" if of.common_chance else "chance differs by branch"
    one = " One seed is one day: more seeds say whether it was luck." if seeds == 1 else ""
    return (
        f"{seeds} paired seed{'s' * (seeds != 1)}, {of.hours:g} h, "
        f"{found.recipe.posture} on {of.site}; {chance}. Differences are otherwise less as it was, with 95 % "
        f"intervals. All else that was decided stays as it was.{one}"
    )
