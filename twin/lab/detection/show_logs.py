"""What ``twin detect run --logs`` prints without a test: alerts, scores, and whoever could not have spoken.

Source: none.
"""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.table import Table

from twin.core.units import format_clock, format_duration
from twin.lab.detection.logs import account_of
from twin.lab.detection.on_logs import LogsHeard
from twin.lab.detection.process_heard import ProcessHeard
from twin.lab.detection.process_scores import Scores
from twin.lab.offline import Offline
from twin.lab.recording import Recording
from twin.lab.show import console
from twin.lab.show_records import MOST_ROWS
from twin.lab.wording import plural

_NAMED = 6
"""Rules of one kind of silence that are named."""


def show_logs(heard: LogsHeard) -> None:
    """Alerts in order, how many by whom, scores of a process, and everything that could not be read or say."""
    say = console()
    if heard.found.alerts:
        say.print(_alerts(heard.found, heard.logs.recording))
    hidden = len(heard.found.alerts) - MOST_ROWS
    if hidden > 0:
        say.print(f"{plural(hidden, 'alert')} more; --json has all.", style="dim")
    ran = sum(status.ran for status in heard.found.statuses)
    told = f"{plural(len(heard.found.alerts), 'alert')} by {ran} of {plural(len(heard.found.statuses), 'detector')}."
    say.print(told, style="bold")
    if heard.process:
        _show_process(heard.process)
    for status in heard.found.statuses:
        if status.reason:
            say.print(f"{status.kind}  {'ran' if status.ran else 'did not run'}: {status.reason}", soft_wrap=True)
    _show_rules(heard)
    for line in account_of(heard.logs):
        say.print(line, style="yellow", soft_wrap=True)
    if heard.logs.folder != heard.logs.path:
        say.print(f"imported into {heard.logs.folder}", style="dim", soft_wrap=True)


def _alerts(found: Offline, recording: Recording) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for head in ("time", "detector", "entity", "level", "technique", "what"):
        table.add_column(head, no_wrap=head != "what", overflow="fold")
    for each in found.alerts[:MOST_ROWS]:
        alert = each.alert
        clock = format_clock(recording.starts, alert.time_us)
        words = (alert.entity, alert.level, alert.technique, alert.title)
        table.add_row(clock, each.detector, *words)
    return table


def _show_rules(heard: LogsHeard) -> None:
    """Rules by what became of them; those that were silent for no good reason with the reason."""
    say, rules = console(), heard.found.rules
    if not rules:
        return
    counts = {status: sum(rule.status == status for rule in rules) for status in dict.fromkeys(r.status for r in rules)}
    said = ", ".join(f"{count} {status}" for status, count in counts.items())
    say.print(f"{plural(len(rules), 'rule')}: {said}", soft_wrap=True)
    reasons: dict[tuple[str, str], list[str]] = {}
    for rule in rules:
        if rule.reason:
            reasons.setdefault((rule.status, rule.reason), []).append(rule.title)
    for (status, reason), titles in reasons.items():
        more = f" and {len(titles) - _NAMED} more" if len(titles) > _NAMED else ""
        say.print(f"  {status}: {reason}: {', '.join(titles[:_NAMED])}{more}", soft_wrap=True)


def _show_process(process: ProcessHeard) -> None:
    say = console()
    say.print(process.words, soft_wrap=True)
    if not process.scores:
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for head in ("detector", "S", "S_ttd", "S_class", "precision", "F1", "found", "delay"):
        table.add_column(head, justify="left" if head == "detector" else "right", no_wrap=True)
    for name, found in sorted(process.scores.items(), key=lambda item: -item[1].s):
        table.add_row(name, *_cells(found))
    say.print(table)
    rate = next(iter(process.scores.values())).base_rate
    say.print(f"{rate:.1%} of these rows are under attack; precision and F1 hold at that rate alone.", soft_wrap=True)


def _cells(found: Scores) -> tuple[str, ...]:
    precision = "" if found.precision is None else f"{found.precision:.3f}"
    delays = sorted(event.delay_us for event in found.events if event.delay_us is not None)
    middle = format_duration(delays[len(delays) // 2]) if delays else "never"
    numbers = (f"{value:.3f}" for value in (found.s, found.s_ttd, found.s_class))
    return (*numbers, precision, f"{found.f1:.3f}", f"{found.found}/{len(found.events)}", middle)
