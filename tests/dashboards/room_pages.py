"""Reading a page in a test: its words, and its widgets by label."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


def html(app: AppTest) -> str:
    """Everything that the page drew itself, without the style sheet."""
    return " ".join(one.proto.body for one in app.get("html") if "<style>" not in one.proto.body)


def words(app: AppTest) -> str:
    """All that can be read: drawn parts, headings, captions, notices."""
    parts = [html(app)]
    for kind in (app.title, app.subheader, app.caption, app.markdown, app.warning, app.error, app.info):
        parts += [str(one.value) for one in kind]
    return " ".join(parts)


def button(app: AppTest, label: str) -> Any:
    """The button that says *label*."""
    found = [one for one in app.button if one.label.replace("\\", "") == label]
    assert found, f"no button {label!r} among {[one.label for one in app.button]}"
    return found[0]


def labels(app: AppTest) -> list[str]:
    """What the buttons of the page say."""
    return [one.label.replace("\\", "") for one in app.button]


def picks(app: AppTest) -> list[Any]:
    """The tables to pick from: what each was given."""
    import json

    return [json.loads(one.proto.json) for one in app.get("bidi_component")]
