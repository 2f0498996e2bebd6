/**
 * The frame around the pictures: buttons, clock, canvases, key and table. Elements only, no markup strings: whatever a
 * scenario calls its robots goes in as text.
 */
export const STYLE = `
.replay { --ink: var(--st-text-color, #1B2329); --page: var(--st-background-color, #FFFFFF); --soft: #55616A; --line: #C9D0D5;
  --tile: #F3F5F6; --focus: #0072B2; color: var(--ink); background: var(--page); position: relative;
  font: 14px/1.45 var(--st-font, system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif); }
.replay[data-theme="dark"] { --ink: var(--st-text-color, #E8ECEF); --page: var(--st-background-color, #0E1117); --soft: #A3AEB7;
  --line: #3A434C; --tile: #161B22; --focus: #56A9DE; }
.replay .bar { display: flex; flex-wrap: wrap; gap: 8px 10px; align-items: center; margin-bottom: 6px; }
.replay button, .replay select { font: inherit; color: inherit; background: var(--tile); border: 1px solid var(--line);
  border-radius: 6px; padding: 4px 11px; min-height: 32px; cursor: pointer; }
.replay button.play { min-width: 74px; font-weight: 600; background: var(--ink); color: var(--page); border-color: var(--ink); }
.replay button:hover, .replay select:hover { border-color: var(--ink); }
.replay :focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 6px; }
.replay .clock { font-size: 24px; font-weight: 600; font-variant-numeric: tabular-nums; margin-left: auto; }
.replay .soft { color: var(--soft); font-variant-numeric: tabular-nums; }
.replay .say { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 2px 24px; min-height: 22px; margin: 6px 0 14px; }
.replay .scrub { cursor: ew-resize; touch-action: none; user-select: none; }
.replay .views { display: grid; grid-template-columns: minmax(0, 1fr); gap: 20px 26px; align-items: start; }
.replay .side { display: grid; gap: 18px; }
.replay h3 { font-size: 13px; font-weight: 600; margin: 0 0 6px; padding: 0; letter-spacing: 0; }
.replay canvas { display: block; width: 100%; }
.replay .key { display: flex; flex-wrap: wrap; gap: 4px 16px; font-size: 12px; color: var(--soft); margin-top: 14px; }
.replay .key span { white-space: nowrap; }
.replay details { margin-top: 12px; } .replay summary { cursor: pointer; width: fit-content; }
.replay .scroll { max-height: 320px; overflow: auto; }
.replay table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 13px; margin-top: 6px; }
.replay th, .replay td { text-align: left; padding: 3px 16px 3px 0; border-bottom: 1px solid var(--line); font-weight: 400; }
.replay thead th { font-weight: 600; position: sticky; top: 0; background: var(--page); }
@container (min-width: 900px) { .replay .views { grid-template-columns: minmax(0, 46fr) minmax(0, 54fr); } }
.frame { container-type: inline-size; }
@media print { .replay .bar, .replay details { display: none; } }
`;
export const KEY = [
  ["▲", "attack", "compromised"], ["△", "attack", "reached by the attacker"], ["◆", "alert", "alert"], ["■", "decision", "response, held"],
  ["✕", "blocked", "refused"], ["▨", "effect", "physical effect"], ["◉", "soft", "person"], ["●", "soft", "robot moving"],
  ["○", "soft", "robot idle"], ["⊕", "soft", "charging"], ["⊖", "effect", "stopped"],
];
const COLOURS = { attack: "#D55E00", alert: "#0072B2", decision: "#009E73", blocked: "#CC79A7", effect: "#E69F00", soft: "inherit" };
const SPEEDS = [1, 10, 30, 60, 120, 300, 900];

export function make(tag, { text, name, parent, ...attributes } = {}) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (name) made.className = name;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key.replace("_", "-"), value);
  parent?.append(made);
  return made;
}

/** Build the frame inside `element` (or a shadow root) and give its parts by name. */
export function createPage(element, head) {
  const frame = make("div", { name: "frame", parent: element });
  make("style", { text: STYLE, parent: frame });
  const root = make("section", { name: "replay", parent: frame, aria_label: `Replay: ${head.story.title}`, data_robots: head.robots.length });
  const parts = { ...bar(root, head), canvases: {} };
  const scrub = make("div", {
    name: "scrub", parent: root, role: "slider", tabindex: "0", aria_label: "Time of the replay", aria_valuemin: "0",
    aria_valuemax: String(Math.round(head.span_s)), aria_orientation: "horizontal",
  });
  parts.canvases.timeline = make("canvas", { parent: scrub, aria_hidden: "true" });
  const say = make("div", { name: "say", parent: root });
  const last = make("span", { parent: say });
  const counts = make("span", { name: "soft", parent: say });
  pictures(root, head, parts);
  key(root, KEY);
  return { ...parts, root, frame, scrub, say, last, counts, table: table(root, "Robots as a table") };
}

function bar(root, head) {
  const row = make("div", { name: "bar", parent: root });
  const play = make("button", { name: "play", text: "Play", parent: row, type: "button" });
  const speed = make("select", { parent: row, aria_label: "Speed" });
  for (const value of SPEEDS) make("option", { parent: speed, text: `${value} ×`, value: String(value), ...(value === 60 ? { selected: "" } : {}) });
  const jumps = [["Start", 0], ["Attack", head.attack[0]?.start], ["First alert", head.alerts[0]?.t], ["First response", head.decisions.find((one) => one.phase === "applied")?.t]]
    .filter(([, t]) => t !== undefined)
    .map(([text, t]) => ({ t, button: make("button", { text, parent: row, type: "button" }) }));
  const elapsed = make("span", { name: "soft", parent: row });
  const clock = make("span", { name: "clock", parent: row });
  row.insertBefore(clock, elapsed);
  return { play, speed, jumps, clock, elapsed };
}

export function picture(parent, title, label) {
  const box = make("div", { parent });
  make("h3", { text: title, parent: box });
  const hold = make("div", { parent: box });
  return make("canvas", { parent: hold, role: "img", aria_label: label });
}

function pictures(root, head, parts) {
  const views = make("div", { name: "views", parent: root });
  parts.canvases.floor = picture(views, `Floor: ${head.robots.length} robots, ${head.people.length} people`, "Robot field from above; the table below says the same");
  const side = make("div", { name: "side", parent: views });
  parts.canvases.network = picture(side, `Network: ${head.assets.names.length} assets, policy ${head.policy}`, "Zones, hosts and conduits of the network");
  if (head.rooms.length) parts.canvases.rooms = picture(side, "Rooms", "Temperatures of the rooms");
}

/** What the marks mean: mark, colour and words. */
export function key(root, entries) {
  const row = make("div", { name: "key", parent: root });
  for (const [mark, colour, text] of entries) {
    const item = make("span", { parent: row });
    make("b", { text: `${mark} `, parent: item, aria_hidden: "true" }).style.color = COLOURS[colour];
    item.append(text);
  }
}

/** A table that opens, under `title`. */
export function table(root, title) {
  const details = make("details", { parent: root });
  make("summary", { text: title, parent: details });
  const made = make("table", { parent: make("div", { name: "scroll", parent: details, tabindex: "0", role: "region", aria_label: title }) });
  make("tr", { parent: make("thead", { parent: made }) });
  make("tbody", { parent: made });
  return details;
}
