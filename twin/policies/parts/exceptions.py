"""Vendor exceptions: a site may grant a demand that asks for more than its purpose wants.

Sources: IEC 62443-3-2 (a risk that is accepted is written down).
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

VendorExceptions = Annotated[
    tuple[str, ...],
    Field(description="device kinds or asset names whose excessive demands are granted all the same"),
]
"""Field of every policy; it counts wherever excessive demands are refused."""
