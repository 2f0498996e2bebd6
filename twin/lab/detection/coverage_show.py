"""What ``twin detect coverage`` prints: the gaps first, then every technique with its recall.

Source: none.
"""

from __future__ import annotations

from rich.text import Text

from twin.lab.detection.coverage import Coverage, Covered
from twin.lab.detection.explain_show import shown_path
from twin.lab.detection.outputs.words import VERDICTS
from twin.lab.detection.places import relative
from twin.lab.show import console
from twin.lab.wording import plural

_MOST_NAMED = 3


def show_coverage(found: Coverage) -> None:
    """The answer, techniques, those with one detector alone, rules that never fired, leaves that nothing exercises."""
    say = console()
    say.print(Text(answer(found), style="bold"), soft_wrap=True)
    for check in found.unkept:
        words = f"{relative(check.file)}:{check.line}  {VERDICTS[check.verdict]}: {check.subject}: {check.message}"
        say.print(Text(words), soft_wrap=True)
    for each in sorted(found.techniques, key=lambda one: (one.recall.mean or 0, one.id)):
        say.print(Text(f"  {_technique(each, found)}"), soft_wrap=True)
    sole = [each for each in found.techniques if each.sole]
    for each in sole:
        words = f"warning  only {found.titles.get(each.sole, each.sole)!r} detects {each.id} {each.name}"
        say.print(Text(words), soft_wrap=True)
    for rule in found.quiet:
        place = f"{shown_path(rule.path)}:{rule.line}"
        say.print(Text(f"{place}  never fired: {rule.title!r} spoke in no run and matches no case"), soft_wrap=True)
    for kind in found.quiet_detectors:
        say.print(Text(f"never fired: detector {kind}"), soft_wrap=True)
    for idle in found.idle:
        say.print(Text(f"{shown_path(idle.file)}:{idle.line}  not exercised: {idle.words}"), soft_wrap=True)


def answer(found: Coverage) -> str:
    """``17 of 20 techniques detected in 60 runs; 3 never: T0800, ...``."""
    gaps = found.undetected
    detected = f"{len(found.techniques) - len(gaps)} of {plural(len(found.techniques), 'technique')} detected"
    named = f"; never {', '.join(each.id for each in gaps)}" if gaps else ""
    never = f"{len(found.quiet)} of {plural(found.rules, 'rule')} never fired"
    idle = f"{len(found.idle)} of {found.leaves} leaves not exercised"
    broken = f"{plural(len(found.unkept), 'promise')} not kept; " if found.unkept else ""
    return f"{broken}{detected} in {plural(found.runs, 'run')}{named}; {never}; {idle}"


def _technique(each: Covered, found: Coverage) -> str:
    recall = each.recall
    by = sorted(each.by.items(), key=lambda item: (-item[1], item[0]))
    named = ", ".join(found.titles.get(name, name) for name, _ in by[:_MOST_NAMED])
    more = f" and {len(by) - _MOST_NAMED} more" if len(by) > _MOST_NAMED else ""
    span = f"{recall.mean or 0:.2f} (95 % {recall.lo or 0:.2f} to {recall.hi or 0:.2f}, n = {recall.n})"
    return f"{each.id:<10} {span}  {each.name}: {named + more or 'nobody'}"
