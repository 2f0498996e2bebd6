/**
 * Plays a run: one clock, several views, no server. `mount(element, bytes)` works in any page, so the same file serves
 * the dashboard and the report that stands alone; the default export is what Streamlit calls.
 *
 * Keys: space plays and pauses; arrows move by 5 s, page keys by 5 min, home and end to the ends. Nothing moves before
 * somebody presses play, and a reader who asks for reduced motion sees whole samples without interpolation or pulses.
 */
import { clock, decode, duration, holds } from "./codec.js";
import { createFloor } from "./floor.js";
import { createNetwork } from "./network.js";
import { fit, themeOf } from "./paint.js";
import { createPage } from "./page.js";
import { createRooms } from "./rooms.js";
import { createTable } from "./table.js";
import { createTimeline } from "./timeline.js";

const STEP_S = 5;
const PAGE_S = 300;
const TABLE_EVERY_MS = 1000;
const KEYS = { ArrowLeft: -STEP_S, ArrowDown: -STEP_S, ArrowRight: STEP_S, ArrowUp: STEP_S, PageDown: -PAGE_S, PageUp: PAGE_S };

/** Show the run packed in `bytes` inside `element`; gives a function that takes it away again. */
export function mount(element, bytes) {
  const run = decode(bytes);
  const page = createPage(element, run.head);
  const views = { timeline: createTimeline(run), floor: createFloor(run), network: createNetwork(run) };
  if (run.head.rooms.length) views.rooms = createRooms(run);
  const table = createTable(page.table, views.floor);
  const player = {
    run, page, views, table, t: opening(run.head), playing: false, speed: 60, phase: 0, last: 0, drawn: 0, frame: 0,
    calm: matchMedia("(prefers-reduced-motion: reduce)"),
  };
  listen(player);
  const unwatch = watch(player);
  paint(player);
  return () => {
    cancelAnimationFrame(player.frame);
    unwatch();
    page.frame.remove();
  };
}

const mounted = new WeakMap();

/** Streamlit calls this at every change of the page; the same bytes keep the player and its time. */
export default function streamlitComponent({ data, parentElement }) {
  const key = `${data.length}:${data.slice(-16).join()}:${data.slice(0, 4096).join()}`;
  const old = mounted.get(parentElement);
  if (!old || old.key !== key) {
    if (old) old.remove();
    mounted.set(parentElement, { key, remove: mount(parentElement, data) });
  }
  return () => {
    mounted.get(parentElement)?.remove();
    mounted.delete(parentElement);
  };
}

/** A replay opens where the attack first takes effect, else where it begins, else at the start. */
function opening(head) {
  const effects = head.attack.filter((step) => step.effect_start !== null).map((step) => step.effect_start);
  const starts = head.attack.map((step) => step.start);
  const first = effects.length ? Math.min(...effects) + 60 : starts.length ? Math.min(...starts) : 0;
  return Math.min(first, head.span_s);
}

function paint(player) {
  const { page, views, t, run } = player;
  const theme = themeOf(page.root);
  page.root.dataset.theme = theme.dark ? "dark" : "light";
  const shown = player.calm.matches ? Math.floor(t / STEP_S) * STEP_S : t;
  for (const [name, view] of Object.entries(views)) {
    const canvas = page.canvases[name];
    const width = canvas.parentElement.clientWidth;
    if (!width) continue;
    const height = Math.round(view.height(width));
    canvas.style.height = `${height}px`;
    view.draw(fit(canvas, width, height), width, height, shown, theme, player.calm.matches ? 0 : player.phase);
  }
  describe(player, shown);
  if (!player.playing || performance.now() - player.drawn > TABLE_EVERY_MS) {
    player.drawn = performance.now();
    player.table(shown, run.head);
  }
}

/** The words beside the pictures: clock, what holds now, and what happened last. */
function describe({ page, run, t, playing }, shown) {
  const { head } = run;
  const count = (list, word, words = `${word}s`) => `${list.length} ${list.length === 1 ? word : words}`;
  const fallen = new Set(head.falls.filter((one) => holds(one, t)).map((one) => one.asset));
  const seen = head.alerts.filter((one) => one.t <= t);
  const decided = head.decisions.filter((one) => one.t <= t && one.phase === "applied");
  page.clock.textContent = clock(head, shown);
  page.elapsed.textContent = `${duration(shown)} into the story`;
  page.counts.textContent = [
    count([...fallen], "asset compromised", "assets compromised"), count(seen, "alert"),
    count(decided, "response applied", "responses applied"),
  ].join(" · ");
  const last = head.news.filter((one) => one.t <= t).at(-1);
  page.last.textContent = last ? `${clock(head, last.t)}  ${last.text}` : "Nothing has happened yet.";
  page.play.textContent = playing ? "Pause" : "Play";
  page.play.setAttribute("aria-pressed", String(playing));
  page.scrub.setAttribute("aria-valuenow", String(Math.round(shown)));
  page.scrub.setAttribute("aria-valuetext", `${clock(head, shown)}, ${page.counts.textContent}`);
  Object.assign(page.root.dataset, { time: shown.toFixed(1), playing: String(playing), fallen: fallen.size, alerts: seen.length });
}

function tick(player, now) {
  if (!player.playing) return;
  const wall = Math.min(0.25, (now - player.last) / 1000);
  player.last = now;
  player.phase += wall;
  player.t = Math.min(player.run.head.span_s, player.t + wall * player.speed);
  if (player.t >= player.run.head.span_s) player.playing = false;
  paint(player);
  if (player.playing) player.frame = requestAnimationFrame((next) => tick(player, next));
}

function toggle(player) {
  player.playing = !player.playing;
  if (player.playing && player.t >= player.run.head.span_s) player.t = 0;
  player.last = performance.now();
  if (player.playing) player.frame = requestAnimationFrame((now) => tick(player, now));
  else paint(player);
}

function seek(player, t) {
  player.t = Math.min(player.run.head.span_s, Math.max(0, t));
  paint(player);
}

function onKey(player, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("select")) return;
  const onScrub = event.target === player.page.scrub;
  if (event.key === " " && !event.target.matches("button, summary")) toggle(player);
  else if (onScrub && event.key in KEYS) seek(player, Math.round(player.t / STEP_S) * STEP_S + KEYS[event.key]);
  else if (onScrub && event.key === "Home") seek(player, 0);
  else if (onScrub && event.key === "End") seek(player, player.run.head.span_s);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function listen(player) {
  const { page, views } = player;
  const scrubTo = (event) => {
    const box = page.scrub.getBoundingClientRect();
    seek(player, views.timeline.timeAt(event.clientX - box.left, box.width));
  };
  page.play.addEventListener("click", () => toggle(player));
  page.speed.addEventListener("change", () => { player.speed = Number(page.speed.value); });
  page.jumps.forEach(({ button, t }) => button.addEventListener("click", () => seek(player, t)));
  page.root.addEventListener("keydown", (event) => onKey(player, event));
  page.scrub.addEventListener("pointerdown", (event) => {
    page.scrub.setPointerCapture(event.pointerId);
    scrubTo(event);
  });
  page.scrub.addEventListener("pointermove", (event) => { if (event.buttons) scrubTo(event); });
}

/** Paint again when the space, the theme or the reader's wishes change. */
function watch(player) {
  const again = () => { if (!player.playing) paint(player); };
  const size = new ResizeObserver(again);
  size.observe(player.page.root);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const queries = [dark, player.calm];
  queries.forEach((query) => query.addEventListener("change", again));
  return () => {
    size.disconnect();
    queries.forEach((query) => query.removeEventListener("change", again));
  };
}
