"""An exercise file in somebody's hands: its faults by line, its list of injects, and whether it can be played."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any, NamedTuple

from twin.core.errors import BadInput, Fault, Place
from twin.core.units import format_clock, us
from twin.exercise.check import CHECKS, Finding, Verdict, check_exercise
from twin.exercise.earliest import NEVER, earliest_moments
from twin.exercise.file import Loaded, read_exercise
from twin.lab.document import MAX_BYTES
from twin.lab.find import scenario_names
from twin.lab.metrics import METRICS
from twin.lab.what_if.crew import in_turn, say
from twin.lab.wording import metric_value

NEW = "a new exercise"
SHORT = 70
"""Letters of an inject in the list."""
TEMPLATE = """format: 1
title: A short drill
summary: Somebody's coffee machine knocks on a server. Who does what?
audience: Whoever answers for the hub.

twin: {story: coffee-machine, posture: flat, seed: 1, hours: 0.75, settings: ["posture.response.analysts=0"]}
clock: {speed: 1}

roles:
  - id: soc
    title: Security analyst
    about: Reads alerts and may cut off a device.
    sees: [inbox, alerts, decisions]
    may: [isolate_device]

modules:
  - {id: drill, title: Drill, minutes: 45}
  - {id: hot-wash, title: Hot wash, minutes: 10}

objectives:
  - id: contain
    text: Cut the device off before it opens doors
    capability: Cybersecurity
    csf: [RS.MI]
    rate:
      P: t(decision.cut.port) - t(inject.call) <= 5 min
      S: happened(decision.cut.port)

injects:
  - id: call
    module: drill
    when: {alert: coffee-01}
    to: soc
    channel: alert
    from: Network monitoring
    text: coffee-01 in the breakroom tries many ports of dc-01.
    expect: {decision: cut, by: 5 min}
    facilitator: {hint: What does a coffee machine need of the network?, hint_after: 3 min}

decisions:
  - id: cut
    title: What to do about coffee-01
    to: soc
    opens: {after: call}
    options:
      - {id: port, label: Close its switch port, actions: [{response: isolate_device, on: coffee-01}]}
      - {id: watch, label: Watch it, note: Nothing is lost yet.}

questions:
  - {id: owner, module: hot-wash, text: Who should have known of this machine?}
"""


class Checked(NamedTuple):
    """What is known of a text at once: its faults, or the exercise with its verdict."""

    faults: tuple[Fault, ...]
    loaded: Loaded | None = None
    verdict: Verdict | None = None


def names() -> list[str]:
    """The exercises that come with the lab, and a new one."""
    return [*scenario_names("exercise"), NEW]


def text_of(name: str) -> str:
    """The text of one of them."""
    from twin.exercise.file import load_exercise

    return TEMPLATE if name == NEW else load_exercise(name).text


def uploaded_text(content: bytes, name: str) -> str:
    """The text of an uploaded file called *name*, which is read as plain values later; raises ``BadInput``."""
    if len(content) > MAX_BYTES:
        raise _refused(name, "file-too-large", f"{len(content):,} bytes; an exercise has at most {MAX_BYTES:,}")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise _refused(name, "not-text", "this is not a text in UTF-8") from None


def _refused(name: str, code: str, problem: str) -> BadInput:
    return BadInput([Fault(Place(name[:80]), code, problem, "choose the YAML file of an exercise")])


def checked(text: str, name: str) -> Checked:
    """Everything that can be told of *text* without playing it."""
    try:
        loaded = read_exercise(text, name)
        return Checked((), loaded, check_exercise(loaded, dry=False))
    except BadInput as error:
        return Checked(error.faults)


def dry(text: str, name: str, told: Any) -> Verdict:
    """The same with a play in which nobody acts, in a process of its own; *told* hears the share that is done."""
    share = [0.0]

    def heard(value: float) -> None:
        share[0] = value

    found = in_turn([(text, name)], _dry, 1, lambda: told(share[0]), heard)
    return next(verdict for _, verdict in found)


def _dry(job: tuple[str, str]) -> Verdict:
    """In the worker: every minute of the hub is told."""
    last = [-1]

    def tell(share: float) -> None:
        if int(100 * share) > last[0]:
            last[0] = int(100 * share)
            say(share)

    return check_exercise(read_exercise(*job), progress=tell)


def msel_rows(loaded: Loaded, verdict: Verdict | None) -> list[dict[str, str]]:
    """Injects and decisions in order of when they can come; with a dry run, when they came with nobody acting."""
    moments = earliest_moments(loaded)
    ran = verdict.dry if verdict else None
    rows = []
    for sort, parts in (("inject", loaded.exercise.injects), ("decision", loaded.exercise.decisions)):
        for part in parts:
            can = moments[f"{sort}.{part.id}"]
            came = None if ran is None else (ran.fired if sort == "inject" else ran.opened).get(part.id)
            rows.append((can, _row(loaded, sort, part, can, came, ran is not None)))
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


def _row(loaded: Loaded, sort: str, part: Any, can: float, came: int | None, ran: bool) -> dict[str, str]:
    starts = loaded.inputs.story.starts
    node = loaded.opens.get(part.id)
    soonest = "✕ never" if can == NEVER else "by hand" if node is None else format_clock(starts, us(can))
    row = {
        "Inject or ◆ decision": f"◆ {part.id}" if sort == "decision" else part.id,
        "To": ", ".join(part.to),
        "When": "by hand" if node is None else str(node),
        "Not before": soonest,
    }
    if ran:
        row["With nobody acting"] = "not then" if came is None else format_clock(starts, came)
    return {**row, "What": _short(part.title if sort == "decision" else part.text)}


def _short(text: str) -> str:
    """The beginning of *text*, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[:SHORT].rsplit(' ', 1)[0]} …"


def faults_html(faults: Sequence[Fault], text: str) -> str:
    """Faults of the text, each at its line."""
    from dashboards.views.tuning_view import faults_html as told

    return told(faults, text)


def list_of_checks(verdict: Verdict) -> str:
    """The go/no-go list: each check with its mark, and what was found at which line."""
    found: dict[str, list[Finding]] = {name: [] for name in CHECKS}
    for each in verdict.findings:
        found.setdefault(each.check, []).append(each)
    lines = "".join(_check(name, findings, verdict) for name, findings in found.items())
    return f"<ul style='list-style:none;margin:0;padding:0'>{lines}</ul>"


def _check(name: str, findings: Sequence[Finding], verdict: Verdict) -> str:
    if name == "flood" and verdict.dry is None:
        return f"<li style='padding:3px 0'>○ {escape(CHECKS[name])}: press Dry run</li>"
    worst = "no-go" if any(each.level == "no-go" for each in findings) else "look" if findings else "go"
    mark = {"no-go": "✕ <b>no-go</b>", "look": "△ <b>look</b>", "go": "✓ go"}[worst]
    told = "".join(f"<li>{_finding(each)}</li>" for each in findings)
    inner = f"<ul style='margin:2px 0 6px;padding-left:1.4em'>{told}</ul>" if told else ""
    return f"<li style='padding:3px 0'>{mark}: {escape(CHECKS.get(name, name))}{inner}</li>"


def _finding(each: Finding) -> str:
    line = f"Line {each.place.line}: " if each.place.line else ""
    return f"<b>{line}</b>{escape(each.problem)}. {escape(each.remedy[:1].upper() + each.remedy[1:])}."


def verdict_words(verdict: Verdict) -> str:
    """Go or no-go in a sentence."""
    against = [each for each in verdict.findings if each.level == "no-go"]
    look = len(verdict.findings) - len(against)
    rest = f" {look} to look at." if look else ""
    if against:
        return f"No-go: {len(against)} to put right.{rest}"
    if verdict.dry is None:
        return f"Go, as far as the text says.{rest} A dry run says the rest."
    return f"Go.{rest}"


def dry_rows(verdict: Verdict) -> Iterator[dict[str, str]]:
    """What came of it with nobody acting: ratings and metrics."""
    ran = verdict.dry
    if ran is None:
        return
    objectives = {each.id: each.text for each in verdict.loaded.exercise.objectives}
    for name, rating in ran.ratings.items():
        yield {"What": f"objective {name}: {objectives.get(name, '')}", "With nobody acting": f"rated {rating}"}
    for name, value in ran.metrics.items():
        metric = METRICS[name]
        yield {"What": metric.title, "With nobody acting": metric_value(name, value, metric.unit)}


def facts(loaded: Loaded) -> str:
    """What kind of exercise it is, in a line."""
    exercise = loaded.exercise
    return (
        f"{exercise.title}: {exercise.minutes:g} min for {len(exercise.roles)} seats, {len(exercise.injects)} injects, "
        f"{len(exercise.decisions)} decisions, {len(exercise.objectives)} objectives; {loaded.hours:g} h of "
        f"{loaded.inputs.story.name} from {format_clock(loaded.inputs.story.starts, 0)} "
        f"under {loaded.inputs.posture.name}."
    )
