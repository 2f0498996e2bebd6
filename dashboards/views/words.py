"""Words for a page that reads Markdown: what a scenario says is shown as written, and cannot become markup."""

from __future__ import annotations

import re

from twin.core.errors import BadInput, TwinError

_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!~|<>$:])")


def plain(text: str) -> str:
    """*text* with everything that Markdown could read as markup escaped."""
    return _MARKUP.sub(r"\\\1", text)


def fault_text(error: TwinError) -> str:
    """Every fault with its place and remedy, as the command line writes them."""
    summary = error.summary() if isinstance(error, BadInput) else "The run was stopped."
    body = str(error).replace("```", "'''")
    return f"{plain(summary)}\n\n```text\n{body}\n```"
