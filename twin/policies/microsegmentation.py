"""Microsegmentation: one rule for each declared need, asset to asset, and nothing else.

Zones stay for grouping, but membership grants nothing: one camera does not reach the next. What a device may do is what
its maker declared, as in a manufacturer usage description.

Sources: RFC 8520 (manufacturer usage description); NIST SP 800-207, section 3.1.2 (micro-segmentation).
"""

from __future__ import annotations

from typing import ClassVar

from twin.policies.parts.least_privilege import LeastPrivilege


class Microsegmentation(LeastPrivilege):
    """One allow rule for each declared need; everything else is denied, inside a zone too."""

    policy: ClassVar[str] = "microsegmentation"
    per_session: ClassVar[bool] = False
