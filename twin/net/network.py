"""The network's decisions: may this flow pass, which line says so, who sees it, how long does it take.

Populations ask with arrays, single messages with :meth:`Network.verdict_of`. Changes come only from responses, through
the overlay, and each raises ``epoch``; whoever holds verdicts compares epochs. **Whoever changes something settles the
cohorts first** (:meth:`twin.core.clock.Clock.settle`), so that everything before now was decided under the old state.

Sources: NIST SP 800-207 (decision apart from enforcement); RFC 9293 section 3.5.2 (a closed port answers with RST: the
fate ``refused``).
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints
from twin.core.names import Names
from twin.net.enforcement import Flags, Lines
from twin.net.inventory import Inventory
from twin.net.message import Fate, Message
from twin.net.overlay import Entry, Overlay
from twin.net.paths import Paths
from twin.net.segmentation import ANY, Segmentation
from twin.net.taps import Taps
from twin.net.verdicts import MONITOR, SERVICE_ID, SERVICES, Verdicts

Snapshot = tuple[tuple[tuple[object, ...], ...], tuple[tuple[str, ...], ...]]


class Network:
    """One inventory under one segmentation. Assets and services are numbers: ``inventory.index`` and ``SERVICE_ID``.

    ``lines`` are all lines that can decide, ``verdicts`` the policy's tables, ``epoch`` counts changes, ``paths`` are
    the ways between assets.
    """

    def __init__(
        self, inventory: Inventory, segmentation: Segmentation, names: Names, taps: Taps | None = None
    ) -> None:
        self.inventory, self.segmentation = inventory, segmentation
        self._names = names
        self.lines = Lines(names)
        self.epoch = 0
        self.verdicts = Verdicts(inventory, segmentation, self.lines)
        watched = segmentation.monitor
        name = f"{MONITOR}inspection" if watched else "inspection"
        self._inspection = self.lines.add(name, "verb outside the need", allow=watched, watched=watched)
        self._no_host = self.lines.add("no-host", "no such host", allow=False)
        self._overlay = Overlay(self.verdicts, self.lines)
        self.paths = Paths(inventory, segmentation, names, taps)
        self._offers = _offers(inventory)
        self._cache: dict[tuple[str, str, str], tuple[int, Fate]] = {}

    def decide(self, src: Ints, dst: Ints, service: Ints) -> Ints:
        """Line that decides over each flow, shape (n,) in and out."""
        return self._overlay.over(self.verdicts.decide(src, dst, service), src, dst, service)

    def allowed(self, lines: Ints) -> Flags:
        """Whether each of *lines* lets a flow through."""
        return self.lines.allowed(lines)

    def contained(self, lines: Ints) -> Flags:
        """Whether each of *lines* belongs to a response."""
        return self.lines.contained(lines)

    def offers(self, dst: Ints, service: Ints) -> Flags:
        """Whether each asset offers the service; where not, a live host refuses."""
        return self._offers[dst, service]

    def verdict_of(self, message: Message) -> tuple[int, Fate]:
        """Line and fate of one message: denied, contained, refused, unanswered or delivered (loss is the link's).

        An inspecting policy also refuses a verb outside the need; a message without a verb is a mere connection.
        """
        line, fate = self._verdict(message.src, message.dst, message.service)
        if fate == "delivered" and self._refuses(line, message.verb):
            return self._inspection, fate if self.segmentation.monitor else "denied"
        return line, fate

    def inspect(self, lines: Ints, verbs: Ints) -> Ints:
        """The line that decides when each flow also says its verb (a name code, 0: none), shape (n,) all.

        It is *lines* itself, but for flows which an inspecting policy refuses for a verb outside the need.
        """
        if not self.segmentation.inspected or not len(lines):
            return lines
        said, which = np.unique(np.stack((lines, verbs)), axis=1, return_inverse=True)
        refused = np.array([self._refuses(line, self._names.text(verb)) for line, verb in said.T.tolist()])
        inspected: Ints = np.where(refused[which.ravel()], self._inspection, lines)
        return inspected

    def quarantine(self, asset: str, reason: str) -> int:
        """Cut *asset* off: it reaches nobody and nobody reaches it. The token lifts it."""
        if asset not in self.inventory.index:
            raise ValueError(f"{asset!r} is not an asset")
        return self._put(Entry("quarantine", asset, ANY, ANY, reason))

    def switch_off(self, asset: str, reason: str, *, contains: bool = False) -> tuple[int, int]:
        """*asset* is not there for a while: it says nothing, and nobody answers for it. Lifting both brings it back.

        What is not said meanwhile is put down to a response where one switched it off (*contains*).
        """
        if asset not in self.inventory.index:
            raise ValueError(f"{asset!r} is not an asset")
        mute, deaf = (Entry(half, asset, ANY, ANY, reason, contains) for half in ("mute", "deaf"))
        return self._put(mute), self._put(deaf)

    def held_off(self, asset: str) -> bool:
        """Whether a response has *asset* switched off."""
        return self._overlay.held_off(asset)

    def quarantine_zone(self, zone: str, reason: str) -> int:
        """Cut *zone* off from all other zones; inside it nothing changes. The token lifts it."""
        known = [made.name for made in self.segmentation.zones]
        if zone not in known:
            raise ValueError(f"{zone!r} is not a zone of {self.segmentation.policy!r}; known: {', '.join(known)}")
        return self._put(Entry("quarantine_zone", zone, ANY, ANY, reason))

    def block(self, src: str = ANY, dst: str = ANY, service: str = ANY, *, reason: str) -> int:
        """Refuse flows from *src* to *dst* (asset, zone or ``*``) over *service*. The token lifts it."""
        return self._put(Entry("block", src, dst, service, reason))

    def lift(self, token: int) -> None:
        """Undo one quarantine or block, exactly. Raises ``KeyError`` where it is not in force."""
        self._overlay.lift(token)
        self._changed()

    def tap_off(self, at: str) -> int:
        """Keep the tap at that place off (an attack, a response or a fault); the token ends it."""
        token = self.paths.taps.turn_off(at)
        self._changed()
        return token

    def tap_on(self, token: int) -> None:
        """End what keeps a tap off. Raises ``KeyError`` where it is over already."""
        self.paths.taps.turn_on(token)
        self._changed()

    def tap_hold(self, at: str) -> int:
        """Keep the tap at that place on, whatever turns it off (a response); the token ends it."""
        token = self.paths.taps.hold(at)
        self._changed()
        return token

    def tap_release(self, token: int) -> None:
        """End what holds a tap on. Raises ``KeyError`` where it is over already."""
        self.paths.taps.release(token)
        self._changed()

    def quarantined(self) -> Flags:
        """Which assets are cut off by name, shape (assets,)."""
        return self._overlay.quarantined()

    def state(self) -> Snapshot:
        """Everything that decides, as one hashable value: the policy's lines and what responses put in front."""
        lines = (self.lines[number] for number in range(len(self.lines)))
        fixed = tuple((line.name, line.allow, line.verbs) for line in lines if not line.response)
        return fixed, self._overlay.state()

    def count(self, lines: Ints | int, times: int = 1) -> None:
        """Add *times* hits to every one of *lines*."""
        self.lines.count(lines, times)

    def hits(self) -> dict[str, int]:
        """Hits by name of line."""
        return self.lines.hits()

    def tap(self, src: Ints, dst: Ints) -> Ints:
        """Name code of the tap that writes each pair's flows, 0 where none listens."""
        return self.paths.tap(src, dst)

    def latency_us(self, src: Ints, dst: Ints) -> Ints:
        """One-way delay of each pair, microseconds."""
        return self.paths.latency_us(src, dst)

    def _refuses(self, line: int, verb: str) -> bool:
        """Whether inspection refuses *verb* in a flow that *line* lets through."""
        verbs = self.lines[line].verbs
        return bool(self.segmentation.inspected and verbs and verb and verb not in verbs)

    def _verdict(self, src: str, dst: str, service: str) -> tuple[int, Fate]:
        found = self._cache.get((src, dst, service))
        if found is None:
            found = self._cache[src, dst, service] = self._judge(src, dst, service)
        return found

    def _judge(self, src: str, dst: str, service: str) -> tuple[int, Fate]:
        index = self.inventory.index
        if dst not in index:
            return self._no_host, "unanswered"
        ends = np.array([[index[src]], [index[dst]], [SERVICE_ID[service]]], dtype=np.int64)
        line = int(self.decide(ends[0], ends[1], ends[2])[0])
        verdict = self.lines[line]
        if verdict.absent:
            return line, "unanswered"
        if not verdict.allow:
            return line, "contained" if verdict.response else "denied"
        return line, "delivered" if self._offers[index[dst], SERVICE_ID[service]] else "refused"

    def _put(self, entry: Entry) -> int:
        token = self._overlay.put(entry)
        self._changed()
        return token

    def _changed(self) -> None:
        self.epoch += 1
        self._cache.clear()


def _offers(inventory: Inventory) -> Flags:
    """Which asset offers which service, shape (assets, services)."""
    offers = np.zeros((len(inventory.assets), len(SERVICES)), dtype=np.bool_)
    for number, asset in enumerate(inventory.assets):
        offers[number, [SERVICE_ID[service] for service in asset.services]] = True
        offers[number, SERVICE_ID["arp"]] = bool(asset.address)  # who has an address answers for it (RFC 826)
    return offers
