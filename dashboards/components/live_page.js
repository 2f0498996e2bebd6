/**
 * The frame around live pictures: figures as tiles, buttons, canvases, key and tables. Elements only, no markup strings,
 * but for the strip in the corner, which the server writes for all pages of the room alike.
 */
import { KEY, STYLE, key, make, picture, table } from "./page.js";

const MORE = `
.replay .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 8px; margin: 0 0 10px; }
.replay dl { border: 1px solid var(--line); border-radius: 8px; padding: 7px 12px 8px; margin: 0; }
.replay dt, .replay dd { font-size: 12.5px; color: var(--soft); margin: 0; font-variant-numeric: tabular-nums; }
.replay dd.value { font-size: 20px; font-weight: 600; color: var(--ink); line-height: 1.35; }
.replay svg { display: block; width: 100%; height: 24px; margin: 3px 0 2px; }
.replay input[type=range] { flex: 1 1 160px; min-width: 120px; accent-color: var(--focus); }
.replay .empty { border: 1px dashed var(--line); border-radius: 8px; padding: 12px 16px; color: var(--soft); }
.replay canvas { cursor: crosshair; touch-action: manipulation; }
@container (min-width: 900px) { .replay .figures { grid-template-columns: repeat(6, minmax(0, 1fr)); } .replay .views.alone { grid-template-columns: minmax(0, 1fr); } .replay .views.wide { grid-template-columns: minmax(0, 70fr) minmax(0, 30fr); } }
`;
const WORDS = new Map(KEY.map((entry) => [entry[2], entry]));
const SILENT = ["◌", "soft", "silent for 30 s"];
const CHOSEN = ["□", "soft", "chosen"];
const REACH = ["◎", "soft", "in its reach"];
const SVG = "http://www.w3.org/2000/svg";

/** Build the frame inside `element` for what `head` knows, and give its parts by name. */
export function createLivePage(element, head) {
  const frame = make("div", { name: "frame", parent: element });
  make("style", { text: STYLE + MORE, parent: frame });
  const root = make("section", { name: "replay", parent: frame, aria_label: "Live picture of the hub", data_robots: head.robots.length });
  const figures = make("div", { name: "figures", parent: root });
  const parts = { figures, ...bar(root, head), canvases: {} };
  const say = make("div", { name: "say", parent: root });
  const said = make("span", { parent: say, role: "status" });
  const book = make("span", { name: "soft", parent: say });
  const empty = make("p", { name: "empty", parent: root, text: "No picture yet. It appears as soon as the twin has started; this takes a few seconds." });
  const views = make("div", { name: "views", parent: root });
  views.hidden = true;
  pictures(views, head, parts);
  parts.keys = make("div", { parent: root });
  if (head.floor) parts.robotTable = table(root, "Robots as a table");
  if (head.zones.length) parts.assetTable = table(root, "Assets as a table");
  return { ...parts, frame, root, said, book, empty, views };
}

function bar(root, head) {
  const row = make("div", { name: "bar", parent: root });
  const motion = make("button", { name: "play", text: "Pause motion", parent: row, type: "button", aria_pressed: "false" });
  const heat = head.floor ? make("button", { text: "Heat", parent: row, type: "button", aria_pressed: "false", title: "Where robots waited lately" }) : null;
  const scrub = make("input", { parent: row, type: "range", min: "0", max: "1", value: "1", aria_label: "Jump to a time since this page was opened" });
  const now = make("button", { text: "Now", parent: row, type: "button" });
  const clock = make("span", { name: "clock", parent: row });
  return { motion, heat, scrub, now, clock };
}

function pictures(views, head, parts) {
  const robots = `${head.robots.length} robots`;
  if (head.floor) parts.canvases.floor = picture(views, `Floor: ${robots}`, "Robot field from above; the table below says the same");
  if (head.zones.length) {
    const title = `Network: ${head.assets.names.length} assets, policy ${head.policy}`;
    parts.canvases.network = picture(views, title, "Zones, hosts and conduits of the network; the table below says the same");
  }
  if (head.rooms.length) {
    const side = make("div", { name: "side", parent: views });
    parts.canvases.rooms = picture(side, "Rooms", "Temperatures of the rooms, as the page lists them below");
    parts.roomList = make("ul", { name: "soft", parent: side });
  }
  const pair = Object.keys(parts.canvases).length;
  views.classList.add(pair === 1 ? "alone" : "wide");
}

/** What the marks mean that this picture can have: nobody is told of what is never shown to them. */
export function showKey(parent, head) {
  const secret = head.truth ? ["compromised", ...(head.zones.length ? ["reached by the attacker"] : [])] : [];
  const field = head.floor ? ["robot moving", "robot idle", "charging", "stopped"] : [];
  const there = head.floor && head.truth ? ["physical effect", "person"] : [];
  const wire = head.zones.length ? ["refused"] : [];
  const marks = head.floor || head.zones.length ? ["alert", "response, held"] : [];
  const added = [...(head.floor && !head.truth ? [SILENT] : []), ...(marks.length ? [CHOSEN] : []), ...(head.zones.length ? [REACH] : [])];
  parent.replaceChildren();
  key(parent, [...[...secret, ...marks, ...wire, ...there, ...field].map((text) => WORDS.get(text)), ...added]);
}

/** Figures as tiles: `[title, value, note, trend 0 to 100]` each. */
export function showFigures(parent, figures) {
  parent.replaceChildren(...figures.map(([title, value, note, trend]) => {
    const tile = make("dl");
    make("dt", { text: title, parent: tile });
    make("dd", { name: "value", text: value, parent: tile });
    if (trend.length > 1) make("dd", { parent: tile }).append(spark(trend));
    make("dd", { text: note, parent: tile });
    return tile;
  }));
}

function spark(trend) {
  const svg = document.createElementNS(SVG, "svg");
  const line = document.createElementNS(SVG, "polyline");
  const points = trend.map((value, i) => `${(100 * i) / (trend.length - 1)},${(26 - value * 0.24).toFixed(1)}`);
  const facts = { points: points.join(" "), fill: "none", stroke: "currentColor", "stroke-width": "1.5", "vector-effect": "non-scaling-stroke" };
  for (const [name, value] of Object.entries(facts)) line.setAttribute(name, value);
  for (const [name, value] of [["viewBox", "0 0 100 28"], ["preserveAspectRatio", "none"], ["aria-hidden", "true"]]) svg.setAttribute(name, value);
  svg.append(line);
  return svg;
}
