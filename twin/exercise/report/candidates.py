"""Candidates: strengths and areas for improvement that rules find, each with the rows that show it.

A rule looks at one thing: an expectation of an inject, a card, an approval, what was taken back or refused, a
confidence that was not deserved, a step nobody saw, a verdict on an alert, an objective's rating. A candidate is a
proposal in plain words. What stands in the report as a finding is what an evaluator picked or wrote; the rest stays a
candidate.

Source: the analysis of an after-action review (HSEEP 2020, chapter 5: what was expected, what happened, why).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from twin.core.units import MINUTE_US, Us, format_duration
from twin.exercise.event import Event
from twin.exercise.papers.document import Cites
from twin.exercise.rating import of_record
from twin.exercise.report.decisions import Taken, decisions_taken
from twin.exercise.report.detection import calls_made, steps_seen
from twin.exercise.report.review import Review, cite
from twin.exercise.spec import Inject
from twin.lab.wording import plural

Kind = Literal["strength", "improvement"]

LATE_APPROVAL_US: Us = 5 * MINUTE_US
SLOW_READING_US: Us = 5 * MINUTE_US
"""An approval, or a first look at a message, that took longer is worth a word (judgement)."""
SURE, UNSURE = 80, 40
"""Confidences (%) that are high and low enough to be wrong about (judgement)."""


@dataclass(frozen=True)
class Candidate:
    """Something worth picking; ``id`` is the same whenever the same exercise is looked at."""

    id: str
    kind: Kind
    text: str
    cites: Cites
    private: bool = False


def candidates(review: Review) -> list[Candidate]:
    """All of them: strengths first, each in the order of the rules."""
    taken = decisions_taken(review)
    found = [candidate for rule in _RULES for candidate in rule(review, taken)]
    return sorted(found, key=lambda candidate: candidate.kind != "strength")


def _expectations(review: Review, taken: Sequence[Taken]) -> Iterator[Candidate]:
    """What an inject should have led to, and until when."""
    for inject in review.exercise.injects:
        fired = next((event for event in review.of("fired") if event.ref == inject.id), None)
        if inject.expect is not None and fired is not None:
            yield _expected(inject, fired, taken, review)


def _expected(inject: Inject, fired: Event, taken: Sequence[Taken], review: Review) -> Candidate:
    assert inject.expect is not None  # noqa: S101 - asked by the caller
    wanted, by_us = inject.expect.decision, fired.sim_us + inject.expect.by_us
    title = review.state.card(wanted).title
    mine = [each for each in taken if each.card == wanted and each.force_us is not None]
    allowed = format_duration(inject.expect.by_us)
    if not mine or mine[0].force_us is None:
        text = f"“{title}” was expected within {allowed} of inject {inject.id} and was never decided."
        return Candidate(f"missing-{inject.id}", "improvement", text, (cite(fired),), private=True)
    gap = mine[0].force_us - by_us
    cites = (cite(fired), *mine[0].cites[:2])
    if gap > 0:
        text = f"“{title}” came {format_duration(gap)} later than expected: within {allowed} of inject {inject.id}."
        return Candidate(f"late-{inject.id}", "improvement", text, cites, private=True)
    text = f"“{title}” was decided {format_duration(-gap)} before the {allowed} after inject {inject.id} were over."
    return Candidate(f"in-time-{inject.id}", "strength", text, cites, private=True)


def _cards(review: Review, taken: Sequence[Taken]) -> Iterator[Candidate]:
    """Cards that nobody decided, and those where an approval took long."""
    del taken
    for event in review.of("card-opened"):
        here, card = review.state.cards[event.ref], review.state.card(event.ref)
        if here.status in ("open", "closed", "waiting-approval") and here.opened_seq == event.seq:
            closed = [cite(each) for each in review.of("card-closed") if each.ref == card.id]
            waited = here.status == "waiting-approval"
            words = (
                f"waited for an approval until the end: {card.title}" if waited else f"was never decided: {card.title}"
            )
            yield Candidate(f"open-{card.id}", "improvement", f"A decision {words}.", (cite(event), *closed[-1:]))


def _approvals(review: Review, taken: Sequence[Taken]) -> Iterator[Candidate]:
    for each in taken:
        if each.approval_us is not None and each.approval_us > LATE_APPROVAL_US:
            who = review.title(each.approved_by)
            text = f"“{each.title}” waited {format_duration(each.approval_us)} for the approval of {who}."
            yield Candidate(f"approval-{each.card}", "improvement", text, each.cites[:2])


def _taken_back(review: Review, taken: Sequence[Taken]) -> Iterator[Candidate]:
    """What was taken back, refused, ordered in vain."""
    del review
    for each in taken:
        name = f"{each.card or 'order'}-{each.cites[0].number}"
        if each.undone:
            text = f"“{each.label}” was taken back after it had taken effect."
            yield Candidate(f"undone-{name}", "improvement", text, each.cites)
        if "refused" in each.outcome:
            text = f"“{each.label}” was ordered and refused: what the team relied on could not be done."
            yield Candidate(f"refused-{name}", "improvement", text, each.cites)
        if each.acts and each.right is False:
            nowhere = "acted where no attack worked or was aimed, and closed nothing that it used"
            text = f"“{each.label}” {nowhere}: operations paid for nothing."
            yield Candidate(f"vain-{name}", "improvement", text, each.cites)
        if each.acts and each.right and not each.undone:
            text = f"“{each.label}” took effect where the attack worked or was aimed, or closed what it used."
            yield Candidate(f"hit-{name}", "strength", text, each.cites)


def _confidence(review: Review, taken: Sequence[Taken]) -> Iterator[Candidate]:
    """Confidence that the outcome did not bear out."""
    del review
    for each in taken:
        if each.confidence is None or each.right is None:
            continue
        name = f"{each.card}-{each.cites[0].number}"
        if each.confidence >= SURE and not each.right:
            text = f"“{each.label}” was given {each.confidence} % and turned out wrong ({each.outcome})."
            yield Candidate(f"overconfident-{name}", "improvement", text, each.cites)
        if each.confidence <= UNSURE and each.right:
            text = f"“{each.label}” was given only {each.confidence} % and turned out right: doubt cost nothing here."
            yield Candidate(f"underconfident-{name}", "strength", text, each.cites)


def _unseen(review: Review, taken: Sequence[Taken]) -> Iterator[Candidate]:
    """Steps of the attack that nobody's alert saw."""
    del taken
    for seen in steps_seen(review):
        if seen.alert_us is None:
            text = f"Step {seen.step} ({seen.technique}) was not detected."
            yield Candidate(f"unseen-{seen.step}", "improvement", text, seen.cites)


def _triage(review: Review, taken: Sequence[Taken]) -> Iterator[Candidate]:
    """Right alerts called false, and wrong ones called true; all correct is a strength."""
    del taken
    sure = [call for call in calls_made(review) if call.correct is not None]
    for call in sure:
        if not call.correct:
            truth = "right" if call.right else "wrong"
            text = f"Alert {call.alert} was {truth} and was called {call.verdict}: {call.title}."
            yield Candidate(f"triage-{call.alert}", "improvement", text, call.cites)
    if sure and all(call.correct for call in sure):
        text = f"Every alert that the team judged was judged correctly ({len(sure)})."
        yield Candidate("triage", "strength", text, tuple(call.cites[0] for call in sure))


def _messages(review: Review, taken: Sequence[Taken]) -> Iterator[Candidate]:
    """Injects that nobody acknowledged, or late."""
    del taken
    fired, silent = review.of("fired"), []
    for event in fired:
        read = [each for each in review.of("acknowledged") if each.ref == str(event.seq)]
        if not read:
            silent.append(event)
        elif read[0].sim_us - event.sim_us > SLOW_READING_US:
            text = f"Inject {event.ref} was read {format_duration(read[0].sim_us - event.sim_us)} after it came."
            yield Candidate(f"slow-{event.ref}", "improvement", text, (cite(event), cite(read[0])))
    if silent:
        names = ", ".join(event.ref for event in silent)
        text = f"Nobody acknowledged {len(silent)} of {plural(len(fired), 'inject')}: {names}."
        yield Candidate("unread", "improvement", text, tuple(map(cite, silent)))


def _hints(review: Review, taken: Sequence[Taken]) -> Iterator[Candidate]:
    """Hints that were needed."""
    del taken
    hints = review.of("hint")
    if hints:
        count = "One hint was" if len(hints) == 1 else f"{len(hints)} hints were"
        text = f"{count} needed to go on."
        yield Candidate("hints", "improvement", text, tuple(map(cite, hints)))


def _questions(review: Review, taken: Sequence[Taken]) -> Iterator[Candidate]:
    """Questions that nobody answered."""
    del taken
    end = tuple(map(cite, review.of("finished")[-1:]))
    silent = [question.id for question in review.exercise.questions if not review.state.answers.get(question.id)]
    if silent:
        text = f"Nobody answered {len(silent)} of {len(review.exercise.questions)} questions: {', '.join(silent)}."
        yield Candidate("questions", "improvement", text, end)


def _objectives(review: Review, taken: Sequence[Taken]) -> Iterator[Candidate]:
    """Objectives at both ends of the scale, by the rating of record or, before there is one, the proposal."""
    del taken
    end = tuple(map(cite, review.of("finished")[-1:]))
    for objective in review.exercise.objectives:
        event, proposal = of_record(review.state, objective.id), review.proposals.get(objective.id)
        rating = str(event.body["rating"]) if event else proposal.rating if proposal else ""
        kind: Kind = "strength" if rating == "P" else "improvement"
        if rating in ("P", "M", "U"):
            text = f"Rated {rating}: {objective.text}"
            cites = (cite(event),) if event else end
            yield Candidate(f"objective-{objective.id}", kind, text, cites, private=event is None)


Rule = Callable[[Review, Sequence[Taken]], Iterator[Candidate]]
_RULES: tuple[Rule, ...] = (
    _objectives, _expectations, _cards, _approvals, _taken_back, _confidence, _unseen, _triage, _messages, _hints,
    _questions,
)  # fmt: skip
