"""What people type, held to sizes and to text: names, words of a command and what it carries.

Everything that is kept here is shown to others and goes into the log, so it is text without control characters, of a
length that fits, and JSON without numbers that JSON lacks.

Source: OWASP Cheat Sheet Series, "Input Validation".
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from twin.core.errors import BadInput, Fault, Place

LONGEST_NAME = 60
LONGEST_REF = 200
LARGEST_BODY = 20_000
"""Bytes of a command's body, as JSON."""

DEEPEST_BODY = 6

_KIND = re.compile(r"[a-z][a-z-]{0,39}")
_ID = re.compile(r"[\w.:-]{0,200}", re.ASCII)


def checked_name(name: str) -> str:
    """A person's name as it is kept: spaces put straight."""
    straight = " ".join(name.split())
    if not straight or len(straight) > LONGEST_NAME or not straight.isprintable():
        raise _wrong("name", f"a name has 1 to {LONGEST_NAME} letters", "write your name as others should read it")
    return straight


def checked_text(text: str) -> str:
    """An uploaded file, as text that can be written down."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadInput([Fault(Place("upload"), "not-text", "this is no text in UTF-8", "save it as UTF-8")]) from error
    return text


def checked_id(command_id: str) -> str:
    """A command's id, made by its sender."""
    if not _ID.fullmatch(command_id):
        raise _wrong("command", "an id has up to 200 letters, digits, dots and hyphens", "leave the id out")
    return command_id


def checked_body(kind: str, ref: str, body: Mapping[str, Any] | None) -> tuple[str, str, Mapping[str, Any]]:
    """Kind, reference and body of a command, or BadInput where one is no such thing."""
    if not _KIND.fullmatch(kind):
        raise _wrong("command", "this is no command", "use the buttons of the page")
    if len(ref) > LONGEST_REF or not ref.isprintable():
        raise _wrong(
            "command", f"what a command is about has at most {LONGEST_REF} letters", "use the buttons of the page"
        )
    carried = dict(body or {})
    try:
        size = len(json.dumps(carried, allow_nan=False, ensure_ascii=False).encode())
    except (TypeError, ValueError, RecursionError) as error:
        raise _wrong("command", "a command carries text, numbers, true, false and lists", "use the form") from error
    if size > LARGEST_BODY:
        raise _wrong("command", f"{size:,} bytes; a command carries at most {LARGEST_BODY:,}", "say it shorter")
    if _depth(carried) > DEEPEST_BODY:
        raise _wrong("command", f"nested deeper than {DEEPEST_BODY} levels", "use the form")
    return kind, ref, carried


def _depth(value: object) -> int:
    if isinstance(value, Mapping):
        return 1 + max((_depth(each) for each in value.values()), default=0)
    if isinstance(value, list | tuple):
        return 1 + max((_depth(each) for each in value), default=0)
    return 0


def _wrong(where: str, why: str, remedy: str) -> BadInput:
    return BadInput([Fault(Place(where), "bad-words", why, remedy)])
