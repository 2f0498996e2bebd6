/** The map again as a table: state, place and charge of every robot at the time of the replay, for those who read. */
const HEADS = ["Robot", "State", "East (m)", "North (m)", "Battery", "Security"];

/** Fills `details` when it is open; gives the function that brings it up to a time. */
export function createTable(details, floor) {
  let shown = null;
  const body = details.querySelector("tbody");
  const row = details.querySelector("thead tr");
  row.replaceChildren(...HEADS.map((text) => cell("th", text)));
  const update = (t) => {
    shown = t;
    if (details.open) body.replaceChildren(...floor.robots(t).map(rowOf));
  };
  details.addEventListener("toggle", () => update(shown));
  return update;
}

function rowOf(robot) {
  const row = document.createElement("tr");
  const security = [robot.fallen && "compromised", robot.held && "held"].filter(Boolean).join(", ") || "normal";
  const texts = [robot.name, robot.state, robot.x.toFixed(1), robot.y.toFixed(1), `${robot.battery} %`, security];
  row.append(...texts.map((text, i) => cell(i ? "td" : "th", text)));
  return row;
}

function cell(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (tag === "th") made.scope = "col";
  return made;
}
