"""Zero trust: one rule for each declared need, with the device's own identity and the verbs of the need.

As microsegmentation, and two things more. A session needs the device's own key, so that a default or borrowed
credential opens nothing. And every flow crosses an inspection point which sees inside it and lets only the verbs pass
that the need declares: a sensor that publishes cannot start to command.

Sources: NIST SP 800-207 (tenets 2 to 6: every session secured, granted singly, by identity and state); NIST SP
800-213A (device identity); RFC 8520 (declared needs).
"""

from __future__ import annotations

from typing import ClassVar

from twin.policies.parts.least_privilege import LeastPrivilege


class ZeroTrust(LeastPrivilege):
    """One allow rule for each declared need and its verbs, per session, by the device's own identity, inspected."""

    policy: ClassVar[str] = "zero_trust"
    per_session: ClassVar[bool] = True
