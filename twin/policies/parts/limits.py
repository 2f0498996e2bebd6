"""Limits: how much a source may send, by device class, destination and service.

A segmentation says who may speak with whom; a limit says how much. A device that starts to flood is slowed down where
its traffic crosses the enforcement point, and one that carries data out stops at its quota of the day::

    limits:
      - {of: camera, bytes_per_s: 500_000}                  each camera for itself, to anybody
      - {of: office, to: internet, bytes_a_day: 50_000_000}
      - {of: "*", service: dns, messages_per_s: 2, burst_s: 30}

A limit that is too low is as harmful as a rule that is missing: needs break, and the cost shows in the plant.

Sources: IEC 62443-3-3 SR 7.1 and SR 7.2 (denial of service protection, resource management); NIST SP 800-41 r1; what a
bucket does is :mod:`twin.net.limits`. The default burst is a judgement.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from twin.core.errors import BadInput, Fault, Place, remedy_for
from twin.net.inventory import Inventory
from twin.net.protocols import PROTOCOLS
from twin.net.segmentation import ANY, Limit, Segmentation


class LimitOption(BaseModel):
    """What each source of a class may send at most; at least one of the three quantities is given."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    of: str = Field(ANY, description="whose messages: an asset, a kind of device, a function, or * for all")
    to: str = Field(ANY, description="to whom: an asset, a kind of device, a function, or * for all")
    service: str = Field(ANY, description="over which protocol, or * for all")
    messages_per_s: float | None = Field(None, gt=0, le=1e6, description="messages a second from each source")
    bytes_per_s: float | None = Field(None, gt=0, le=1e9, description="payload bytes a second from each source")
    bytes_a_day: int | None = Field(
        None, ge=0, le=10**12, description="payload bytes a day from each source, days counted from the story's start"
    )
    burst_s: float = Field(
        10, ge=1, le=3600, description="depth of the bucket: what so many seconds of the rate bring [judgement]"
    )

    @model_validator(mode="after")
    def _limits_something(self) -> Self:
        if self.messages_per_s is None and self.bytes_per_s is None and self.bytes_a_day is None:
            raise ValueError("a limit needs messages_per_s, bytes_per_s or bytes_a_day")
        return self


Limits = Annotated[
    tuple[LimitOption, ...],
    Field(description="what each source may send at most; of several that fit a flow the first counts"),
]
"""Field of every policy."""


def limited(made: Segmentation, inventory: Inventory, limits: tuple[LimitOption, ...]) -> Segmentation:
    """*made* with *limits*; raises ``BadInput`` for one that names nobody, or no protocol."""
    people = dict.fromkeys(name for asset in inventory.assets for name in (asset.function, asset.kind, asset.name))
    place, faults = Place(f"policy {made.policy}"), []
    for limit in limits:
        for key, word, known, noun in (
            ("of", limit.of, people, "an asset, a kind or a function"),
            ("to", limit.to, people, "an asset, a kind or a function"),
            ("service", limit.service, PROTOCOLS.entries, "a protocol"),
        ):
            if word != ANY and word not in known:
                problem = f'a limit\'s {key}: "{word}" is not {noun}.'
                faults.append(Fault(place, "missing-reference", problem, remedy_for(word, [*list(known)[:40], ANY])))
    if faults:
        raise BadInput(faults)
    return replace(made, limits=tuple(Limit(**limit.model_dump()) for limit in limits))
