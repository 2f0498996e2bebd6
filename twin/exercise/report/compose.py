"""The report, put together under the headings of HSEEP: one document, and an edition of it for participants.

Whoever stops after the executive summary has the truth; whoever goes on finds for each sentence the line of a log that
it rests on.

Source: Homeland Security Exercise and Evaluation Program (FEMA, 2020), after-action report and improvement plan.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from twin.core.errors import BadInput, Fault, Place, remedy_for
from twin.core.units import format_duration
from twin.exercise.papers.document import (
    Block,
    Cites,
    Document,
    Fact,
    Facts,
    Replay,
    Section,
    Statement,
    Table,
    cites_of,
    for_participants,
)
from twin.exercise.rating import of_record
from twin.exercise.report.annexes import annex_sections, attachments, measured
from twin.exercise.report.branches import branches_of
from twin.exercise.report.candidates import candidates
from twin.exercise.report.courses import branch_blocks, decision_blocks
from twin.exercise.report.decisions import Taken, decisions_taken
from twin.exercise.report.detection import blocks as detection_blocks
from twin.exercise.report.facts import five_facts
from twin.exercise.report.figures import pictures
from twin.exercise.report.findings import answer_blocks, finding_blocks, plan_blocks
from twin.exercise.report.impact import blocks as impact_blocks
from twin.exercise.report.numbers import numbers
from twin.exercise.report.objectives import blocks as objective_blocks
from twin.exercise.report.overview import overview_blocks
from twin.exercise.report.review import Review, cite
from twin.exercise.report.timeline import entries, rows
from twin.lab.wording import plural

Edition = Literal["facilitator", "participant"]
EDITIONS: dict[Edition, str] = {
    "facilitator": "for those who lead and evaluate",
    "participant": "for participants",
}


def editions(name: str) -> list[Edition]:
    """The editions that *name* means, ``both`` for all; raises :class:`BadInput`."""
    known: dict[str, list[Edition]] = {each: [each] for each in EDITIONS}
    known["both"] = list(EDITIONS)
    if name not in known:
        raise BadInput([Fault(Place("--edition"), "unknown-word", f'"{name}" is no edition.', remedy_for(name, known))])
    return known[name]


def report(review: Review, edition: Edition = "facilitator") -> Document:
    """The after-action report of a finished exercise."""
    whole = _whole(review, edition)
    document = for_participants(whole) if edition == "participant" else whole
    cited = cites_of(document)
    annexes = annex_sections(review, private=edition == "facilitator", cites=cited)
    document = replace(document, sections=document.sections + annexes)
    if edition == "participant":
        document = for_participants(document)
    document = replace(document, over=f"{document.over} · edition {EDITIONS[edition]}")
    return replace(document, sections=(*document.sections, measured(document)))


def _whole(review: Review, edition: Edition) -> Document:
    taken = decisions_taken(review)
    branches = [*branches_of(review.events), *review.branches]
    drawn = pictures(review, taken, branches)
    found = candidates(review)
    facts = five_facts(review, taken, branches)
    objectives = tuple(objective_blocks(review, proposals=edition == "facilitator"))
    over = f"After-action report · {review.exercise.title} · {review.dated[:10]}"
    return Document(
        title=f"What did “{review.exercise.title}” show?",
        over=over,
        answer=_answer(facts, taken),
        dated=review.dated.replace("Z", "+00:00"),
        sections=(
            Section("overview", "Overview", tuple(overview_blocks(review))),
            Section("summary", "Executive summary", tuple(_summary(review, facts, taken))),
            Section("timeline", "Timeline", (drawn["course"], drawn["measures"], _timeline(review))),
            Section("objectives", "Objectives and capabilities", objectives),
            Section("detection", "Detection", tuple(detection_blocks(review))),
            Section("decisions", "Decisions", tuple(decision_blocks(review, taken))),
            Section("impact", "Physical impact and money", tuple(impact_blocks(review))),
            Section("branches", "Counterfactuals", tuple(branch_blocks(review, branches, drawn.get("branches")))),
            Section("findings", "Strengths and areas for improvement", tuple(finding_blocks(review, found))),
            Section("plan", "Improvement plan", tuple(plan_blocks(review))),
            Section("hotwash", "Hot wash and feedback", tuple(answer_blocks(review))),
        ),
        marking=review.cover.marking,
        attachments=attachments(review),
        replay=_replay(review),
        figures=numbers(review, taken, branches, found),
    )  # fmt: skip


def _answer(facts: Sequence[Fact], taken: Sequence[Taken]) -> str:
    """The report in a sentence, from its facts alone."""
    heads = {fact.name: fact.said.text for fact in facts}
    seen, held = heads["Time to detect"], heads["Time to contain"]
    if seen == "nothing attacked":
        said = "Nothing attacked"
    else:
        said = f"The attack was {f'seen after {seen}' if seen[:1].isdigit() else seen}"
        said += (
            "" if held == "nothing to contain" else f" and {f'contained after {held}' if held[:1].isdigit() else held}"
        )
    return f"{said}; {_decided(taken)}, and the day cost {heads['Damage']}."


def _decided(taken: Sequence[Taken]) -> str:
    """How many decisions were right, of those that can be judged, and how many cannot."""
    judged = [each.right for each in taken if each.right is not None]
    right, unjudged = sum(judged), len(taken) - len(judged)
    if not taken:
        return "the team decided nothing"
    if not judged:
        return f"{plural(unjudged, 'decision')} of the team could not be judged"
    if len(judged) == 1:
        said = f"1 decision of the team was {'' if right else 'not '}right"
    else:
        said = f"{right or 'none'} of {len(judged)} decisions of the team {'were' if right > 1 else 'was'} right"
    return f"{said}, {unjudged} could not be judged" if unjudged else said


def _summary(review: Review, facts: tuple[Fact, ...], taken: Sequence[Taken]) -> Iterator[Block]:
    yield Facts(facts, tiles=True)
    if review.cover.summary:
        yield Statement(review.cover.summary, source="people")
    end: Cites = tuple(map(cite, review.of("finished")[-1:]))
    fired = review.of("fired")
    yield Statement(
        f"{len(fired)} of {plural(len(review.exercise.injects), 'inject')} came, the team took "
        f"{plural(len(taken), 'decision')} and made {plural(len(review.of('triaged')), 'verdict')} on "
        f"{plural(len(review.tables['alert']), 'alert')} in {format_duration(review.ended_us)} on the hub's clock.",
        end,
    )  # fmt: skip
    given = [event for each in review.exercise.objectives if (event := of_record(review.state, each.id))]
    rated = [event.body["rating"] for event in given]
    words = ", ".join(f"{rated.count(letter)} rated {letter}" for letter in "PSMU" if letter in rated)
    told = f"Of {len(review.exercise.objectives)} objectives {words or 'none has a rating of record yet'}."
    yield Statement(told, tuple(map(cite, given)) or end)


def _timeline(review: Review) -> Table:
    return Table(
        ("clock", "wall", "sort", "who", "what", "why"), tuple(rows(review, entries(review))),
        "Every inject, alert, decision and step, on the hub's clock; wall time is UTC",
        widths=(0.09, 0.09, 0.1, 0.15, 0.39, 0.18),
    )  # fmt: skip


def _replay(review: Review) -> Replay:
    from twin.lab.replay import replay_payload, replay_script

    run = review.run
    payload = base64.b64encode(replay_payload(run)).decode("ascii")
    words = f"{run.story.title}, posture {run.posture.name}, seed {run.seed}, with the team's decisions"
    return Replay(payload, replay_script(), words)
