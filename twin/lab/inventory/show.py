"""An inventory on the command line: who is there, and where that disagrees with the register."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from twin.lab.inventory.discovery import Discovery
from twin.lab.inventory.judged import Judgement
from twin.lab.show import console
from twin.lab.statistics import Estimate
from twin.lab.wording import plural, span

_MOST_FINDINGS = 12
"""Of one sort, shown on a terminal; --json has all."""


def show_inventory(discovery: Discovery, folder: Path) -> None:
    """Kinds of hosts with what speaks for them, then every finding, then the judgement if there is one."""
    say = console()
    heard, known = len(discovery.hosts), sum(host.name in discovery.register for host in discovery.hosts)
    words = f"{plural(heard, 'address')}"[:-1] + "es" if heard != 1 else "1 address"
    say.print(Text.assemble(("What passive monitoring heard", "bold"), f"  {words}, {known} of them registered"))
    say.print(_hosts(discovery))
    if not discovery.handshakes:
        say.print("An import has no handshakes: nothing speaks for a kind that DHCP or a TLS hello would say.")
    if discovery.findings:
        _show_findings(discovery)
    else:
        say.print("Nothing that was heard disagrees with the register; what kept silent may.")
    say.print(_unheard(discovery), style="dim")
    if discovery.judgement is not None:
        _show_judgement(discovery.judgement)
    say.print(f"next   twin flows {folder}", soft_wrap=True)


def _unheard(discovery: Discovery) -> str:
    """What no listening finds, however long."""
    buses = sum(not asset.address for asset in discovery.register.values())
    things = f" ({plural(buses, 'device')} of the register)" if buses else ""
    return f"Nobody hears what keeps silent, what stays behind one switch, or what is on a serial bus{things}."


def _hosts(discovery: Discovery) -> Table:
    """One line for hosts that look alike: the kind, how many, how sure, and what speaks for it."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("looks like", no_wrap=True)
    table.add_column("hosts", justify="right")
    table.add_column("sure", justify="right", no_wrap=True)
    table.add_column("because")
    by_kind = sorted(discovery.guesses.items(), key=lambda entry: (entry[1].kind == "", entry[1].kind, entry[0]))
    for kind, group in groupby(by_kind, key=lambda entry: entry[1].kind):
        members = [guess for _, guess in group]
        least, most = min(g.confidence for g in members), max(g.confidence for g in members)
        sure = (
            f"{100 * least:.0f} %"
            if round(100 * least) == round(100 * most)
            else f"{100 * least:.0f}-{100 * most:.0f} %"
        )
        because = max(members, key=lambda guess: guess.confidence).evidence
        table.add_row(kind or "no clear kind", str(len(members)), sure, ", ".join(because[:4]))
    return table


def _show_findings(discovery: Discovery) -> None:
    say = console()
    table = Table(
        box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), title="Beside the register", title_justify="left",
        title_style="bold",
    )  # fmt: skip
    for head in ("finding", "name", "address", "what"):
        table.add_column(head, no_wrap=head != "what")
    for finding, group in groupby(discovery.findings, key=lambda each: each.finding):
        found = list(group)
        for each in found[:_MOST_FINDINGS]:
            table.add_row(finding, each.name, each.address, each.words)
        if len(found) > _MOST_FINDINGS:
            table.add_row(finding, Text(f"{len(found) - _MOST_FINDINGS} more", style="dim"))
    say.print(table)


def _show_judgement(judgement: Judgement) -> None:
    say = console()
    say.print("Beside the truth", style="bold")
    say.print(f"kinds    precision {_share(judgement.precision)}; recall {_share(judgement.recall)}")
    say.print(f"         always the commonest kind: {100 * judgement.commonest:.1f} % right")
    unknown = judgement.unknown_precision, judgement.unknown_recall
    say.print(f"unknown  precision {_share(unknown[0])}; recall {_share(unknown[1])}")
    for address, guessed, true in judgement.wrong:
        say.print(f"wrong    {address} taken for {guessed}, is {true}")


def _share(estimate: Estimate) -> str:
    if estimate.mean is None:
        return "not applicable"
    return f"{100 * estimate.mean:.1f} % ({span(estimate, 'share')})"
