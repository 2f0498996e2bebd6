"""Keys: whether a session needs the device's own key, or whatever everybody knows will do.

A **shared** key is in every device, so whoever holds one device has it, and it stops nobody inside: a factory password
that still works opens a session. A key **for each device** opens a session from that device only, so a default, guessed
or borrowed credential opens nothing. The model has no theft of a device's own key: it stays in the hardware, and a
session needs somebody who signed in. What an attacker could say over a session left open is not modelled.

Sources: NIST SP 800-213A (device identity); NIST SP 800-207, tenet 6 (authentication before access); EMB3D TID-328
(hard-coded credential, the same in all devices).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from twin.net.segmentation import Segmentation

KeyScope = Annotated[
    Literal["own", "shared", "device"],
    Field(description="key of a session: as the kind has it, one for all, one for each device"),
]
"""Field of every policy."""


def keyed(made: Segmentation, scope: str) -> Segmentation:
    """*made* with sessions that need a device's own key, or do not."""
    return made if scope == "own" else replace(made, identity=scope == "device")
