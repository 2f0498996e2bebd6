"""Codes of faults in exercises and at the door of their room; a part of the table of :mod:`twin.lab.faults`."""

from __future__ import annotations

OF_EXERCISES: dict[str, tuple[str, str, str]] = {
    "unknown-exercise": (
        "No exercise has this name.",
        "twin exercise play coffee-machin",
        "twin exercise list; or write a path.",
    ),
    "bad-move": (
        "A move of a script is no command, or more than one, or says no time.",
        "{seat: soc, option: isolate}",
        "Write {seat: soc, decide: first-look, option: isolate, delay: 2 min}.",
    ),
    "bad-condition": (
        "A condition of an exercise cannot be read.",
        "when: kpi.orders_late > and",
        "The message says at which character; write words, or a mapping such as {after: first-call, delay: 5 min}.",
    ),
    "hub-too-large": (
        "The hub that an exercise is played on would be larger than an exercise may be.",
        "settings: [site.devices.sensor.count=1000000]",
        "The message says what there would be too much of, and how much there may be; set smaller numbers.",
    ),
    "not-for-this-seat": (
        "In an exercise, a seat does what another one has to do.",
        "an order of a response that the role's may: does not have",
        "The message says who may; ask that seat, or the facilitator.",
    ),
    "not-now": (
        "In an exercise, something is done too early, too late or twice.",
        "a second decision on a card that is decided",
        "The message says how it stands and what can be done instead.",
    ),
    "broken-log": (
        "The log of an exercise is not what it was when it was written.",
        "an event that somebody changed by hand",
        "Go on from a copy of the log that nobody has changed.",
    ),
    "another-exercise": (
        "The log of an exercise was written with another text of its file, or with another story, site or posture.",
        "an exercise file that was edited while it was played; a story that a newer version of the lab tells otherwise",
        "Go on with the file, and the version of the lab, that it was opened with, or open it anew.",
    ),
    "no-entry": (
        "A join code or a link opens no seat: it is wrong, for another seat, too old, or was never made here.",
        "a code with two letters swapped",
        "Ask the facilitator to read the code of your seat again, and join with it.",
    ),
    "too-soon": (
        "Something was tried too often: wrong join codes, commands that nobody waits for, exercises all at once.",
        "eleven wrong join codes in a row",
        "Wait as long as the message says.",
    ),
    "not-allowed": (
        "A seat of an exercise asks for what only others may see or do.",
        "an observer who decides; a player who asks for the join codes",
        "Ask a facilitator, or join with the code of another seat.",
    ),
    "bad-words": (
        "A name or a command from a browser is too long, is no text, or is no command.",
        "a name of a thousand letters",
        "Use the page's own fields and buttons.",
    ),
    "no-answer": (
        "The process that plays the exercise has not answered yet.",
        "a join in the second in which the exercise is being opened",
        "Try again in some seconds; what was sent is kept and done.",
    ),
    "unusable-store": (
        "The database of exercises, or its key, cannot be used.",
        "TWIN_STORE=mysql://host/db; a key that others may read",
        "Name a path or a URL of PostgreSQL; chmod 600 the key.",
    ),
}
"""Meaning, example and remedy by code."""
