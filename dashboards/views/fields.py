"""Refusals in the words of the page: a field is called what stands above it, not what a command calls it."""

from __future__ import annotations

import re

LABELS = {
    "reason": "Why", "why": "Why", "confidence": "How sure", "item": "What will be done", "owner": "Who",
    "due": "Until", "capability": "Capability",
}  # fmt: skip
"""What pages write above the fields of commands, where that is the same on all of them."""
TEXTS = {
    "finding": "Finding", "escalate": "Why", "ask": "Ask the facilitator", "tell": "What they are told",
    "note": "A private note", "reply": "The reply", "answer": "The answer",
}  # fmt: skip
"""The same for the field ``text``, by the kind of command."""
_NAMED = re.compile(r"(?:the )?(\w+)( is missing| is no text| has .*characters.*)")
_SAY = re.compile(r"say the \w+ (in a few words)")


def in_fields(kind: str, words: str, remedy: str) -> tuple[str, str]:
    """What a command of *kind* was refused for, and what to do, with fields as the page calls them."""
    found = _NAMED.fullmatch(words)
    if found is None:
        return words, remedy
    label = TEXTS.get(kind) if found[1] == "text" else LABELS.get(found[1])
    if label is None:
        return words, remedy
    return f"“{label}”{found[2]}", _SAY.sub(r"write it \1", remedy)
