"""In which formats a document can be had. A format's libraries are imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from twin.exercise.papers.document import Document


class Format(NamedTuple):
    """A way to write a document: its name for people, the end of its files' names, its media type, and who writes."""

    title: str
    suffix: str
    media: str
    writer: str


FORMATS: dict[str, Format] = {
    "html": Format("HTML", ".html", "text/html", "twin.exercise.papers.html:html"),
    "md": Format("Markdown", ".md", "text/markdown", "twin.exercise.papers.markdown:markdown"),
    "docx": Format(
        "DOCX",
        ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "twin.exercise.papers.docx:docx",
    ),
    "pdf": Format("PDF", ".pdf", "application/pdf", "twin.exercise.papers.pdf:pdf"),
    "json": Format("JSON", ".json", "application/json", "twin.exercise.papers.json_text:json_text"),
}
"""By the name that a command or a page uses."""


def written(document: Document, name: str) -> bytes:
    """*document* in the format *name*, one of :data:`FORMATS`."""
    module, _, function = FORMATS[name].writer.partition(":")
    write: Callable[[Document], bytes] = getattr(import_module(module), function)
    return write(document)
