/**
 * Live pictures of a running hub. The still part comes once, with the component; every second a small message feeds it
 * (feed.js): pictures as bytes, figures, the strip in the corner, and what is chosen. Between two pictures the browser
 * interpolates, sixty times a second, one picture behind the twin; without motion it shows each picture as it comes.
 *
 * A message that says nothing new names the versions it stands for. Who has missed one asks once, and gets it whole.
 */
import { clock } from "./codec.js";
import { createFloor } from "./floor.js";
import { partsOf } from "./live_codec.js";
import { createLivePage, showFigures, showKey } from "./live_page.js";
import { counted, createRun } from "./live_run.js";
import { createNetwork } from "./network.js";
import { fit, themeOf } from "./paint.js";
import { createRooms } from "./rooms.js";
import { createAssetTable, createTable } from "./table.js";

const VIEWS = ["map", "rooms", "network"];
const GAP_MS = [200, 3000];
const IDLE_MS = 4000;
const TABLE_EVERY_MS = 1000;
const CLOSE_S = 0.05;
const TILES = 6;

/** Show the hub of the still parts `bytes` in `element`; `tell(name, value)` reports what a reader does. */
export function mountLive(element, bytes, tell = () => {}) {
  const run = createRun(partsOf(bytes));
  const page = createLivePage(element, run.head);
  const views = {};
  if (page.canvases.floor) views.floor = createFloor(run);
  if (page.canvases.network) views.network = createNetwork(run);
  if (page.canvases.rooms) views.rooms = createRooms(run);
  const tables = [page.robotTable && createTable(page.robotTable, views.floor, true), page.assetTable && createAssetTable(page.assetTable, run)];
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const live = {
    run, page, views, tables: tables.filter(Boolean), tell, calm, motion: !calm.matches, back: null, from: 0, to: 0, began: 0, gap: 1000,
    came: 0, phase: 0, last: 0, frame: 0, tabled: 0, painted: 0, versions: [0, 0, 0], asked: "", first: null, figures: [],
  };
  listen(live);
  const unwatch = watch(live);
  return {
    feed: (message) => feed(live, message),
    remove: () => {
      cancelAnimationFrame(live.frame);
      unwatch();
      page.frame.remove();
    },
  };
}

/** Take in one message. */
function feed(live, bytes) {
  const parts = partsOf(bytes);
  const { run, page } = live;
  const text = (part) => new TextDecoder().decode(part);
  for (const view of VIEWS) if (parts[view]) run.add(view, parts[view]);
  if (parts.reach) run.setReach(parts.reach);
  if (parts.tiles) live.figures = JSON.parse(text(parts.tiles));
  if (parts.strip) for (const strip of document.querySelectorAll(".twin-strip")) strip.innerHTML = text(parts.strip);
  if (parts.focus) focus(live, parts.focus);
  if (parts.versions) check(live, parts);
  if (VIEWS.some((view) => parts[view])) arrived(live);
  else paint(live);
  showFigures(page.figures, [...live.figures, ...counted(run)].slice(0, TILES));
}

/** What a reader chose, by the number of the robot or asset; 65535 is nothing. */
function focus({ run }, part) {
  const view = new DataView(part.buffer, part.byteOffset, part.byteLength);
  const names = run.head.zones.length ? run.head.assets.names : run.head.robots;
  run.head.selected = names[view.getUint16(0, true)] ?? "";
  run.head.target = names[view.getUint16(2, true)] ?? "";
}

/** Ask, once for each version, for what the server believes to have sent and never came. */
function check(live, parts) {
  const view = new DataView(parts.versions.buffer, parts.versions.byteOffset, parts.versions.byteLength);
  VIEWS.forEach((name, i) => {
    const sent = view.getUint32(4 * i, true);
    if (parts[name]) live.versions[i] = sent;
    else if (sent !== live.versions[i] && live.asked !== `${name}${sent}`) {
      live.asked = `${name}${sent}`;
      live.tell("missing", live.asked);
    }
  });
}

/** A new picture: go from what is shown to it in the time that the last one took to come. */
function arrived(live) {
  const now = performance.now();
  const { head } = live.run;
  live.from = live.first === null ? head.last_s : Math.min(shownAt(live, now), head.last_s);
  live.gap = Math.min(GAP_MS[1], Math.max(GAP_MS[0], now - live.came));
  Object.assign(live, { to: head.last_s, began: now, came: now });
  live.first = Math.min(...Object.values(live.run.pictures).flatMap((list) => (list.length ? [list[0].time / 1000] : [])));
  if (live.from < live.first) live.from = live.first;
  if (live.keyed !== head.truth) showKey(live.page.keys, head);
  live.keyed = head.truth;
  live.page.empty.hidden = true;
  live.page.views.hidden = false;
  start(live);
}

function shownAt(live, now) {
  if (live.back !== null) return live.back;
  if (!live.motion) return live.to;
  return live.from + (live.to - live.from) * Math.min(1, (now - live.began) / live.gap);
}

function start(live) {
  if (!live.motion || live.back !== null) paint(live);
  else if (!live.frame) {
    live.last = performance.now();
    live.frame = requestAnimationFrame((now) => tick(live, now));
  }
}

/** One frame; it rests when nothing new has come for a while. */
function tick(live, now) {
  live.frame = 0;
  live.phase += Math.min(0.25, (now - live.last) / 1000);
  live.last = now;
  paint(live);
  const resting = now - live.came > IDLE_MS;
  if (live.motion && live.back === null && !resting) live.frame = requestAnimationFrame((next) => tick(live, next));
}

function paint(live) {
  const { page, views, run } = live;
  if (live.first === null) return;
  const now = performance.now();
  const t = shownAt(live, now);
  const theme = themeOf(page.root);
  page.root.dataset.theme = theme.dark ? "dark" : "light";
  run.show(t);
  for (const [name, view] of Object.entries(views)) {
    const canvas = page.canvases[name];
    const width = canvas.parentElement.clientWidth;
    if (!width) continue;
    const height = Math.round(view.height(width));
    canvas.style.height = `${height}px`;
    view.draw(fit(canvas, width, height), width, height, t, theme, live.motion ? live.phase : 0);
  }
  describe(live, t);
  if (!live.motion || live.back !== null || now - live.tabled > TABLE_EVERY_MS) {
    live.tabled = now;
    for (const fill of live.tables) fill(t);
    if (page.roomList) listRooms(live);
  }
}

function describe(live, t) {
  const { page, run, first, back } = live;
  const { head } = run;
  live.painted += 1;
  page.clock.textContent = clock(head, t);
  if (back === null) keepTime(page.clock.textContent);
  page.book.textContent = head.truth ? "Truth: what really is" : "As reported: what fleet manager, sensors and taps say";
  const marks = [[head.falls, "compromised"], [head.held, "held by a response"], [[...head.alerted], "with an alert in the last 10 min"]];
  const found = marks.filter(([list]) => list.length).map(([list, text]) => `${list.length} ${text}`);
  const refused = head.pairs.filter((_, i) => run.frames.flow_denied[i]).length;
  if (refused) found.push(`${refused} ${refused === 1 ? "pair of zones" : "pairs of zones"} with refused flows in the last minute`);
  if (head.pairs_hidden) found.push(`${head.pairs_hidden} quieter pairs of zones are not drawn`);
  const text = found.join(" · ") || "Nothing is marked.";
  if (page.said.textContent !== text) page.said.textContent = text;
  Object.assign(page.scrub, { min: String(Math.floor(first)), max: String(Math.ceil(head.last_s)), step: "1" });
  if (back === null) page.scrub.value = String(Math.ceil(head.last_s));
  page.scrub.setAttribute("aria-valuetext", `${clock(head, t)}${back === null ? ", now" : ""}`);
  page.now.disabled = back === null;
  page.scrub.disabled = head.last_s - first < 1;
  Object.assign(page.root.dataset, { time: t.toFixed(2), motion: String(live.motion), painted: live.painted, truth: String(head.truth), selected: head.selected });
}

/** The strip comes with every other message only; its clock goes by what is shown. */
function keepTime(text) {
  for (const strip of document.querySelectorAll(".twin-strip .clock")) if (strip.textContent !== text) strip.textContent = text;
}

/** Rooms in words, for those who read. */
function listRooms({ page, run }) {
  const { rooms } = run.head;
  const last = run.frames.room_air.length - rooms.length;
  const texts = rooms.map((room, number) => {
    const value = run.frames.room_air[last + number];
    return `${room.title || room.name}: ${value === -32768 || value === undefined ? "no reading" : `${(value / 100).toFixed(1)} °C`}, limits ${room.low} to ${room.high} °C`;
  });
  page.roomList.replaceChildren(...texts.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
}

function setMotion(live, motion) {
  live.motion = motion;
  live.page.motion.textContent = motion ? "Pause motion" : "Show motion";
  live.page.motion.setAttribute("aria-pressed", String(!motion));
  start(live);
}

function listen(live) {
  const { page, run, views } = live;
  page.motion.addEventListener("click", () => setMotion(live, !live.motion));
  page.heat?.addEventListener("click", () => {
    run.head.heat_on = !run.head.heat_on;
    page.heat.setAttribute("aria-pressed", String(run.head.heat_on));
    paint(live);
  });
  page.scrub.addEventListener("input", () => {
    const t = Number(page.scrub.value);
    live.back = run.head.last_s - t < CLOSE_S + 1 ? null : Math.max(t, live.first);
    start(live);
    paint(live);
  });
  page.now.addEventListener("click", () => {
    live.back = null;
    start(live);
  });
  for (const name of ["floor", "network"]) {
    page.canvases[name]?.addEventListener("click", (event) => {
      const box = page.canvases[name].getBoundingClientRect();
      const [x, y] = [event.clientX - box.left, event.clientY - box.top];
      const found = views[name].pick(x, y, box.width, box.height, shownAt(live, performance.now()));
      if (found) live.tell("picked", found);
    });
  }
  if (!live.motion) setMotion(live, false);
}

/** Paint again when the space, the theme or the reader's wishes change. */
function watch(live) {
  const again = () => { if (!live.frame) paint(live); };
  const size = new ResizeObserver(again);
  size.observe(live.page.root);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const calm = () => setMotion(live, !live.calm.matches);
  dark.addEventListener("change", again);
  live.calm.addEventListener("change", calm);
  return () => {
    size.disconnect();
    dark.removeEventListener("change", again);
    live.calm.removeEventListener("change", calm);
  };
}

const mounted = new WeakMap();

/** Messages wait in a list until somebody shows them; from then on each is handed on, and the last is kept. */
function connect(live) {
  const before = globalThis.twinFeed ?? [];
  const wire = { live, last: null, push: (message) => { wire.last = message; live.feed(message); } };
  globalThis.twinFeed = wire;
  for (const message of Array.isArray(before) ? before : [before.last].filter(Boolean)) wire.push(message);
}

function disconnect(live) {
  live.remove();
  if (globalThis.twinFeed?.live === live) globalThis.twinFeed = [];
}

/** Streamlit calls this at every change of the page; the same still parts keep the picture and its history. */
export default function streamlitComponent({ data, parentElement, setStateValue, setTriggerValue }) {
  const key = `${data.length}:${data.slice(0, 2048).join()}:${data.slice(-64).join()}`;
  const tell = (name, value) => (name === "missing" ? setTriggerValue(name, value) : setStateValue(name, value));
  const old = mounted.get(parentElement);
  if (!old || old.key !== key) {
    const live = mountLive(parentElement, data, tell);
    old?.live.remove();
    mounted.set(parentElement, { key, live });
    connect(live);
  }
  return () => {
    if (mounted.has(parentElement)) disconnect(mounted.get(parentElement).live);
    mounted.delete(parentElement);
  };
}
