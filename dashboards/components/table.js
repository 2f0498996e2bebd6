/** The pictures again as tables, for those who read: what every robot, or every asset, is and does at the time shown. */
const ROBOTS = ["Robot", "State", "East (m)", "North (m)", "Battery", "Security"];
const ASSETS = ["Asset", "Kind", "Zone", "Security"];

/** A table of robots in `details`, filled while it is open; gives the function that brings it up to a time. */
export function createTable(details, floor, live = false) {
  return fill(details, live ? [...ROBOTS, "Last heard"] : ROBOTS, (t) => floor.robots(t).map((robot) => robotTexts(robot, live)));
}

/** The same of the assets on a network. */
export function createAssetTable(details, { head }) {
  const zones = new Map(head.zones.flatMap((zone) => zone.members.map((member) => [member, zone.name])));
  const has = (list, name) => list.some((one) => one.asset === name);
  return fill(details, ASSETS, () => head.assets.names.map((name, number) => [
    name, head.assets.kinds[number].replaceAll("_", " "), zones.get(number) ?? "none",
    said([has(head.falls, name) && "compromised", has(head.reached, name) && "reached", has(head.held, name) && "held", head.alerted.has(name) && "alert"]),
  ]));
}

const said = (words) => words.filter(Boolean).join(", ") || "normal";

function robotTexts(robot, live) {
  const security = said([robot.fallen && "compromised", robot.held && "held", robot.alerted && "alert"]);
  const heard = robot.age >= 255 ? "not lately" : `${robot.age} s ago`;
  const texts = [robot.name, robot.state, robot.x.toFixed(1), robot.y.toFixed(1), `${robot.battery} %`, security];
  return live ? [...texts, heard] : texts;
}

function fill(details, heads, rows) {
  let shown = null;
  const body = details.querySelector("tbody");
  details.querySelector("thead tr").replaceChildren(...heads.map((text) => cell("th", text)));
  const update = (t) => {
    shown = t;
    if (details.open) body.replaceChildren(...rows(t).map(rowOf));
  };
  details.addEventListener("toggle", () => update(shown));
  return update;
}

function rowOf(texts) {
  const row = document.createElement("tr");
  row.append(...texts.map((text, i) => cell(i ? "td" : "th", text)));
  if (row.firstChild) row.firstChild.scope = "row";
  return row;
}

function cell(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (tag === "th") made.scope = "col";
  return made;
}
