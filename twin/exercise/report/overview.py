"""The overview: what the exercise was, when, for whom, on which run, and by whom it was asked for.

Source: HSEEP 2020, exercise overview of an after-action report.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from twin.core.units import HOUR_US, format_duration
from twin.exercise.papers.document import Block, Fact, Facts, Row, Source, Statement, Table
from twin.exercise.report.review import Review, cite
from twin.exercise.report.times import read_wall
from twin.lab.wording import plural

_NOT_SAID = "not stated"


def overview_blocks(review: Review) -> Iterator[Block]:
    """The section."""
    if review.exercise.summary:
        yield Statement(review.exercise.summary, source="filed")
    yield Facts(tuple(_facts(review)))
    yield Table(
        ("seat", "about", "took part"), tuple(_seats(review)), "Seats", widths=(0.3, 0.5, 0.2)
    )  # fmt: skip


def _facts(review: Review) -> Iterator[Fact]:
    exercise, run = review.exercise, review.run
    opened, end = (tuple(map(cite, review.of(kind)[:1])) for kind in ("opened", "finished"))
    first, last = read_wall(review.events[0].wall), read_wall(review.dated)
    yield Fact("Held", Statement(f"{first:%Y-%m-%d %H:%M} to {last:%H:%M} UTC", opened + end))
    took, planned = format_duration((last - first) // timedelta(microseconds=1)), f"{exercise.minutes:g} min"
    yield Fact("Duration", Statement(f"{took} at the table, {planned} planned", opened + end))
    clock = f"{review.times.clock(0)} to {review.times.clock(review.ended_us)}"
    on_clock = f"{clock}, {format_duration(review.ended_us)}; the story lasts {run.span_us / HOUR_US:g} h"
    yield Fact("On the hub's clock", Statement(on_clock, opened + end))
    yield Fact("Scope", Statement(", ".join(module.title for module in exercise.modules), source="filed"))
    capabilities = dict.fromkeys(each.capability for each in exercise.objectives if each.capability)
    yield Fact("Capabilities", Statement(", ".join(capabilities) or _NOT_SAID, source="filed"))
    techniques = dict.fromkeys(row["technique"] for row in review.tables["attack"])
    story = f"{run.story.title} ({run.story.name}); techniques {', '.join(techniques) or 'none'}"
    yield Fact("Threat", Statement(story, opened))
    where = f"site {run.site.name}, posture {run.posture.name}, seed {run.seed}"
    yield Fact("Scenario", Statement(where, opened))
    versions = review.of("opened")[0].body.get("versions", {}) if review.of("opened") else {}
    told = ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))
    yield Fact("Versions", Statement(told or _NOT_SAID, opened))
    yield Fact("Exercise file", Statement(f"{exercise.name}, SHA-256 {review.loaded.sha256[:16]}…", opened))
    yield from _cover(review)


def _cover(review: Review) -> Iterator[Fact]:
    """What only people can say; what nobody said is shown as such."""
    cover = review.cover
    named = {
        "Sponsor": cover.sponsor,
        "Point of contact": cover.contact,
        "Place": cover.place,
        "Handling": cover.marking,
    }
    for name, words in named.items():
        if words:
            yield Fact(name, Statement(words, source="people"))
    silent = [name.lower() for name, words in named.items() if not words]
    if silent:
        yield Fact("Not stated", Statement(", ".join(silent)))


def _seats(review: Review) -> Iterator[Row]:
    roles = {role.id: role.about for role in review.exercise.roles}
    others = dict.fromkeys(event.seat for event in review.of("joined") if event.seat not in roles)
    for seat in (*roles, *others):
        yield _seat(review, seat, roles.get(seat, ""))


def _seat(review: Review, seat: str, about: str) -> Row:
    """How many people sat there; a seat that acted without anybody's name was played by a script."""
    mine = [event for event in review.events if event.seat == seat]
    names = {str(event.body.get("name")) for event in mine if event.kind == "joined"}
    words = plural(len(names), "person").replace("persons", "people") if names else "acted" if mine else "nobody"
    cites = tuple(map(cite, mine[:1] or review.of("finished")[-1:]))
    sources: tuple[Source, ...] = ("filed", "computed") if about else ("computed",)
    return Row((review.title(seat), about, words), cites, sources)
