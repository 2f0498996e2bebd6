"""Every code that a fault can carry: what it means, what brings it about, and what to do.

``twin explain CODE`` reads this table; a test holds that each code used anywhere in the lab is in it.
"""

from __future__ import annotations

from typing import NamedTuple

from twin.lab.exercise_faults import OF_EXERCISES


class Code(NamedTuple):
    """One kind of fault: its meaning, an example that has it, and the remedy."""

    meaning: str
    example: str
    remedy: str


FAULTS: dict[str, Code] = {
    # reading a file
    "missing-file": Code(
        "No file has this path.",
        "twin check sites/smal.yaml",
        "Check the path; twin list names what comes with the lab.",
    ),
    "not-a-file": Code(
        "The path names a folder, or something that is no ordinary file.", "twin run ./scenarios", "Name a YAML file."
    ),
    "unreadable-file": Code(
        "The file is there and cannot be read.", "a file without read permission", "Check the path and its permissions."
    ),
    "file-too-large": Code(
        "The file is larger than 1 MB. It was not read.",
        "a site with a million devices spelled out",
        "Write count: for devices alike; split with include:.",
    ),
    "not-text": Code("The file is binary, or not UTF-8.", "a picture named site.yaml", "Save it as text in UTF-8."),
    "empty-file": Code("The file holds nothing, or comments only.", "# to be written", "Begin with format: 1."),
    "bad-yaml": Code(
        "The text is not YAML.", "a tab at the start of a line", "Indent with spaces; close quotes and brackets."
    ),
    "not-a-mapping": Code(
        "The file holds a list or a single value.", "- small", "Begin with keys at the left margin, such as format: 1."
    ),
    "several-documents": Code(
        "A line of three dashes begins a second document.", "a: 1\n---\nb: 2", "Write one document a file."
    ),
    "tag-refused": Code(
        "The file carries a tag. Tags can ask a reader to build objects, so none is accepted.",
        "title: !!python/object/apply:os.system [ls]",
        "Remove the tag; quote a value that must stay text.",
    ),
    "too-deep": Code("Nested deeper than 50 levels.", "[[[[ and so on", "A scenario needs fewer than ten levels."),
    "too-many-values": Code(
        "More than 20 000 values, an alias counted as often as it is used.",
        "nine aliases of nine aliases of nine aliases",
        "Write count: for devices alike; do not nest aliases.",
    ),
    "bad-alias": Code("An alias stands for nothing, or for itself.", "a: &x [*x]", "Write the value itself."),
    "bad-key": Code("A key is no plain word.", "? [a, b] : 1", "Write the key as plain text."),
    "duplicate-key": Code(
        "A key is written twice; the later one would silently win.", "hours: 1\nhours: 2", "Keep one of them."
    ),
    # include
    "missing-include": Code(
        "An included file does not exist.",
        "include: [parts/wached.yaml]",
        "Write its path relative to the file that includes it.",
    ),
    "include-cycle": Code(
        "Files include each other.",
        "a.yaml includes b.yaml, b.yaml includes a.yaml",
        "Remove one of the includes; the message names the chain.",
    ),
    "include-outside": Code(
        "An include leaves the folder of the first file.",
        "include: [../../etc/passwd]",
        "Move the part below that folder.",
    ),
    "too-many-includes": Code(
        "More than 30 files are included.", "parts that include parts twice", "Include fewer, larger parts."
    ),
    # values
    "missing-key": Code("A key that must be there is not.", "a step without kind:", "Add it."),
    "unknown-key": Code(
        "There is no key of this name at this place.",
        "plant: {fleeet: {count: 30}}",
        "The nearest and all known keys are named.",
    ),
    "wrong-type": Code(
        "A value of another type is wanted.", 'count: "20"', "Numbers and true or false stand without quotes."
    ),
    "out-of-range": Code("A number is outside what is allowed.", "chargers: -1", "The allowed range is named."),
    "mistaken-unit": Code(
        "A number is out of range, and would fit in another unit. Units stand in the names of keys.",
        "setpoint_c: 277.15",
        "Convert it; the message says to what.",
    ),
    "not-finite": Code("A number is infinite or not a number.", "cop: .nan", "Write a number."),
    "not-a-choice": Code(
        "A word is not one of those to choose from.", "levels: [hihg]", "The nearest and all known words are named."
    ),
    "bad-name": Code(
        "A name has letters that names may not have.", "name: Chill Room", "Use a-z, 0-9 and -, a letter first."
    ),
    "wrong-length": Code(
        "A list has too few or too many entries.", "day_profile: [1, 1, 1]", "The wanted length is named."
    ),
    "bad-duration": Code("A time in a step is not a duration.", "at: 10", 'Write "00:10" (h:min), 90s, 4 min or 1.5h.'),
    "bad-value": Code(
        "A value is refused for a reason of its own, which the message gives.",
        "ports that contradict each other",
        "See the message.",
    ),
    "missing-value": Code(
        "An option of the command line needs a value that it did not get.",
        "--postures ''",
        "Write the value after the option.",
    ),
    # kinds
    "unknown-number": Code(
        "There is no decision of this number.",
        "--decision remove:3 of a run that was given two",
        "Those there are named.",
    ),
    "unknown-kind": Code(
        "A kind is not on its shelf.",
        "ruleset: [{kind: allowlist}]",
        "The nearest and all known kinds are named; twin list shows them.",
    ),
    "unknown-parameter": Code(
        "A kind has no parameter of this name.", "{kind: scan, cadense_s: 5}", "twin explain KIND lists its parameters."
    ),
    "unknown-trait": Code(
        "A device kind has no trait of this name.",
        "traits: {default_pasword: true}",
        "twin explain KIND lists its traits.",
    ),
    "too-many": Code(
        "There are more devices of a kind than a hub can use; the others would do nothing.",
        "{kind: wms, count: 2}",
        "Keep one.",
    ),
    "count-elsewhere": Code(
        "The number of robots is the fleet's.", "{kind: amr, count: 30}", "Write plant.fleet.count."
    ),
    "bad-query": Code(
        "A question to the tables of a run is no SQL that DuckDB understands, or names no table.",
        'run.sql("select * from flows")',
        "The tables are those of twin/core/records.py; the message names them.",
    ),
    "nowhere-to-export": Code("An export needs a folder.", "twin run quiet-day --export csv", "Add --out DIR."),
    # names and references
    "unknown-site": Code("No site has this name.", "site: smal", "twin list site; or write a path."),
    "unknown-posture": Code("No posture has this name.", "--posture zone", "twin list posture; or write a path."),
    "unknown-story": Code("No story has this name.", "twin run cofee-machine", "twin list story; or write a path."),
    "unknown-playbook": Code(
        "No playbook has this name.", "playbooks: [isolate-on-hihg]", "twin list playbooks; or write a path."
    ),
    "step-never-reached": Code(
        "No way through a playbook leads to this step, or to what it says.",
        "two steps, of which the first has on_success: end",
        "Let another step go on to it, or take it out.",
    ),
    "workflow-cycle": Code(
        "Steps of a playbook follow each other for ever.",
        "a with on_failure: b, b with on_failure: a",
        "Let one of them go on to a later step, or to end.",
    ),
    "nobody-approves": Code(
        "A step of a playbook waits for the approval of somebody who is not on the plan.",
        "approver: tier-2 with two analysts and no team",
        "The tiers and crews that there are are named.",
    ),
    "unknown-file": Code(
        "Nothing says whether a file is a site, a story or a posture.",
        "twin check notes.yaml",
        "Put it into a folder sites, stories or postures.",
    ),
    "missing-reference": Code(
        "A name stands for nothing: a room, gateway, asset or step.", "on: amr-700", "The nearest is named."
    ),
    "unmet-need": Code(
        "A device needs a peer that the site lacks.",
        "a camera without an nvr",
        "Add the peer; the message names its kind or name.",
    ),
    "missing-rules": Code(
        "A folder or file of rules does not exist.", "{kind: sigma, rules: [ott]}", "The nearest is named."
    ),
    "unknown-modifier": Code(
        "A rule asks a field with a modifier that Sigma does not have.",
        "CommandLine|containz: evil",
        "The nearest and all known modifiers are named.",
    ),
    "rule-reference": Code(
        "A correlation, an alias or a filter names a rule that is not there, or that it cannot stand on.",
        "rules: [failed_logn]",
        "Name a rule by its name or its id; its file must be among those that are read.",
    ),
    "rule-cycle": Code(
        "Correlations rest on each other, so none of them could ever begin.",
        "a counts hits of b, and b counts hits of a",
        "Take one of them out of the other's rules; the message names the ring.",
    ),
    "rule-duplicate": Code(
        "Two rules have the same title, id or name, so one would hide the other.",
        "a copied rule whose id was not changed",
        "Give each a title, an id and a name of its own.",
    ),
    "rule-aggregation": Code(
        "The condition of a rule counts behind a pipe, as rules did before there were correlations.",
        "condition: selection | count(dst_port) by src > 10",
        "Convert it into a correlation: twin detect convert.",
    ),
    "field-unknown": Code(
        "A rule asks for a field that the log which it looks at cannot have.",
        "CommandLine of a network flow",
        "The fields of that log are named; twin explain sigma says what is understood.",
    ),
    "source-unknown": Code(
        "A rule looks at a log that the lab does not produce.",
        "logsource: {category: process_creation, product: windows}",
        "The logs that it produces are named.",
    ),
    "nothing-expected": Code(
        "A detection test, or a promise in one, expects nothing, so nothing could break it.",
        "expect: [{detector: scan}]",
        "Say what must hold: alerts, recall, time_to_detect or before; or benign, robustness or cases.",
    ),
    "too-few-seeds": Code(
        "So few runs cannot prove the recall that is promised, even if none of them misses.",
        "seeds: 30 with recall: {at_least: 0.95}",
        "Run as many seeds as the message says, or promise less.",
    ),
    "too-few-days": Code(
        "So few quiet days cannot prove the rate of false alerts that is promised, even if there is none.",
        "days: 5 with false_alerts_per_day: {at_most: 0.5}",
        "Watch as many days as the message says, or promise less.",
    ),
    "too-few-hours": Code(
        "The runs of a test end before the attack begins, so no promise about it is tested.",
        "story: coffee-machine with hours: 0.1",
        "Run longer than the message says, or leave hours: out.",
    ),
    "no-attack": Code(
        "A test wants alerts of a story without an attack, which only false ones could be.",
        "story: quiet-day with alerts: {at_least: 1}",
        "Name a story with an attack, or promise at_most.",
    ),
    "untested-rule": Code(
        "No detection test names this rule: nobody would notice if it stopped to match.",
        "a new file in rules/ot",
        "Write an expectation or a case for it.",
    ),
    "no-technique": Code(
        "The rule names no technique of ATT&CK, so no coverage counts it.",
        "a rule without tags",
        "Add a tag such as attack.t0846.",
    ),
    "no-quiet-days": Code(
        "The test says what must be found and not how quiet it must be without an attack.",
        "a test with expect: and without benign:",
        "Write benign: with stories, days and a rate of false alerts.",
    ),
    "bad-rules": Code(
        "A rule from elsewhere cannot be read or is not understood.",
        "keywords without a field",
        "Rewrite it; twin explain sigma says what is understood.",
    ),
    "matches-nothing": Code("A pattern fits no asset of the site.", 'on: "arm-*"', "The nearest is named."),
    "wrong-target": Code(
        "A fault of the plant cannot befall what it names, or a response cannot be aimed at it.",
        "{kind: spike, on: door-chill-1-01, at: 10 min, size: 2}",
        "What is possible is named.",
    ),
    "wrong-device": Code(
        "An attack cannot do anything to a device of this kind.",
        "{kind: tampered_navigation, on: coffee-01}",
        "Name a device of one of the kinds that it can; they are named.",
    ),
    "duplicate-name": Code(
        "Two things have one name.", "two groups of devices that both give camera-01", "Give one of them another name."
    ),
    "bad-trigger": Code(
        "A step has no trigger, or more than one, or one that needs another.",
        '{at: "00:10", after: foothold}',
        "Keep one of at, after, when.",
    ),
    "no-foothold": Code(
        "A step acts from an asset that no step can have taken by then, or is done by hand and acts from nowhere.",
        '{kind: port_scan, from: ws-05, on: dc-01, at: "00:10"} and no step that takes ws-05',
        "Take the asset first, such as with service_port; leave from out where a step is done by hand.",
    ),
    "device-taken": Code(
        "Two stories that are told at the same time take the same device.",
        "beside: [compromised-robot] in a story that takes amr-007",
        "Let one of them take another device, or tell them one at a time.",
    ),
    "never-comes": Code(
        "A step waits for what never comes: a state that nothing reaches, an end after the story, a win of nothing. "
        "Or a decision is made after the end.",
        "when: {battery: amr-007, above: 1.5}",
        "Wait for something that can be; the message says why this cannot.",
    ),
    "bad-range": Code(
        "What a step leaves open is neither a range nor a choice, or its range is empty.",
        'at: {from: "00:20", to: "00:05"}',
        "Write {from: LOW, to: HIGH}, {one_of: [A, B]} or {any_of: DEVICE_KIND}.",
    ),
    "unknown-technique": Code(
        "An id is no technique of ATT&CK, neither of version 19 nor of 18.",
        "technique: T0999",
        "The nearest is named; an id of version 18 is taken for its successor.",
    ),
    "step-cycle": Code(
        "Steps wait for each other for ever.", "a after b, b after a", 'Start one of them with at: "00:10".'
    ),
    # the command line and folders
    "bad-setting": Code(
        "A setting is not path=value, or its path fits more than one file.",
        "--set count",
        "Write it like plant.fleet.count=30.",
    ),
    "unknown-setting": Code("No file has the path of a setting.", "--set plant.flet.count=30", "The nearest is named."),
    "unknown-case": Code(
        "No verification case has this name.", "twin verify --case V99", "twin verify --list names every case."
    ),
    "unknown-input": Code(
        "A verification case has no input of this name.",
        "twin verify --case V2 --set server=4",
        "The nearest and all inputs are named, with their ranges.",
    ),
    "unknown-word": Code(
        "A word is no kind, metric, or code of a fault.", "twin explain flatt", "The nearest is named."
    ),
    "not-a-folder": Code("A path that must be a folder is a file.", "--out report.html", "Name a folder."),
    "not-a-run": Code(
        "A folder that should hold a run lacks what every run leaves behind.",
        "twin export ~/pictures --format zeek --out logs",
        "Name a folder that twin run STORY --out DIR wrote.",
    ),
    "missing-folder": Code("A folder does not exist.", "--out nowhere/run", "Make it first."),
    "read-only-folder": Code("A folder cannot be written to.", "--out /usr/share/run", "Name another folder."),
    "unusable-folder": Code(
        "The system refuses to look at a folder: its name is too long, or one above it is closed to you.",
        "--out with a name of 300 letters",
        "Name another folder.",
    ),
    "nothing-to-check": Code(
        "A folder holds no scenario file and no rule, so nothing was checked.",
        "twin check docs",
        "Name a file, or a folder that has sites, stories, postures or rules in it.",
    ),
    "set-twice": Code(
        "Two settings change one value, and the later would silently win.",
        "--set story.hours=1 --set story.hours=2",
        "Keep one of them.",
    ),
    "does-not-fit": Code(
        "The floor is too small: a robot needs two bays, or the fleet gridlocks; stations and chargers need its sides.",
        "plant: {floor: {width_m: 12, height_m: 12}, fleet: {count: 500}}",
        "Make the floor larger, or write fewer; the message says how many fit.",
    ),
    "no-heat-path": Code(
        "A room, or the product in it, that exchanges heat with nothing: nothing would set its temperature.",
        "rooms: [{name: chill-1, u_w_m2k: 0}]",
        "Give the envelope a heat transmission, write a wall to another room, or give the product its hA.",
    ),
    "contradicts-itself": Code(
        "Two values of a file contradict each other, so that what they describe could never work.",
        "fleet: {charge_below: 0.9, charge_to: 0.5}",
        "Change one of them; the message names both.",
    ),
    "folder-in-use": Code(
        "A folder holds something else, which would be mixed up with results.", "--out ~", "Name a new folder."
    ),
}
FAULTS |= {code: Code(*words) for code, words in OF_EXERCISES.items()}
