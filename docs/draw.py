"""Draw the two pictures of the documentation: ``python docs/draw.py`` writes ``docs/img/*.svg``.

The pictures are code so that they change with the words, look alike, and differ in a readable way when they change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path

INK, PAPER, LINE, SOFT = "#1F2933", "#FFFFFF", "#5B6770", "#F3F5F7"
TRUTH, OBSERVED, ANSWER = "#D55E00", "#0072B2", "#009E73"
FONT = "font-family='Helvetica, Arial, DejaVu Sans, sans-serif'"


def text(
    x: float, y: float, words: str, size: int = 14, ink: str = INK, weight: str = "400", at: str = "middle"
) -> str:
    """One line of words, centred on *x* unless ``at`` says ``start`` or ``end``."""
    style = f"font-size='{size}' font-weight='{weight}' fill='{ink}' text-anchor='{at}'"
    return f"<text x='{x:g}' y='{y:g}' {style}>{escape(words)}</text>"


def box(x: float, y: float, width: float, height: float, edge: str = LINE, fill: str = PAPER) -> str:
    """A box with rounded corners."""
    place = f"x='{x:g}' y='{y:g}' width='{width:g}' height='{height:g}'"
    return f"<rect {place} rx='6' fill='{fill}' stroke='{edge}' stroke-width='1.5'/>"


def card(x: float, y: float, width: float, height: float, title: str, *lines: str, edge: str = LINE) -> str:
    """A box with a title and smaller lines under it, centred."""
    first = y + height / 2 + 5 - 8.5 * len(lines)
    middle = x + width / 2
    head = text(middle, first, title, 15, edge if edge != LINE else INK, "600")
    rest = [text(middle, first + 18 * n, line, 12, LINE) for n, line in enumerate(lines, 1)]
    return box(x, y, width, height, edge) + head + "".join(rest)


def arrow(points: Iterable[tuple[float, float]], ink: str = LINE) -> str:
    """A line through *points* with a head at its end."""
    path = " ".join(f"{x:g},{y:g}" for x, y in points)
    head = {LINE: "line", TRUTH: "truth", OBSERVED: "observed", ANSWER: "answer"}[ink]
    return f"<polyline points='{path}' fill='none' stroke='{ink}' stroke-width='2' marker-end='url(#{head})'/>"


def _heads() -> str:
    shape = "viewBox='0 0 10 10' refX='9' refY='5' markerWidth='7' markerHeight='7' orient='auto'"
    inks = {"line": LINE, "truth": TRUTH, "observed": OBSERVED, "answer": ANSWER}
    marks = (f"<marker id='{n}' {shape}><path d='M0 0L10 5L0 10z' fill='{ink}'/></marker>" for n, ink in inks.items())
    return f"<defs>{''.join(marks)}</defs>"


def picture(width: int, height: int, title: str, parts: Iterable[str]) -> str:
    """A whole SVG file."""
    size = f"width='{width}' height='{height}' viewBox='0 0 {width} {height}'"
    ground = f"<rect width='{width}' height='{height}' rx='10' fill='{PAPER}'/>"
    head = f"<svg xmlns='http://www.w3.org/2000/svg' {size} {FONT} role='img'><title>{escape(title)}</title>"
    return "\n".join([head, _heads(), ground, *parts, "</svg>", ""])


def run() -> str:
    """What a run is: five inputs, one function, two books, every answer from the books."""
    inputs = (
        ("site", "the hub: floor, fleet, rooms, devices"),
        ("story", "what happens: an attack, a fault, nothing"),
        ("posture", "policy, ruleset, response plan"),
        ("seed", "one integer"),
        ("decisions", "what people decided, and when"),
    )
    parts = [text(140, 34, "Five inputs", 16, weight="600"), text(450, 34, "One run", 16, weight="600")]
    parts += [text(690, 34, "Two books", 16, weight="600"), text(900, 34, "Every answer", 16, weight="600")]
    for n, (name, words) in enumerate(inputs):
        y = 54 + 66 * n
        parts += [card(20, y, 240, 54, name, words), arrow([(260, y + 27), (330, y + 27)])]
    parts.append(box(334, 54, 232, 318, fill=SOFT))
    parts += [
        card(350, 72, 200, 52, "clock", "decisions only; ties by name"),
        card(350, 140, 95, 70, "plant", "robots,", "rooms"),
        card(455, 140, 95, 70, "network", "flows,", "rules"),
        card(350, 226, 200, 52, "devices", "where the two meet"),
        card(350, 294, 200, 62, "attacks, responses", "act through devices and rules"),
        card(610, 72, 160, 70, "truth", "what happened", edge=TRUTH),
        card(610, 184, 160, 70, "observed", "what a tap or a person saw", edge=OBSERVED),
        card(610, 302, 160, 70, "defence", "detectors, analysts", edge=ANSWER),
        arrow([(566, 107), (606, 107)], TRUTH),
        arrow([(566, 219), (606, 219)], OBSERVED),
        arrow([(690, 254), (690, 298)], OBSERVED),
        arrow([(610, 337), (570, 337)], ANSWER),
        card(816, 54, 168, 88, "metrics", "orders, kelvin-hours,", "assets, money"),
        card(816, 169, 168, 88, "comparisons", "posture by posture,", "pair by pair"),
        card(816, 284, 168, 88, "report, replay", "exports,", "verdicts"),
        arrow([(770, 84), (812, 84)], TRUTH),
        arrow([(770, 219), (791, 219), (791, 112), (812, 112)], OBSERVED),
        arrow([(900, 142), (900, 165)]),
        arrow([(900, 257), (900, 280)]),
        text(
            500,
            404,
            "Detectors and people read the observed book only. The same five inputs give the same two books.",
            13,
        ),
    ]
    return picture(1004, 424, "Five inputs, one run, two books, every answer from the books", parts)


LAYERS = (
    (("dashboards", "pages and pure view functions"),),
    (("twin.cli", "commands"),),
    (("twin.exercise", "tabletop"), ("twin.training", "labs, questions")),
    (("twin.lab", "read, build, run, compare, report; shelves: metrics, exporters, importers"),),
    (("attacks", "shelf"), ("detectors", "shelf"), ("responses", "shelf"), ("policies", "shelf")),
    (("twin.devices", "shelf: the only place where cyber and physical meet"),),
    (("twin.net", "blind to meaning; shelf: protocols"), ("twin.plant", "blind to networks")),
    (("twin.core", "clock, chance, cohorts, records, log, errors, units"),),
)


def architecture() -> str:
    """The layers, top to bottom; each imports only what lies below it."""
    parts = []
    for row, layer in enumerate(LAYERS):
        y, width = 20 + 66 * row, (760 - 12 * (len(layer) - 1)) / len(layer)
        for column, (name, words) in enumerate(layer):
            edge = (
                TRUTH
                if name == "attacks"
                else OBSERVED
                if name == "detectors"
                else ANSWER
                if name == "responses"
                else LINE
            )
            parts.append(card(20 + column * (width + 12), y, width, 54, name, words, edge=edge))
    bottom = 20 + 66 * len(LAYERS)
    parts += [arrow([(812, 24), (812, bottom - 16)]), text(832, 200, "imports", 14, LINE, "600", "start")]
    parts += [text(832, 220, "run one way:", 13, LINE, at="start"), text(832, 238, "down", 13, LINE, at="start")]
    parts += [
        text(832, 278, "neighbours", 14, LINE, "600", "start"),
        text(832, 298, "import each", 13, LINE, at="start"),
    ]
    parts.append(text(832, 316, "other never", 13, LINE, at="start"))
    return picture(950, bottom + 6, "The layers of the lab and the direction of imports", parts)


PICTURES: dict[str, Callable[[], str]] = {"architecture.svg": architecture, "run.svg": run}


def main() -> None:
    """Write every picture."""
    folder = Path(__file__).resolve().parent / "img"
    for name, draw in PICTURES.items():
        (folder / name).write_text(draw(), "utf-8")
        print(folder / name)


if __name__ == "__main__":
    main()
