"""Five facts that a reader takes along: how long until it was detected, decided, contained, repaired, and what it cost.

Start and end rows are those of the metrics ``time_to_detect_s``, ``time_to_contain_s`` and ``time_to_recover_s``. *Time
to decide* is ours: from the first right alert to the first order by people that is in force. What has not happened is
said so; it is not 0.

Source: incident handling phases as in NIST SP 800-61; the figures are the lab's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from twin.core.units import SECOND_US, Us, format_duration
from twin.exercise.papers.document import Cites, Fact, Statement
from twin.exercise.report.branches import Branch, Difference
from twin.exercise.report.decisions import Taken
from twin.exercise.report.review import Review, cite, row_cite
from twin.lab.metrics.parts.containment import cut_off_at, measures_that_cut_off
from twin.lab.metrics.parts.reading import first_moment, right_alerts, takeovers
from twin.lab.wording import number, plural

LOSS = "loss_eur"


class First(NamedTuple):
    """The attack's first moment and the first right alert, with their rows; None where there was none."""

    attack_us: Us | None
    attack: Cites
    alert_us: Us | None
    alert: Cites


def first_of(review: Review) -> First:
    """Where every latency begins."""
    began, right = first_moment(review.run.log), right_alerts(review.evidence)
    starts = [number for number, row in enumerate(review.tables["attack"]) if row["phase"] == "start"]
    numbers = {row["alert"]: number for number, row in enumerate(review.tables["alert"])}
    return First(
        began, tuple(row_cite("attack", number) for number in starts[:1]),
        right[0]["time"] if right else None, (row_cite("alert", numbers[right[0]["alert"]]),) if right else (),
    )  # fmt: skip


def five_facts(review: Review, taken: list[Taken], branches: list[Branch]) -> tuple[Fact, ...]:
    """The facts, each with the rows that it rests on."""
    first = first_of(review)
    return (
        Fact("Time to detect", *_detected(review, first)), Fact("Time to decide", *_decided(review, first, taken)),
        Fact("Time to contain", *_contained(review, first)), Fact("Time to recover", *_recovered(review)),
        Fact("Damage", *_damage(review, branches)),
    )  # fmt: skip


Said = tuple[Statement, str]


def _detected(review: Review, first: First) -> Said:
    value = review.value("time_to_detect_s")
    if first.attack_us is None:
        return Statement("nothing attacked", _end(review)), ""
    if value is None:
        return Statement(
            "not detected", first.attack
        ), f"by the end of the story ({review.times.clock(review.run.span_us)})"
    return Statement(
        _span(value), first.attack + first.alert
    ), "from the first step of the attack to the first right alert"


def _decided(review: Review, first: First, taken: list[Taken]) -> Said:
    acted = [each for each in taken if each.acts and each.force_us is not None]
    if not acted:
        return Statement(
            "not decided", first.alert or first.attack or _end(review)
        ), "no order of the team came into force"
    early = min(acted, key=lambda each: each.force_us or 0)
    if first.alert_us is None or early.force_us is None:
        return Statement("decided without an alert", early.cites), f"{early.title}: {early.label}"
    gap = early.force_us - first.alert_us
    words = f"{format_duration(abs(gap))}{' before' if gap < 0 else ''}"
    return Statement(
        words, first.alert + early.cites
    ), f"{early.label}, {'after' if gap >= 0 else 'before'} the first right alert"


def _contained(review: Review, first: First) -> Said:
    value, held = review.value("time_to_contain_s"), takeovers(review.run.log)
    if value is None and not held:
        return Statement("nothing to contain", _end(review)), "the attacker held nothing"
    each = [_cut_off(review, first, asset, at_us) for at_us, asset in held]
    ends = {one.end_us for one in each if one.end_us is not None}
    if not ends:
        return Statement("not contained", first.attack), "an asset that the attacker held was never cut off"
    cutting = {one.from_us for _, asset in held for one in measures_that_cut_off(review.evidence, asset)}
    rows = tuple(
        row_cite("decision", number)
        for number, row in enumerate(review.tables["decision"])
        if row["phase"] == "applied" and row["time"] in (ends & cutting or cutting)
    )
    cites, words = first.attack + rows, "; ".join(one.words for one in each)
    if value is None:
        assets = {asset for _, asset in held}
        open_ones = {asset for one, (_, asset) in zip(each, held, strict=True) if one.end_us is None}
        said = f"contained at {len(assets - open_ones)} of {plural(len(assets), 'asset')}"
        return Statement(said, cites), words
    lifted = ", lifted later" if any(one.lifted for one in each) else ""
    return Statement(f"{_span(value)}{lifted}", cites), f"until every asset that was held was cut off ({words})"


class _CutOff(NamedTuple):
    """When an asset that had been taken was cut off (None: never), whether that was lifted, and both in words."""

    end_us: Us | None
    lifted: bool
    words: str


def _cut_off(review: Review, first: First, asset: str, held_us: Us) -> _CutOff:
    end_us = cut_off_at(review.evidence, asset, held_us)
    if end_us is None:
        return _CutOff(None, lifted=False, words=f"{asset} never cut off")
    measures = measures_that_cut_off(review.evidence, asset)
    lifted = not any(each.at(review.run.span_us) for each in measures)
    seen = first.alert_us is not None and first.alert_us <= end_us
    since_us = first.alert_us if seen else first.attack_us
    after = f"{format_duration(end_us - (since_us or 0))} after the first {'right alert' if seen else 'step'}"
    return _CutOff(end_us, lifted, f"{asset} cut off {after}{', lifted later' if lifted else ''}")


def _recovered(review: Review) -> Said:
    value = review.value("time_to_recover_s")
    effects = [n for n, row in enumerate(review.tables["attack"]) if row["phase"] in ("effect_start", "effect_end")]
    if value is None and not effects:
        return Statement("nothing to recover", _end(review)), "there was no physical effect"
    if value is None:
        return Statement("not recovered", (row_cite("attack", effects[-1]),)), "a physical effect goes on"
    ends = (row_cite("attack", effects[0]), row_cite("attack", effects[-1]))
    return Statement(_span(value), ends), "from the first physical effect to the end of the last"


def _damage(review: Review, branches: list[Branch]) -> Said:
    total = review.value(LOSS) or 0.0
    cites = _end(review) + tuple(c for branch in branches for c in branch.cites)
    return Statement(f"{number(total)} EUR", cites), "; ".join(["at the site's prices", *against(branches)])


def against(branches: list[Branch]) -> Iterator[str]:
    """The loss against the branches that were run, in words: no response, and the best of the others."""
    found = [(branch.title, gap) for branch in branches if (gap := branch.of(LOSS)) is not None]
    known = [(title, gap, gap.mean) for title, gap in found if gap.mean is not None]
    for title, gap, mean in known:
        if title == NO_RESPONSE:
            yield f"without any response {_gap_words(gap, mean)}"
    others = [each for each in known if each[0] != NO_RESPONSE]
    if others:
        title, gap, mean = min(others, key=lambda each: each[2])
        which = "the branch" if len(others) == 1 else f"of {len(others)} branches the one with the lowest mean"
        yield f"{which} ({title}) {_gap_words(gap, mean)}"


def _gap_words(gap: Difference, mean: float) -> str:
    """A paired difference of the loss with its interval, and whether chance alone could make it."""
    if mean == 0 and gap.sure:
        return f"the same ({plural(gap.n, 'pair')})"
    size = f"{number(abs(mean))} EUR {'more' if mean >= 0 else 'less'}"
    span = "no interval" if gap.lo is None or gap.hi is None else f"95 %: {number(gap.lo)} to {number(gap.hi)} EUR"
    return f"{size} ({span}, {plural(gap.n, 'pair')}{'' if gap.sure else '; chance alone could do that'})"


NO_RESPONSE = "No response at all"
"""The title of the branch in which nobody decides anything."""


def _end(review: Review) -> Cites:
    """The event that ended the exercise: where what was measured at the end is anchored."""
    return tuple(cite(event) for event in review.of("finished")[-1:]) or (cite(review.events[-1]),)


def _span(seconds: float) -> str:
    return format_duration(round(seconds * SECOND_US))
