"""Words for a page that reads Markdown: what a scenario says is shown as written, and cannot become markup."""

from __future__ import annotations

import re

from twin.core.errors import BadInput, TwinError

_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!~|<>$:])")


def plain(text: str) -> str:
    """*text* with everything that Markdown could read as markup escaped."""
    return _MARKUP.sub(r"\\\1", text)


def fault_text(error: TwinError) -> str:
    """Every fault with its place and remedy, as the command line writes them; one that is in no file in a sentence."""
    if isinstance(error, BadInput) and len(error.faults) == 1 and not error.faults[0].place.line:
        return plain(" ".join(sentence(part) for part in (error.faults[0].message, error.faults[0].remedy) if part))
    summary = error.summary() if isinstance(error, BadInput) else "The run was stopped."
    body = str(error).replace("```", "'''")
    return f"{plain(summary)}\n\n```text\n{body}\n```"


def sentence(words: str) -> str:
    """*words* with a capital and a full stop."""
    return words[:1].upper() + words[1:] + ("" if words.rstrip().endswith((".", "?", "!")) else ".")
