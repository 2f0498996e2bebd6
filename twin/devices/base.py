"""What a device kind is: one object for all devices of a kind, where cyber and physical meet.

Class attributes are its data sheet: what it is for, what it offers, what it needs (RFC 8520 as data), and the traits
that open or close doors. ``start`` puts its behaviour on the clock or into the traffic; ``handle`` answers one
message.

Traits every kind states: ``default_credentials`` (the factory password still works), ``physical_port`` (a port that
anybody who stands before it can use). A kind that speaks no TLS newer than 1.2 says so: ``tls``.
What a life among people leaves behind is a trait of any kind: ``holes``, ``former_account``, ``shared_key``.

Sources: RFC 8520; NIST IR 8259A (device cybersecurity capability core baseline) for the traits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from twin.devices.parts.accounts import ADMIN, DOMAIN_ADMIN, FORMER, SERVICE, Accounts
from twin.devices.parts.characteristics import THING, Characteristics
from twin.net.firmware import Firmware
from twin.net.instant import Instant
from twin.net.inventory import Asset, Need
from twin.net.message import Message, Reply

if TYPE_CHECKING:
    from twin.devices.world import World

NAME_LOOKUP = Need(
    "dns_resolver",
    "dns",
    "names of its peers",
    every_s=300,
    bytes_out=60,
    bytes_in=140,
    verbs=("A",),
    object="hub.example",
)
LEASE = Need(
    "dns_resolver", "dhcp", "an address for as long again", every_s=3_600, bytes_out=400, bytes_in=320,
    verbs=("REQUEST",),
)  # fmt: skip
"""What a device without a fixed address needs: half time of a lease of two hours (RFC 2131, section 4.4.5)."""

TIME_SYNC = Need("dns_resolver", "ntp", "the time of day", every_s=1024, bytes_out=48, bytes_in=48)
"""What nearly every device with an address needs (intervals: usual client defaults, a judgement)."""

FACTORY_SECRET = "factory"  # noqa: S105 - the word that stands for any vendor's documented default

DOMAIN_PASSWORD = "domain-admin"  # noqa: S105 - the word that stands for what the domain's administrator knows

FORMER_SECRET = "left-last-year"  # noqa: S105 - the word that stands for the password of somebody who is gone

UPDATES_FROM = "engineering"
"""The function of assets that may send firmware: they have an account of their own on every device."""

HOLE = "/cgi-bin/diagnostics"
"""What a request is about that goes through a hole known in old firmware, over whichever service."""

ENCRYPTION = "encrypt"
"""What a program that wants ransom does to the data of an asset, by hand or as the payload of a written file."""


class Device:
    """A device kind on the shelf; an instance is the group of all its members in one run."""

    function: ClassVar[str]
    purdue_level: ClassVar[int]
    switch: ClassVar[str]
    vendor: ClassVar[str] = "generic"
    wireless: ClassVar[bool] = False
    outside: ClassVar[bool] = False
    """It stands on the internet."""
    on_bus: ClassVar[bool] = False
    """Reached over a serial bus only: it has no address and no flows of its own."""
    services: ClassVar[tuple[str, ...]] = ()
    needs: ClassVar[tuple[Need, ...]] = ()
    traits: ClassVar[Mapping[str, float | str | bool]] = {}
    characteristics: ClassVar[Characteristics] = THING
    """What it is like to look after; a small thing with a network stack, unless the kind says otherwise."""
    shares_key: ClassVar[bool] = False
    """Its maker put one service key into every device; whoever reads it out of one can show it to all."""
    in_domain: ClassVar[bool] = False
    """It lets the domain's administrator in."""
    at_most: ClassVar[int | None] = None
    """How many of the kind a hub can use; None for as many as there are."""

    world: World

    def __init__(self, members: tuple[Asset, ...]) -> None:
        self.members = members
        self.number = {asset.name: n for n, asset in enumerate(members)}
        self.sessions: set[tuple[str, str]] = set()
        self.encrypted: set[str] = set()
        self.accounts = Accounts()
        self._changed: dict[tuple[str, str], float | str | bool] = {}

    @classmethod
    def needs_of(cls, traits: Mapping[str, float | str | bool]) -> tuple[Need, ...]:  # noqa: ARG003 - a kind may look
        """The needs of a member with these *traits*, which may change how it speaks."""
        return cls.needs

    def trait(self, asset: str, name: str) -> float | str | bool | None:
        """What is so of *asset* now; None for a trait that nobody has stated."""
        known = self.members[self.number[asset]].traits.get(name)
        return self._changed.get((asset, name), known)

    def change_traits(self, asset: str, changes: Mapping[str, float | str | bool]) -> None:
        """Its owners changed these traits of *asset*: it was patched, its password or an account."""
        self._changed.update({(asset, name): value for name, value in changes.items()})

    def start(self, world: World) -> None:
        """Begin to behave; the clock stands at 0."""
        self.world = world

    def handle(self, message: Message) -> Reply:
        """Answer one message that arrived."""
        if message.verb == "login":
            return self._login(message)
        if message.object == HOLE:
            return self._exploited(message)
        if isinstance(message.payload, Firmware):
            return self._install(message, message.payload)
        if message.payload == ENCRYPTION:
            inside = (message.src, message.dst) in self.sessions
            return self.touch(message.dst, ENCRYPTION) if inside else Reply("delivered", "401")
        return Reply("delivered", "ok")

    def touch(self, asset: str, verb: str, payload: object = None) -> Reply:
        """Somebody with the asset in hand, or already inside it, does *verb* to it.

        ``open`` with the payload ``port`` wants a port that anybody can use; in any other way a person lets them in.
        ``read_key`` and ``read_logons`` find the maker's key and the domain's password, where they lie in the asset;
        ``encrypt`` leaves it without its data, and so without a word to say.
        """
        if verb == ENCRYPTION:
            self.world.change(lambda: self.encrypted.add(asset))
            return Reply("delivered", "ok")
        if verb in ("read_key", "read_logons"):
            found = self._key(asset) if verb == "read_key" else self._logons(asset)
            return Reply("delivered", "ok" if found else "nothing", found)
        if verb != "open":
            return Reply("delivered", "unsupported", payload)
        closed = payload == "port" and not self.trait(asset, "physical_port")
        return Reply("delivered", "no-port" if closed else "ok", payload)

    def obey(self, asset: str, action: Instant) -> bool:
        """Do what a broker hands on to *asset*; most things know no such action."""
        del asset, action
        return False

    def end_sessions(self, asset: str) -> None:
        """Whoever is logged in to *asset* is so no more."""
        self.sessions = {pair for pair in self.sessions if pair[1] != asset}

    def power(self, asset: str, on: bool) -> None:
        """*asset* is switched off, or on again; what it then does not do beside the network is its kind's business."""

    def recover(self, asset: str) -> None:
        """The asset is cleaned: whatever an attacker changed in it is undone."""
        self.end_sessions(asset)
        self.encrypted.discard(asset)

    def reboot(self, asset: str, lasts_s: float, cause: str) -> bool:
        """*asset* is away for *lasts_s* and comes back by itself; False for what nobody updates over the network.

        ``cause`` is what its absence is put down to: ``attack`` or ``none``.
        """
        del asset, lasts_s, cause
        return False

    def _install(self, message: Message, image: Firmware) -> Reply:
        """New firmware from an engineer's station or a session; unsigned only where nobody checks signatures."""
        engineers = self.world.inventory.by_name[message.src].function == UPDATES_FROM
        if not engineers and (message.src, message.dst) not in self.sessions:
            return Reply("delivered", "401")
        if self.trait(message.dst, "signed_updates") and not image.signed:
            return Reply("delivered", "403")
        if not self.reboot(message.dst, image.restart_s, "attack" if image.implant else "none"):
            return Reply("delivered", "404")
        if image.implant:
            self.sessions.add((message.src, message.dst))
        return Reply("delivered", "ok")

    def _login(self, message: Message) -> Reply:
        account = self._opened_by(message)
        if account is not None and not self.world.network.segmentation.identity:
            self.sessions.add((message.src, message.dst))
            self.accounts.used(message.dst, account, message.src)
            return Reply("delivered", "ok")
        return Reply("delivered", "401")

    def _exploited(self, message: Message) -> Reply:
        """Firmware older than a fix does as it is told, and asks nobody who is there; newer firmware says no.

        No identity helps: the request goes through before anybody is asked for a key, from a device that has its own.
        """
        if not self.trait(message.dst, "holes"):
            return Reply("delivered", "400")
        self.sessions.add((message.src, message.dst))
        return Reply("delivered", "ok")

    def has_account(self, asset: str, account: str) -> bool:
        """Whether *account* opens *asset* as it stands, unless a response has closed it."""
        return bool(self._secrets(asset).get(account))

    def close_account(self, asset: str, account: str) -> None:
        """*account* opens *asset* no more, and whoever is logged in with it is so no more."""
        self.accounts.close(asset, account)
        gone = {(src, asset) for src in self.accounts.users(asset, account)}
        self.sessions -= gone

    def _opened_by(self, message: Message) -> str | None:
        """The account that the secret that was shown opens it with, or None."""
        for account, secret in self._secrets(message.dst).items():
            if secret and message.secret == secret and self.accounts.is_open(message.dst, account):
                return account
        return None

    def _secrets(self, asset: str) -> Mapping[str, str]:
        """What opens *asset* as it stands, by account; nothing where an account does not."""
        return {
            ADMIN: FACTORY_SECRET if self.trait(asset, "default_credentials") else "",
            FORMER: FORMER_SECRET if self.trait(asset, "former_account") else "",
            SERVICE: self._key(asset),
            DOMAIN_ADMIN: self._domain_password(),
        }

    def _key(self, asset: str) -> str:
        """The maker's service key in *asset*: one for all of its devices, or the asset's own where the policy says."""
        if not self.shares_key:
            return ""
        single = self.world.network.segmentation.identity or self.trait(asset, "shared_key") is False
        own = f"/{asset}" if single else ""
        return self.accounts.key_of(asset) or f"key/{self.members[self.number[asset]].vendor}{own}"

    def _domain_password(self) -> str:
        return DOMAIN_PASSWORD if self.in_domain else ""

    def _logons(self, asset: str) -> str:
        """The password of an administrator who logged on to *asset* and was not forgotten there."""
        return DOMAIN_PASSWORD if self.trait(asset, "cached_admin") else ""
