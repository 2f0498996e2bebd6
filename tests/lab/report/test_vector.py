"""Inline pictures follow the page's theme and share no identity."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from tests.lab.synthetic import made_up_comparison
from twin.lab.figures import damage
from twin.lab.report.vector import inline_svg


def test_theme_colours_become_variables() -> None:
    """No fixed ink is left that a dark page would swallow."""
    text = inline_svg(damage.draw(made_up_comparison()), "damage")
    assert "var(--ink)" in text
    assert "#1f2933" not in text
    assert "DejaVu" not in text


def test_it_is_well_formed_and_refers_only_to_itself() -> None:
    """Every reference has its identity, and all carry the picture's name."""
    text = inline_svg(damage.draw(made_up_comparison()), "damage")
    ET.fromstring(text)  # noqa: S314 - our own drawing
    names = set(re.findall(r'\bid="([^"]+)"', text))
    assert all(name.startswith("damage-") for name in names)
    assert set(re.findall(r'(?:url\(#|href="#)([^)"]+)', text)) <= names
