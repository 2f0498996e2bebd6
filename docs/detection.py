"""Write the tables and the picture of ``docs/detection.md``: ``python docs/detection.py [FILE]``.

FILE is the JSON document of a study (:func:`twin.lab.detection.study.table_of`); it is kept beside the page first.
Without it the page is written anew from the numbers that are kept.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent
KEPT, PICTURE, PAGE = DOCS / "data" / "detection.json", DOCS / "img" / "detection.svg", DOCS / "detection.md"
SETS, NULLS = ("network", "physics"), ("always", "never", "random")
FOLDERS = {"sigma": "ot"}
"""What of a detector was studied, where it was not all of it."""

Told = Mapping[str, Any]


def percent(estimate: Told | None, digits: int = 1) -> str:
    """A share with its interval, in per cent."""
    if estimate is None or estimate["mean"] is None:
        return "-"
    mean, lo, hi = (100 * estimate[name] for name in ("mean", "lo", "hi"))
    return f"{mean:.{digits}f} ({lo:.{digits}f} to {hi:.{digits}f})"


def label(name: str) -> str:
    """A detector as the tables call it, with the part of it that was studied."""
    return f"`{name}` (`{FOLDERS[name]}`)" if name in FOLDERS else f"`{name}`"


def detectors_table(told: Told) -> str:
    """Every detector and group: flows, runs, the time that it takes, and alerts."""
    lines = [
        "| detector | recall, leaving | recall, within | precision | runs found | median delay, s | right alerts |"
    ]
    lines.append("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, row in told["detectors"].items():
        bold = f"**{name}**" if name in SETS else label(name)
        delay = row["delay_s"]["p50"]["mean"]
        cells = [percent(row[key]) for key in ("recall_leaving", "recall_within", "precision")]
        cells += [percent(row["runs_found"], 0), "not reached" if delay is None else f"{delay:,.0f}"]
        lines.append(f"| {bold} | {' | '.join(cells)} | {row['right']:,} of {row['alerts']:,} |")
    return "\n".join(lines)


def stories_table(told: Told) -> str:
    """What each story's attack did, and what the network detectors and all others found of it."""
    heads = ("story", "base rate, %", "flows", "leaving", "network: hits", "false flows")
    lines = [f"| {' | '.join(heads)} | runs found by: network, rules (`ot`), learning, physics |"]
    lines.append("| --- | ---: | ---: | ---: | ---: | ---: | --- |")
    for row in told["stories"]:
        found = {name: row["detectors"].get(name, {}) for name in ("network", "sigma", "anomaly", "physics")}
        net = found["network"]
        hits, accused = net.get("hits", 0), net.get("accused", 0)
        runs = ", ".join(str(each.get("runs_found", 0)) for each in found.values())
        rate = f"{100 * row['made'] / row['flows']:.3g}"
        counts = " | ".join(f"{n:,}" for n in (row["made"], row["leaving"], hits, accused - hits))
        lines.append(f"| `{row['story']}` | {rate} | {counts} | {runs} of {row['runs']} |")
    return "\n".join(lines)


def quiet_table(told: Told) -> str:
    """Alerts in hours in which nobody attacked, with the exact upper bound a day."""
    shown = ("network", "sigma", "anomaly", "physics", "always", "random")
    heads = " | ".join(f"{name} (`{FOLDERS[name]}`)" if name in FOLDERS else name for name in shown)
    lines = [f"| site | story | hours | {heads}" + " |", "| --- | --- | ---: |" + " ---: |" * len(shown)]
    for row in told["quiet"]:
        rates = [row["false_alerts_per_day"].get(name) for name in shown]
        cells = " | ".join("-" if rate is None else f"{rate['n']:,} (≤ {rate['hi']:,.1f}/d)" for rate in rates)
        lines.append(f"| {row['site']} | `{row['story']}` | {row['hours']:g} | {cells} |")
    return "\n".join(lines)


def field_table(told: Told) -> str:
    """Precision where attacks are as frequent as in the runs, and where they are as rare as in the field."""
    lines = ["| detector | false flows per million | precision in the runs, % | in the field, % |"]
    lines.append("| --- | ---: | ---: | ---: |")
    for name, row in told["detectors"].items():
        field = row["in_the_field"]
        if field is None or not (row["precision"] and row["precision"]["n"]):
            continue
        least = row["false_per_million"]
        lines.append(f"| {label(name)} | {least:.3g} | {percent(row['precision'])} | {percent(field)} |")
    return "\n".join(lines)


def federation_table(told: Told) -> str:
    """What a share of liars among the members does to recall, by rule."""
    lines = ["| share that lies | how | mean | median | trimmed mean |", "| ---: | --- | ---: | ---: | ---: |"]
    for row in told["federation"]["poisoned"]:
        cells = " | ".join("-" if row[rule] is None else f"{100 * row[rule]:.1f}" for rule in _RULES)
        lines.append(f"| {100 * row['share']:.0f} % | {row['way']} | {cells} |")
    return "\n".join(lines)


_RULES = ("mean", "median", "trimmed_mean")


def degradation_table(told: Told) -> str:
    """The worst ramp that each chart does not see, at equal times between false alarms."""
    lines = ["| hours between false alarms | chart | ramp, K/h | air, K | product, K |"]
    lines.append("| ---: | --- | ---: | ---: | ---: |")
    for row in told["degradation"]:
        sizes = f"{row['rate_h']:.3f} | {row['air_k']:.2f} | {row['harm']:.2f}"
        lines.append(f"| {row['quiet_h']:g} | {row['chart'].replace('_', ' ')} | {sizes} |")
    return "\n".join(lines)


def postures_table(told: Told) -> str:
    """The zones as they are watched, and watched by more, on the same stories and seeds."""
    heads = ("assets found", "time to detect, s", "false alerts", "loss, EUR")
    lines = [f"| story | {' | '.join(f'{head}: zones, vigilant' for head in heads)} |"]
    lines.append("| --- | ---: | ---: | ---: | ---: |")
    for story in dict.fromkeys(row["story"] for row in told["postures"]):
        mine = [row for row in told["postures"] if row["story"] == story]
        rows = [[row for row in mine if row["posture"] == posture] for posture in ("zones", "vigilant")]
        cells = [", ".join(_mean(each, key, form) for each in rows) for key, form in _SHOWN]
        lines.append(f"| `{story}` | {' | '.join(cells)} |")
    return "\n".join(lines)


_SHOWN = (("recall", "{:.0%}"), ("time_to_detect_s", "{:,.0f}"), ("false_alerts", "{:.1f}"), ("loss_eur", "{:,.0f}"))


def _mean(rows: list[Told], key: str, form: str) -> str:
    known = [row[key] for row in rows if row[key] is not None]
    return form.format(sum(known) / len(known)) if known else "-"


TABLES: Mapping[str, Callable[[Told], str]] = {
    "detectors": detectors_table, "stories": stories_table, "quiet": quiet_table, "field": field_table,
    "federation": federation_table, "degradation": degradation_table, "postures": postures_table,
}  # fmt: skip


def written(page: str, told: Told) -> str:
    """*page* with every table between its two marks written anew."""
    for name, table in TABLES.items():
        mark, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, _, rest = page.partition(mark)
        page = f"{before}{mark}{table(told)}\n{end}{rest.partition(end)[2]}"
    return page


def draw(told: Told, path: Path) -> None:
    """Share of runs that each detector finds, with its interval, sorted; a line a detector."""
    from twin.lab.figures.style import DETECTION, NORMAL, house_style, save, sheet

    rows = [(name, row["runs_found"]) for name, row in told["detectors"].items()]
    rows.sort(key=lambda pair: pair[1]["mean"])
    worth = told["detectors"]
    quiet = next(row for row in told["quiet"] if (row["site"], row["story"]) == ("small", "quiet-day"))
    rates = {name: quiet["false_alerts_per_day"][name]["mean"] for name in ("network", "random")}
    shares = {name: f"{100 * worth[name]['runs_found']['mean']:.0f} %" for name in rates}
    finding = (
        f"The network detectors find {shares['network']} of attacks at {rates['network']:,.0f} false alerts a day, "
    )
    finding += f"chance {shares['random']} at {rates['random']:,.0f}"
    with house_style():
        runs = rows[0][1]["n"]
        told_by = f"Runs with an attack in which an asset was rightly accused, n = {runs}, with 95 % intervals"
        figure = sheet(0.24 * len(rows) + 0.6, finding, told_by)
        axes = figure.subplots()
        for place, (name, share) in enumerate(rows):
            colour = NORMAL if name in NULLS else DETECTION
            mark = "D" if name in SETS else "o"
            axes.plot([100 * share["lo"], 100 * share["hi"]], [place, place], color=colour, linewidth=1.4)
            axes.plot(100 * share["mean"], place, mark, color=colour, markersize=5)
        axes.set_yticks(range(len(rows)), [label(name).replace("`", "") for name, _ in rows])
        axes.set_xlim(0, 100)
        axes.set_xlabel("runs found, %")
        axes.grid(axis="x")
        save(figure, path, "svg")


def main(arguments: list[str]) -> None:
    """Keep the numbers of a study, then write the page and its picture."""
    if arguments:
        KEPT.write_text(Path(arguments[0]).read_text("utf-8"), "utf-8")
    told = json.loads(KEPT.read_text("utf-8"))
    PAGE.write_text(written(PAGE.read_text("utf-8"), told), "utf-8")
    draw(told, PICTURE)


if __name__ == "__main__":
    main(sys.argv[1:])
