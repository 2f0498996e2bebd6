"""What the commands about policies print: tables no wider than the terminal, a verdict, the next command to type."""

from __future__ import annotations

from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from twin.lab.policy.check import FINDINGS, Review
from twin.lab.policy.diff import Difference, PathGroup
from twin.lab.policy.levels import REQUIREMENTS
from twin.lab.policy.path import Answer
from twin.lab.policy.sheet import ConduitEntry, RuleEntry, Sheet, ZoneEntry
from twin.lab.show import console
from twin.lab.wording import plural
from twin.net.segmentation import ANY, Limit
from twin.net.zoning import INTERNET

MOST_ROWS = 40


def show_sheet(sheet: Sheet, figure: Path | None = None) -> None:
    """Zones with their levels, conduits, rules; *figure* is where they were drawn."""
    say, made = console(), sheet.subject.made
    facts = f"{sheet.subject.site}, kind {made.policy}, inside a zone: {made.inside}, else: {made.default}"
    say.print(Text.assemble((sheet.subject.name, "bold"), f"  {facts}"))
    for words in _promises(sheet):
        say.print(words)
    say.print(_zones(sheet.zones))
    say.print("SL vectors: " + " ".join(REQUIREMENTS) + ". T target, C capable, A achieved, - missing.", style="dim")
    if sheet.conduits:
        say.print(_conduits(sheet.conduits))
    if sheet.rules:
        say.print(_rules(sheet.rules))
    if sheet.hits is not None:
        implicit = ", ".join(f"{name} {sheet.hits[name]:,}" for name in sorted(sheet.hits) if _implicit(name, sheet))
        say.print(f"implicit lines: {implicit}")
    if made.denied_demands:
        say.print(f"{plural(len(made.denied_demands), 'need')} refused: twin policy check {sheet.subject.name}")
    if figure:
        say.print(f"figure {figure}", soft_wrap=True)
    say.print(f"next   twin policy check {sheet.subject.name} --site {sheet.subject.site}", soft_wrap=True)


def show_difference(difference: Difference) -> None:
    """Who gains and who loses, counted and listed, and what differs in a session."""
    say, (gained, lost) = console(), difference.counts
    title = f"{difference.before} > {difference.after}"
    before, after = difference.paths
    say.print(Text.assemble((title, "bold"), f"  {difference.site}, {before:,} paths before and {after:,} after"))
    for words, groups, count in (("gained", difference.gained, gained), ("lost", difference.lost, lost)):
        if groups:
            say.print(_paths(f"{words}: {plural(count, 'path')}", groups))
    for words in difference.sessions:
        say.print(words[0].upper() + words[1:] + ".")
    verdict = f"{difference.after} opens {gained:,} and closes {lost:,} of the {before:,} paths of {difference.before}."
    say.print(verdict, style="bold")
    say.print(f"next   twin policy show {difference.after} --site {difference.site}", soft_wrap=True)


def show_review(review: Review) -> None:
    """Findings, the gravest first, and a verdict."""
    say = console()
    about = f"{review.site}, {plural(review.rules, 'rule')} and conduits, {plural(review.needs, 'need')}"
    say.print(Text.assemble((review.policy, "bold"), f"  {about}"))
    if review.findings:
        table = _table("", ("finding", "about", "count", "why"), right=("count",))
        for finding in review.findings[:MOST_ROWS]:
            table.add_row(finding.sort, finding.about, f"{finding.count:,}", finding.words)
        say.print(table)
        _say_hidden(len(review.findings))
    counts = review.counts
    say.print(", ".join(f"{sort} {counts[sort]:,}" for sort in FINDINGS if sort in counts))
    wrong = counts["broken need"] + counts["shadowed rule"]
    say.print("Nothing is broken and nothing is shadowed." if review.sound else f"{wrong} to repair.", style="bold")
    if not review.run:
        say.print("Rules that are never hit need a run: --run DIR.", style="dim")


def show_answer(answer: Answer) -> None:
    """Who can reach whom, by which rule, where, and who sees it."""
    say = console()
    ends = f"{plural(answer.sources, 'source')}, {plural(answer.targets, 'destination')}"
    say.print(Text.assemble((f"{answer.src} > {answer.dst}", "bold"), f"  {answer.policy} on {answer.site}, {ends}"))
    table = _table(
        "", ("from > to", "service", "verdict", "rule", "enforced at", "tap", "need", "pairs"), right=("pairs",)
    )
    for way in answer.ways[:MOST_ROWS]:
        said = f"{way.service}\n{', '.join(way.verbs)}" if way.verbs else way.service
        style = "" if way.passes else "dim"
        row = (f"{way.src} > {way.dst}", said, way.fate, way.rule, way.enforced, way.tap or "none")
        table.add_row(*row, "yes" if way.need else "no", f"{way.pairs:,}", style=style)
    say.print(table)
    _say_hidden(len(answer.ways))
    for way in [way for way in answer.ways if way.passes][:1]:
        say.print(f"way    {way.example}: {' - '.join(way.via)}", soft_wrap=True)
    say.print(_verdict(answer), style="bold")


def _verdict(answer: Answer) -> str:
    opened = [way for way in answer.ways if way.passes]
    if not opened:
        return f"{answer.src} reaches nothing of {answer.dst}."
    needless = sum(way.pairs for way in opened if not way.need)
    blind = sum(way.pairs for way in opened if not way.tap)
    words = f"{plural(answer.open_pairs, 'path')} open, {needless:,} of them without a need"
    return f"{words}, {blind:,} that no tap sees."


def _promises(sheet: Sheet) -> list[str]:
    """What the policy asks for beyond its rules."""
    made = sheet.subject.made
    found = ["Nothing is enforced: lines that would deny only count."] if made.monitor else []
    found += ["A session needs the device's own key."] if made.identity else []
    found += ["Every flow crosses an inspection point, which lets declared verbs pass only."] if made.inspected else []
    found += [f"Each source: {_most(limit)}." for limit in made.limits]
    return found


def _most(limit: Limit) -> str:
    """What a limit lets one source send, in words."""
    quantities = (
        (limit.messages_per_s, "messages a second"), (limit.bytes_per_s, "bytes a second"),
        (limit.bytes_a_day, "bytes a day"),
    )  # fmt: skip
    most = " and ".join(f"{most:,} {unit}" for most, unit in quantities if most is not None)
    service = "" if limit.service == ANY else f" over {limit.service}"
    return f"at most {most} from {limit.of} to {limit.to}{service}"


def _zones(zones: tuple[ZoneEntry, ...]) -> Table:
    table = _table("Zones", ("zone", "assets", "Purdue", "SL-T", "SL-C", "SL-A", "missing"), right=("assets",))
    for zone in zones:
        purdue = f"{zone.purdue[0]}" if zone.purdue[0] == zone.purdue[1] else f"{zone.purdue[0]} to {zone.purdue[1]}"
        levels = zone.levels
        if zone.name == INTERNET:
            table.add_row(zone.name, f"{zone.assets:,}", purdue, "none", "", "", "")
            continue
        vectors = (levels.target, levels.capability, levels.achieved)
        missing = " ".join(f"{name}-{less}" for name, less in zip(REQUIREMENTS, levels.gap, strict=True) if less)
        table.add_row(
            zone.name, f"{zone.assets:,}", purdue, *("".join(map(str, v)) for v in vectors), missing or "none"
        )
    return table


def _conduits(conduits: tuple[ConduitEntry, ...]) -> Table:
    hit = ("hits",) if conduits[0].hits is not None else ()
    table = _table("Conduits", ("from > to", "services", "needs", *hit, "what for"), right=("needs", "hits"))
    for conduit in conduits:
        services = "all" if "*" in conduit.services else ", ".join(conduit.services)
        hits = () if conduit.hits is None else (f"{conduit.hits:,}",)
        purposes = "; ".join(conduit.purposes) or "no need uses it"
        table.add_row(f"{conduit.src} > {conduit.dst}", services, f"{conduit.needs:,}", *hits, purposes)
    return table


def _rules(rules: tuple[RuleEntry, ...]) -> Table:
    hit = ("hits",) if rules[0].hits is not None else ()
    total = sum(rule.lines for rule in rules)
    title = f"Rules: {total:,} of {plural(len(rules), 'shape')}"
    table = _table(title, ("from > to", "service", "action", "verbs", "lines", *hit), right=("lines", "hits"))
    for rule in rules:
        hits = () if rule.hits is None else (f"{rule.hits:,}",)
        verbs = ", ".join(rule.verbs) or "any"
        table.add_row(f"{rule.src} > {rule.dst}", rule.service, rule.action, verbs, f"{rule.lines:,}", *hits)
    return table


def _paths(title: str, groups: tuple[PathGroup, ...]) -> Table:
    table = _table(title, ("from > to", "service", "paths", "such as"), right=("paths",))
    for group in groups[:MOST_ROWS]:
        table.add_row(f"{group.src} > {group.dst}", group.service, f"{group.paths:,}", group.example)
    hidden = groups[MOST_ROWS:]
    if hidden:
        table.add_row(f"{len(hidden)} more", "", f"{sum(group.paths for group in hidden):,}", "--json has all")
    return table


def _table(title: str, heads: tuple[str, ...], right: tuple[str, ...] = ()) -> Table:
    table = Table(
        box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), title=title or None, title_justify="left",
        title_style="bold",
    )  # fmt: skip
    for head in heads:
        table.add_column(head, justify="right" if head in right else "left", overflow="fold")
    return table


def _say_hidden(rows: int) -> None:
    if rows > MOST_ROWS:
        console().print(f"{plural(rows - MOST_ROWS, 'row')} more: --json has all.", style="dim")


def _implicit(name: str, sheet: Sheet) -> bool:
    """Whether a line of the run is none of the policy's own rules and conduits, and decided something."""
    own = {rule.name for rule in sheet.subject.made.rules}
    return bool(sheet.hits and sheet.hits[name]) and name not in own and not name.startswith("conduit:")
