"""Monitor mode: the rules look, count and write down what they would deny, and deny nothing.

It is how a rule set is tried before it is enforced: lines that would deny have ``monitor:`` before their names in every
flow they decided and in the hit counts, so a week of it shows which needs nobody had declared. Sessions that would lack
a device's own key are let in as well.

Sources: NIST SP 800-41 r1, section 5 (testing a rule set before deployment); NIST SP 1800-35 (zero trust: report-only
policies before enforcement).
"""

from __future__ import annotations

from dataclasses import replace

from twin.net.segmentation import Segmentation


def watched(made: Segmentation) -> Segmentation:
    """*made*, which only counts."""
    return replace(made, monitor=True, identity=False)
