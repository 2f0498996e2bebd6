"""Every text is coded once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from twin.core.names import Names


@given(st.lists(st.text(max_size=20)))
def test_a_code_leads_back_to_its_text(texts: list[str]) -> None:
    """Equal texts share a code, and code 0 is the empty text."""
    names = Names()
    codes = names.codes(texts)
    assert [names.text(int(code)) for code in codes] == texts
    assert names.text(0) == ""
    assert len(names) == len({"", *texts})


def test_finding_a_text_does_not_code_it() -> None:
    """Readers of a log leave it as it is."""
    names = Names()
    assert names.find("never said") is None
    assert len(names) == 1
