"""Revoke a credential: an account opens nothing any more, on one device or everywhere.

The target is ``account@asset``, or ``account`` for everywhere. Accounts that no peer owns are ``admin`` (the one in the
manual), ``former``, ``service`` (the maker's key), ``domain-admin`` and ``contractor``; every asset has one of its own
as well, under its name, at whatever it signs in to: ``printer-01@wms-01`` ends what the printer may do there.

Whoever is logged in with it is so no more; and whoever used it for their work cannot: the technicians' station for
``admin``, the firm outside for ``contractor``, the asset itself for its own. Their flows are refused, as containment. A
session that was ended does not come back when the account does.

Sources: MITRE D3FEND D3-AL (Account Locking); NIST SP 800-53 r5, AC-2 (account management) and AC-12 (session
termination); delay and staff time are judgements.
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from pydantic import Field

from twin.core.errors import remedy_for
from twin.devices.base import UPDATES_FROM
from twin.devices.maintenance_station import CONTRACTOR
from twin.devices.parts.accounts import ADMIN, SIGNED_IN, STANDING
from twin.devices.world import World
from twin.net.segmentation import ANY
from twin.responses.base import Response, Undo

NOT_OWNED = (*STANDING, CONTRACTOR)
"""Accounts that are no asset's own."""


class Use(NamedTuple):
    """Somebody's work that needs an account."""

    src: str
    dst: str
    service: str


class RevokeCredential(Response):
    """Close an account at one asset, or at all of them."""

    target_is: ClassVar[str] = "account"
    countermeasure: ClassVar[str] = "D3-AL"

    delay_s: float = Field(60, ge=0, le=86_400, description="until the account is closed, s [judgement]")
    staff_min: float = Field(10, ge=0, le=1440, description="staff time, and a new account later, min [judgement]")

    def refusal(self, world: World, target: str) -> str | None:
        """No such account, no such asset, or an account that opens nothing there."""
        account, place = parse_account(target)
        known = [*NOT_OWNED, *world.inventory.by_name]
        if account not in known:
            return f"{account!r} is not an account: {remedy_for(account, known)}"
        if place != ANY and place not in world.inventory.by_name:
            return f"{place!r} is not an asset: {remedy_for(place, world.inventory.by_name)}"
        if not (opened_by(world, account, place) or uses_of(world, account, place)):
            return f"{account} opens nothing {'anywhere' if place == ANY else f'at {place}'}"
        return None

    def apply(self, world: World, target: str) -> Undo:
        """Close it, and refuse what is done with it."""
        account, place = parse_account(target)
        uses, closed = uses_of(world, account, place), opened_by(world, account, place)
        for asset in closed:
            world.device_of(asset).close_account(asset, account)
        tokens = [world.network.block(*use, reason="revoke_credential") for use in uses]

        def reopen() -> None:
            for asset in closed:
                world.device_of(asset).accounts.reopen(asset, account)
            for token in tokens:
                world.network.lift(token)

        return reopen

    def aims_at(self, target: str, asset: str) -> bool:
        """It takes away what *asset* itself may do, or what opens it."""
        account, place = parse_account(target)
        return asset in (account, place)


def parse_account(target: str) -> tuple[str, str]:
    """Account and asset of ``account@asset``; an asset that is left out is ``*``."""
    account, _, place = target.partition("@")
    return account.strip(), place.strip() or ANY


def opened_by(world: World, account: str, place: str) -> list[str]:
    """The assets, all or *place* alone, that an account that nobody owns opens as they stand."""
    assets = world.inventory.assets if place == ANY else (world.inventory.by_name[place],)
    return [asset.name for asset in assets if world.device_of(asset.name).has_account(asset.name, account)]


def uses_of(world: World, account: str, place: str) -> list[Use]:
    """Whose work needs *account* at *place*, or anywhere in the hub."""
    inventory = world.inventory
    found = (Use(each.src, each.dst, each.need.service) for each in inventory.demands)
    return [
        use for use in dict.fromkeys(found)
        if use.service in SIGNED_IN and place in (use.dst, ANY) and inventory.by_name[use.dst].function != "internet"
        and _signs_in_with(world, account, use)
    ]  # fmt: skip


def _signs_in_with(world: World, account: str, use: Use) -> bool:
    """Whether *use* is done with *account*."""
    src = world.inventory.by_name[use.src]
    if account == ADMIN:
        return src.function == UPDATES_FROM and world.device_of(use.dst).has_account(use.dst, ADMIN)
    if account == CONTRACTOR:
        return src.kind == CONTRACTOR
    return account == use.src
