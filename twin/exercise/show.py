"""What the command line prints of exercises: the list, the go/no-go list, the timeline of one that was played."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from twin.core.units import format_clock, format_duration
from twin.exercise.check import CHECKS, Verdict
from twin.exercise.event import Event
from twin.exercise.file import Loaded
from twin.exercise.play import Played
from twin.lab.metrics import METRICS
from twin.lab.show import console
from twin.lab.wording import metric_value, plural

_QUIET = ("opened", "armed", "acknowledged")
"""Kinds of events that a timeline leaves out."""

_SAID = ("option", "response", "verdict", "rating", "text", "why")
"""What an event's body says first."""


def show_exercises(listed: Mapping[str, Loaded]) -> None:
    """Every exercise with its length and its seats."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), collapse_padding=True, pad_edge=False)
    for head in ("exercise", "title", "min", "seats", "story"):
        table.add_column(head, no_wrap=head == "exercise", justify="right" if head == "min" else "left")
    for name, loaded in listed.items():
        exercise = loaded.exercise
        seats = ", ".join(role.id for role in exercise.roles)
        table.add_row(name, exercise.title, f"{exercise.minutes:g}", seats, exercise.twin.story)
    console().print(table)
    console().print("next   twin exercise check NAME", soft_wrap=True)


def show_verdict(verdict: Verdict, name: str) -> None:
    """The go/no-go list, what nobody's acting brings, and the answer."""
    say, exercise = console(), verdict.loaded.exercise
    say.print(Text.assemble((exercise.title, "bold"), f"  {exercise.name}, {_minutes(verdict.loaded)}"), soft_wrap=True)
    for check, words in CHECKS.items():
        found = [each for each in verdict.findings if each.check == check]
        mark = "no-go" if any(each.level == "no-go" for each in found) else "look " if found else "go   "
        say.print(f"  {mark}  {words}", style="" if mark == "go   " else "yellow")
        for each in found:
            say.print(f"         {each.place}  {each.problem}\n           {each.remedy}", soft_wrap=True)
    if verdict.dry is not None:
        say.print("\nWith nobody acting")
        moments = [*verdict.dry.fired.items(), *((f"{name} (decision)", us) for name, us in verdict.dry.opened.items())]
        for moment, us in sorted(moments, key=lambda each: (each[1], each[0])):
            say.print(f"  {_clock(verdict.loaded, us)}  {moment}")
        silent = [each.id for each in exercise.injects if each.id not in verdict.dry.fired]
        say.print(f"  not then: {', '.join(silent) or 'none'}", soft_wrap=True)
        say.print(f"  {_metrics(verdict.dry.metrics)}", soft_wrap=True)
    no_go = sum(each.level == "no-go" for each in verdict.findings)
    say.print("\ngo" if verdict.go else f"\nno go: {plural(no_go, 'finding')}", style="bold")
    if verdict.go:
        say.print(f"next   twin exercise play {name} --script moves.yaml", soft_wrap=True)


def _minutes(loaded: Loaded) -> str:
    """What people need, and for how long of it the hub goes on."""
    needs, hub = loaded.exercise.minutes, 60 * loaded.hours / loaded.exercise.clock.speed
    return f"{needs:g} min for people, {min(needs, hub):g} of them with the hub"


def show_played(played: Played, name: str, out: Path | None) -> None:
    """The timeline, the ratings, the metrics, what was not as expected, and the next command."""
    say, exercise = console(), played.loaded.exercise
    say.print(Text.assemble((exercise.title, "bold"), f"  {exercise.name}, seed {played.loaded.seed}"))
    for line in timeline(played):
        say.print(line, soft_wrap=True)
    say.print()
    for each in played.ratings.values():
        say.print(Text.assemble((f"  {each.rating}  ", "bold"), each.objective.text), soft_wrap=True)
        say.print(f"     {each.because}", style="dim", soft_wrap=True)
    say.print(f"\n  {_metrics(played.metrics)}", soft_wrap=True)
    for line in _not_as_expected(played):
        say.print(line, style="yellow", soft_wrap=True)
    say.print("as expected" if played.good else "not as expected", style="bold")
    if out:
        say.print(f"next   twin exercise report {out} --out reports", soft_wrap=True)
    else:
        say.print(f"next   twin exercise play {name} --script MOVES --out runs/{exercise.name}", soft_wrap=True)


def timeline(played: Played) -> Iterator[str]:
    """One line for each event that people would tell of."""
    for event in played.events:
        if event.kind not in _QUIET:
            who = event.seat or "-"
            yield f"  {_clock(played.loaded, event.sim_us)}  {who:<12} {event.kind:<12} {_about(event)}".rstrip()


def _about(event: Event) -> str:
    """What an event is about, in a few words."""
    body = event.body
    said = next((body[key] for key in _SAID if body.get(key)), "")
    target = f" on {body['target']}" if "target" in body else ""
    reason = f": {body['reason']}" if body.get("reason") else ""
    return f"{event.ref} {said}{target}{reason}".strip()


def _not_as_expected(played: Played) -> Iterator[str]:
    for refused in played.refused:
        if not refused.move.refused:
            yield f"refused: {refused.move.said()}: {refused.why}"
    yield from (f"should have been refused: {move.said()}" for move in played.accepted)
    yield from (f"never came: {move.said()}" for move in played.never)
    yield from played.unmet


def _metrics(metrics: Mapping[str, float | None]) -> str:
    said = (f"{name} {metric_value(name, value, METRICS[name].unit)}" for name, value in metrics.items())
    return "   ".join(said)


def _clock(loaded: Loaded, us: int) -> str:
    return f"{format_clock(loaded.inputs.story.starts, us)}  +{format_duration(us):<12}"
