"""What the client does for those who lead alone: codes, new codes, the whole log."""

from __future__ import annotations

import pytest

from twin.core.errors import BadInput
from twin.exercise.event import verify
from twin.exercise.host.client import Client


def _join(client: Client, codes: dict[str, str], seat: str) -> str:
    return client.join(codes[seat], seat, "Ana")


@pytest.mark.usefixtures("playing")
def test_leaders_alone_see_codes_and_the_whole_log(client: Client, codes: dict[str, str]) -> None:
    """Evaluators read the log too."""
    for seat in ("soc", "observer", "evaluator"):
        token = _join(client, codes, seat)
        for ask in (client.codes, client.new_codes):
            with pytest.raises(BadInput, match="may not"):
                ask(token)
    with pytest.raises(BadInput, match="may not read the whole log"):
        client.record(_join(client, codes, "soc"))
    assert client.codes(_join(client, codes, "facilitator")) == codes
    record = client.record(_join(client, codes, "evaluator"))
    verify(record.events)
    assert record.text == "format: 1"


@pytest.mark.usefixtures("playing")
def test_a_co_facilitator_cannot_become_the_facilitator_or_lock_them_out(client: Client, codes: dict[str, str]) -> None:
    """The facilitator's code is not shown to the second seat, and new codes are not its to make."""
    second = _join(client, codes, "cofacilitator")
    assert client.codes(second) == {seat: code for seat, code in codes.items() if seat != "facilitator"}
    with pytest.raises(BadInput, match="'cofacilitator' may not change the join codes") as error:
        client.new_codes(second)
    assert error.value.faults[0].code == "not-allowed"
