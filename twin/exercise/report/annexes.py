"""Annexes: the MSEL as run, techniques, both logs as far as they are cited, how to replay, and how much is computed.

Every citation of the report leads here: ``#12`` to a line of the exercise's log, ``alert:7`` to a row of the run's.

Source: HSEEP 2020 (the MSEL beside what happened); ATT&CK Navigator layer format 4.5.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from twin.core.units import format_duration
from twin.exercise.event import Event
from twin.exercise.papers.document import (
    Attachment,
    Block,
    Cite,
    Document,
    Fact,
    Facts,
    Row,
    Section,
    Statement,
    Table,
    computed_share,
)
from twin.exercise.report.review import CITED, Review, cite
from twin.exercise.report.timeline import to_seats

PRIVATE_KINDS = ("noted", "armed", "held", "released", "skipped", "speed", "rated", "joined", "left")
"""Events that only those who lead and evaluate read of, beside what a person may keep for himself."""

AIM = 0.7
"""The share of statements that a report aims to compute."""


def msel_table(review: Review, *, private: bool) -> Table:
    """The list of injects as it went; what each was to lead to is for facilitators."""
    heads = ("inject", "module", "to", "by", "fired", "how", "expected", "came")
    widths = (0.1, 0.1, 0.15, 0.08, 0.1, 0.17, 0.18, 0.12)
    shown = len(heads) if private else len(heads) - 2
    rows = (_inject(review, each.id) for each in review.exercise.injects)
    return Table(
        heads[:shown], tuple(replace(row, cells=row.cells[:shown]) for row in rows), "Injects as run",
        "The exercise has no injects.", widths=widths[:shown],
    )  # fmt: skip


def planned_table(review: Review) -> Table:
    """What was to trigger each inject: for facilitators."""
    rows = tuple(
        Row((each.id, each.when or "by hand", each.text), sources=("filed",), private=True)
        for each in review.exercise.injects
    )
    return Table(("inject", "planned when", "text"), rows, "Injects as planned", private=True, widths=(0.12, 0.36, 0.5))


def _inject(review: Review, name: str) -> Row:
    inject, here = review.state.inject(name), review.state.injects[name]
    fired = next((event for event in review.of("fired") if event.ref == name), None)
    ends = [event for event in review.of("skipped", "held") if event.ref == name]
    if fired is None:
        how, at = {"skipped": "skipped by hand", "held": "held back"}.get(here.status, "never came due"), "not fired"
    else:
        how, at = (
            ("by its condition" if not fired.seat else f"by {review.title(fired.seat)}"),
            review.times.clock(fired.sim_us),
        )
    expected, came = _expected(review, name, fired)
    cites = tuple(map(cite, [fired] if fired else ends[-1:])) or tuple(map(cite, review.of("finished")[-1:]))
    return Row(
        (name, inject.module, to_seats(review, inject.to), inject.channel, at, how, expected, came),
        cites, private=fired is None,
    )  # fmt: skip


def _expected(review: Review, name: str, fired: Event | None) -> tuple[str, str]:
    """What was expected and when it came: told of what was fired, in the facilitators' words."""
    expect = review.state.inject(name).expect
    if expect is None or fired is None:
        return "", ""
    came = next((each.us for each in review.state.happened.get(f"decision.{expect.decision}", ())), None)
    title = review.state.card(expect.decision).title
    return title, "never" if came is None else f"after {format_duration(came - fired.sim_us)}"


def log_table(review: Review, cites: Iterable[Cite], *, private: bool) -> Table:
    """The exercise's log, line by line. Without *private* lines for facilitators are out, but for those in *cites*."""
    cited = set(cites)
    shown = [event for event in review.events if private or event.kind not in PRIVATE_KINDS or cite(event) in cited]
    return Table(
        ("#", "clock", "wall", "seat", "event", "about", "digest"),
        tuple(_event_row(review, event, private=private) for event in shown),
        "Log of the exercise; digests are chained", numbers=(0,), widths=(0.06, 0.12, 0.2, 0.2, 0.14, 0.16, 0.12),
        lookup=True,
    )  # fmt: skip


def _event_row(review: Review, event: Event, *, private: bool) -> Row:
    """A line; for participants without who answered, and without what only facilitators acted on."""
    who = review.title(event.seat) if private or event.kind != "answered" else "a participant"
    about = event.ref if private or event.kind not in PRIVATE_KINDS else ""
    clock = review.times.clock(event.sim_us)
    cells = (str(event.seq), clock, event.wall, who, event.kind, about, event.digest[:12])
    return Row(cells, anchor=Cite(event.seq).anchor)


def cited_rows(review: Review, cites: Iterable[Cite]) -> Table:
    """The rows of the run's log that the report cites."""
    found = [one for one in cites if one.table]
    rows = tuple(
        Row((str(one), review.times.clock(row["time"]), _row_words(row)), anchor=one.anchor)
        for one in found
        if one.table in CITED and (row := review.tables[one.table][one.number - 1])
    )
    return Table(
        ("row", "clock", "says"), rows, "Rows of the run's log that are cited", widths=(0.14, 0.1, 0.76), lookup=True
    )


_LEFT_OUT = ("time", "evidence", "evidence_rows", "x_m", "y_m")


def _row_words(row: Mapping[str, Any]) -> str:
    told = {name: value for name, value in row.items() if name not in _LEFT_OUT and value not in ("", None)}
    return ", ".join(
        f"{name} {value:g}" if isinstance(value, float) else f"{name} {value}" for name, value in told.items()
    )


def layers(review: Review) -> dict[str, bytes]:
    """Layers for the ATT&CK Navigator, by file name."""
    from twin.lab.exporters.navigator import Navigator

    with TemporaryDirectory() as folder:
        written = Navigator().write(review.run.recording, Path(folder))
        return {path.name: path.read_bytes() for path in written}


def attachments(review: Review) -> tuple[Attachment, ...]:
    """Files to replay the exercise with, and the layers; the exercise's own two are for facilitators."""
    log = "".join(f"{event.to_json()}\n" for event in review.events).encode()
    own = (
        Attachment("exercise.yaml", "application/yaml", review.loaded.text.encode(), private=True),
        Attachment("events.jsonl", "application/x-ndjson", log, private=True),
    )
    return own + tuple(Attachment(name, "application/json", text) for name, text in layers(review).items())


def replay_facts(review: Review) -> Iterator[Fact]:
    """What it takes to have the same exercise again."""
    opened = tuple(map(cite, review.of("opened")[:1]))
    last = review.events[-1]
    yield Fact("Exercise file", Statement(f"exercise.yaml, SHA-256 {review.loaded.sha256}", opened))
    words = f"{len(review.events)} events, last digest {last.digest}"
    yield Fact("Log", Statement(f"events.jsonl, {words}", (cite(last),)))
    yield Fact("Run", Statement(f"digest {review.run.digest}", opened))
    yield Fact("Run again, without the table", Statement(review.run.recipe.command(), opened, private=True))


def measured(document: Document) -> Section:
    """How much of *document* is computed, as its last section."""
    computed, of = computed_share(document)
    share = computed / of if of else 0.0
    words = (
        f"{computed} of {of} statements are computed from the logs ({100 * share:.1f} %; the aim is {100 * AIM:.0f} %)."
        " The others are words of people, which ✎ marks, or of the exercise file. A statement is a sentence, a fact or"
        " a row of a table; the logs themselves, repeated to be looked up, are none."
    )
    return Section("measure", "How much of this is computed", (Statement(words),))


def technique_block(review: Review) -> Block:
    """Techniques that were used, with what the layers say of each."""
    from twin.exercise.report.detection import steps_seen
    from twin.lab.techniques import current, techniques

    rows = []
    for seen in steps_seen(review):
        known = techniques().get(current(seen.technique))
        tactics = ", ".join(known.tactics) if known else ""
        rows.append(
            Row(
                (seen.technique, known.name if known else "", tactics, seen.step, seen.detector or "not detected"),
                seen.cites,
            )
        )
    return Table(
        ("technique", "name", "tactic", "step", "seen by"), tuple(rows),
        "ATT&CK techniques of the story; the Navigator layers say the same", "The story has no attack.",
    )  # fmt: skip


def annex_sections(review: Review, *, private: bool, cites: Sequence[Cite]) -> tuple[Section, ...]:
    """All annexes but the last."""
    return (
        Section("msel", "Annex A: injects as run", (msel_table(review, private=private), planned_table(review))),
        Section("techniques", "Annex B: techniques", (technique_block(review),)),
        Section("replay-annex", "Annex C: file and log to replay", (Facts(tuple(replay_facts(review))),)),
        Section("log", "Annex D: the log of the exercise", (log_table(review, cites, private=private),)),
        Section("rows", "Annex E: rows of the run's log", (cited_rows(review, cites),)),
    )
