"""The staged kill chain: get in, look around, find out, spread, call home, do harm, one stage after the other.

Who goes through the stages makes the difference, and that is a profile: a botnet knocks on everything at once and does
no harm yet, a state asks only where the device talks anyway, in working hours, and waits.

Sources: Hutchins, Cloppert and Amin, Intelligence-driven computer network defense, 2011 (the kill chain); Assante and
Lee, The industrial control system cyber kill chain, SANS 2015 (its second stage); ATT&CK for ICS T0886 (Remote
Services), T0846, T0859 for what the stages do.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from twin.attacks.adversaries.base import Adversary, Campaign, Choice, Mind, Move, Pause
from twin.attacks.adversaries.craft import knock, log_in, look_around, next_door, strangers, until, within
from twin.attacks.adversaries.profiles import PROFILES, Name, Profile
from twin.attacks.base import Result

BEACON_MIN = 5


class Staged(Adversary):
    """Go through the stages of a kill chain with the habits of a profile."""

    technique: ClassVar[str] = "T0886"
    also: ClassVar[tuple[str, ...]] = ("T0846", "T0859")

    profile: Name = Field("opportunist", description="whose habits: PROFILES says what each of them is")
    resolver: str = Field("resolver-public", description="asset that is asked when it calls home")

    def moves(self, campaign: Campaign) -> Mind:
        """Stage after stage; it wins by the harm it does, or without any in its habits by what it holds."""
        profile, known = PROFILES[self.profile], campaign.knowledge
        yield from self._patiently(campaign, profile, 0)
        if (yield from self.enters(campaign)) == "failed":
            return "failed"
        yield from look_around(known)
        if profile.calls_home:
            yield self._call(next(iter(known.held)))
        yield from self._spread(campaign, profile)
        if profile.harm:
            return (yield from self._harm(campaign, profile))
        return self.settled(campaign)

    def settled(self, campaign: Campaign) -> Result:
        """Spread is a win of its own only to those who want no harm."""
        spread = len(campaign.knowledge.held) > 1 and not PROFILES[self.profile].harm
        return "success" if spread else "failed"

    def _spread(self, campaign: Campaign, profile: Profile) -> Mind:
        """Find out and log in, from one held asset after the other, until enough is held or patience ends."""
        known, vain, turn = campaign.knowledge, 0, 1
        while len(known.held) < profile.reach and vain < profile.patience:
            choice = self._next(campaign, profile)
            if choice is None:
                break
            yield from self._patiently(campaign, profile, turn)
            before = len(known.held) + len(known.services)
            told = yield choice
            if told == "lost":
                known.lose(choice.src)
            yield from look_around(known)
            vain = 0 if len(known.held) + len(known.services) > before else vain + 1
            turn += 1
        return "success"

    def _next(self, campaign: Campaign, profile: Profile) -> Move | None:
        """Log in where a door is known, else knock on who has not been asked."""
        known = campaign.knowledge
        for src in known.held:
            door = next_door(known, src, profile.services)
            if door is not None:
                return log_in(src, door[1], door[0], profile.every_min, profile.reach - len(known.held))
        for src in known.held:
            targets = strangers(known, src, permitted=profile.permitted)
            if targets:
                return knock(src, targets, profile.ports, profile.rate_per_s)
        return None

    def _harm(self, campaign: Campaign, profile: Profile) -> Mind:
        """Do to each held device what the profile does to its kind."""
        known, result = campaign.knowledge, "failed"
        for number, asset in enumerate(list(known.held)):
            harm = profile.harm.get(known.kinds.get(asset, ""))
            if harm is None:
                continue
            yield from self._patiently(campaign, profile, 10_000 + number)
            told = yield Move(harm[0], asset, (asset,), harm[1])
            result = "success" if told == "success" else result
            if told == "lost":
                known.lose(asset)
        return "success" if result == "success" else "failed"

    def _call(self, src: str) -> Choice:
        parameters = {"resolver": self.resolver, "minutes": BEACON_MIN, "every_s": 60}
        return Move("dns_beacon", src, (src,), parameters)

    def _patiently(self, campaign: Campaign, profile: Profile, turn: int) -> Mind:
        """Wait as this profile waits, and for its hours."""
        if turn:
            yield Pause(campaign.stream.exponential(turn, 60 * profile.pause_min))
        if profile.hours is not None and not within(profile.hours, campaign.knowledge.hour):
            yield Pause(until(profile.hours, campaign.knowledge.hour))
        done: Result = "success"
        return done
