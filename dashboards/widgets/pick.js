/**
 * A table to pick a row from, by mouse or keyboard. The picked row is known by its id, so that it stays picked while new
 * rows arrive above it. Cells go in as text, whatever a scenario says.
 */
const STYLE = `
.pick { --ink: var(--st-text-color, #1B2329); --page: var(--st-background-color, #FFFFFF); --line: rgba(128, 140, 150, 0.38);
  color: var(--ink); font: 14px/1.4 var(--st-font, system-ui, sans-serif); overflow: auto; border: 1px solid var(--line);
  border-radius: 8px; color-scheme: inherit; }
.pick table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
.pick th, .pick td { text-align: left; padding: 6px 10px; border-bottom: 1px solid var(--line); font-weight: 400; vertical-align: top; }
.pick tr:last-child td { border-bottom: 0; }
.pick table { table-layout: fixed; }
.pick td { overflow-wrap: anywhere; }
.pick thead th { position: sticky; top: 0; background: var(--page); font-size: 12.5px; opacity: 0.85; white-space: nowrap; z-index: 1; }
.pick tbody tr { cursor: pointer; }
.pick tbody tr:hover { background: rgba(128, 140, 150, 0.12); }
.pick tbody tr[data-picked="true"] { background: rgba(0, 114, 178, 0.16); box-shadow: inset 3px 0 0 var(--st-primary-color, #0072B2); }
.pick button { all: unset; cursor: pointer; font-weight: 600; }
.pick button:focus-visible { outline: 2px solid var(--st-primary-color, #0072B2); outline-offset: 2px; border-radius: 3px; }
.pick .rm-bad { color: light-dark(#B84E00, #F0894A); } .pick .rm-good { color: light-dark(#007A59, #2FBF95); }
.pick .rm-alert { color: light-dark(#0072B2, #56A9DE); } .pick .rm-warn { color: light-dark(#8A5F00, #E69F00); }
.pick .rm-soft { opacity: 0.75; }
`;

function make(tag, parent, text, name) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (name) made.className = name;
  parent.append(made);
  return made;
}

function frame(root) {
  make("style", root, STYLE);
  const box = make("div", root, "", "pick");
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  const table = make("table", box);
  const columns = make("colgroup", table);
  return { box, columns, head: make("tr", make("thead", table)), body: make("tbody", table), drawn: "" };
}

function line(parts, row, picked) {
  const tr = make("tr", parts.body);
  tr.dataset.id = row.id;
  const mark = make("td", tr, row.mark, row.tone);
  mark.setAttribute("aria-hidden", "true");
  row.cells.forEach((cell, n) => {
    const td = make("td", tr, n ? cell : "");
    td.title = cell;
    if (n) return;
    const button = make("button", td, cell);
    button.type = "button";
    button.setAttribute("aria-pressed", String(row.id === picked));
  });
  tr.dataset.picked = String(row.id === picked);
}

function draw(parts, data) {
  const focused = parts.box.getRootNode().activeElement?.closest?.("tr")?.dataset.id;
  parts.box.setAttribute("aria-label", data.label);
  parts.box.style.maxHeight = `${data.height}px`;
  parts.columns.replaceChildren();
  data.widths.forEach((width) => (make("col", parts.columns).style.width = width));
  parts.head.replaceChildren();
  data.columns.forEach((name) => {
    const th = make(name ? "th" : "td", parts.head, name);
    if (name) th.scope = "col";
  });
  parts.body.replaceChildren();
  data.rows.forEach((row) => line(parts, row, data.picked));
  if (focused) parts.body.querySelector(`tr[data-id="${CSS.escape(focused)}"] button`)?.focus();
}

export default function ({ parentElement, data, setTriggerValue }) {
  const parts = (parentElement.pickParts ??= frame(parentElement));
  const now = JSON.stringify(data);
  if (parts.drawn !== now) {
    parts.drawn = now;
    draw(parts, data);
  }
  parts.body.onclick = (event) => {
    const id = event.target.closest("tr")?.dataset.id;
    if (id) setTriggerValue("picked", id);
  };
}
