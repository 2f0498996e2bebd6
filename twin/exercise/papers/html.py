"""A document as one HTML page that asks nothing of anybody: no font, script or picture from elsewhere.

It follows the reader's light or dark screen and prints on white. Files that go with it lie inside as links to save.
"""

from __future__ import annotations

import base64
from typing import Any

from markupsafe import Markup

import twin
from twin.exercise.papers.document import Bullets, Cite, Document, Facts, Picture, Statement, Table


def html(document: Document) -> bytes:
    """The page."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=ChoiceLoader([PackageLoader("twin.exercise", "papers"), PackageLoader("twin.lab", "report")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template("paper.html.j2").render(
        document=document,
        replay=_replay(document),
        kind_of=_kind_of,
        cited=cited,
        drawn=_drawn,
        files=[(each.name, _link(each.media, each.content), len(each.content)) for each in document.attachments],
        version=twin.__version__,
    )
    return page.encode("utf-8")


def cited(cite: Cite) -> dict[str, str]:
    """A citation as a link inside the page."""
    return {"text": str(cite), "to": f"#{cite.anchor}"}


def _kind_of(block: object) -> str:
    kinds = {Statement: "statement", Facts: "facts", Bullets: "bullets", Table: "table", Picture: "picture"}
    return kinds[type(block)]


def _drawn(picture: Picture) -> Markup:
    from twin.lab.report.vector import inline_svg

    return Markup(inline_svg(picture.figure, picture.name))  # noqa: S704 - our own drawing; its texts are escaped in it


def _replay(document: Document) -> dict[str, Any] | None:
    if document.replay is None:
        return None
    own = Markup(document.replay.script)  # noqa: S704 - the player of this very package
    return {"payload": document.replay.payload, "script": own, "words": document.replay.words}


def _link(media: str, content: bytes) -> str:
    return f"data:{media};base64,{base64.b64encode(content).decode('ascii')}"
