"""A document as Markdown: for a repository, a mail or a ticket. Pictures are told in words."""

from __future__ import annotations

import re
from dataclasses import replace

from twin.exercise.papers.document import HAND, Block, Bullets, Cites, Document, Fact, Facts, Picture, Statement, Table

_MARKUP = re.compile(r"([\\`*_\[\]<>|])")
_LEADING = re.compile(r"^(\s*)([#+-]|\d+\.)(?=\s)")


def markdown(document: Document) -> bytes:
    """The text, UTF-8."""
    lines = [f"**{plain(document.marking)}**", ""] if document.marking else []
    lines += [f"# {plain(document.title)}", "", plain(document.over), "", f"**{plain(document.answer)}**", ""]
    for section in document.sections:
        aside = " (facilitators only)" if section.private else ""
        lines += [f"## {plain(section.title)}{aside}", ""]
        for block in section.blocks:
            lines += [*_lines(block), ""]
    lines += [f"*{HAND.strip()} marks what people said.*", ""]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).encode("utf-8")


def plain(text: str) -> str:
    """*text* on one line, so that nothing in it is taken for markup."""
    return _LEADING.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", " ".join(text.split())))


def _lines(block: Block) -> list[str]:
    if isinstance(block, Statement):
        return [said(block)]
    if isinstance(block, Facts):
        return [f"- **{plain(fact.name)}:** {said(told(fact))}" for fact in block.facts]
    if isinstance(block, Bullets):
        return [f"- {said(item)}" for item in block.items]
    if isinstance(block, Picture):
        return [f"> Picture: {plain(block.words)}"]
    return _table(block)


def said(one: Statement) -> str:
    """A statement with its citations."""
    return (HAND if one.source == "people" else "") + plain(one.text) + _cited(one.cites)


def told(fact: Fact) -> Statement:
    """What is said of a fact with its detail, as one statement."""
    return replace(fact.said, text=f"{fact.said.text}, {fact.detail}") if fact.detail else fact.said


def _cited(cites: Cites) -> str:
    return f" ({', '.join(map(str, cites))})" if cites else ""


def _table(table: Table) -> list[str]:
    if not table.rows:
        return [f"{plain(table.caption)}: {plain(table.empty)}" if table.caption else plain(table.empty)]
    marks = ["---:" if number in table.numbers else "---" for number in range(len(table.heads))]
    head = [plain(head) for head in table.columns]
    marks += ["---"] * (len(head) - len(marks))
    lines = [f"*{plain(table.caption)}*", ""] if table.caption else []
    lines += [f"| {' | '.join(head)} |", f"|{'|'.join(marks)}|"]
    return lines + [f"| {' | '.join(map(plain, table.cells(row)))} |" for row in table.rows]
