"""Keep-alive: how a broker notices that a client is gone.

A client promises to be heard at least once in its keep-alive. A broker that hears nothing for one and a half times as
long closes the session and publishes the client's last will; the client is back with the first message that arrives.

Sources: OASIS MQTT 5.0, section 3.1.2.10 (one and a half times the keep-alive) and 3.1.2.5 (will); the same in 3.1.1.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints
from twin.core.units import Us
from twin.net.channels import Mask

NEVER_US: Us = 1 << 62


class KeepAlive:
    """The sessions of *count* clients at one broker, all with the same promise; arrays have shape (clients,).

    ``open`` says which sessions stand, ``heard_us`` when each client was heard last.
    """

    def __init__(self, count: int, keep_alive_us: Us) -> None:
        self.patience_us: Us = keep_alive_us * 3 // 2
        self.open: Mask = np.zeros(count, dtype=np.bool_)
        self.heard_us: Ints = np.zeros(count, dtype=np.int64)
        self._back_us: Ints = np.full(count, NEVER_US, dtype=np.int64)

    def hear(self, client: Ints, time_us: Ints) -> None:
        """Messages of many clients have arrived, in any order."""
        np.maximum.at(self.heard_us, client, time_us)
        if not self.open.all():
            np.minimum.at(self._back_us, client, time_us)

    def ended(self, now_us: Us) -> list[int]:
        """Close the sessions of clients that have been silent for too long."""
        gone = np.flatnonzero(self.open & (self.heard_us + self.patience_us <= now_us))
        self.open[gone], self._back_us[gone] = False, NEVER_US
        return [int(client) for client in gone]

    def returned(self) -> list[tuple[int, Us]]:
        """Open the sessions of clients that were heard again: each with the time of its first message."""
        back = np.flatnonzero(~self.open & (self._back_us < NEVER_US))
        self.open[back] = True
        return [(int(client), int(self._back_us[client])) for client in back]
