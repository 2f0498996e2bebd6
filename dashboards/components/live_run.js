/**
 * A run that is still going on, in the shape in which the painters know a finished one: `head` in words, `frames` as
 * arrays. Pictures are kept for a while, so that a reader can look back without asking the server.
 */
import { ABSENT, decode, indexAt } from "./codec.js";
import { checkOf, decodePicture } from "./live_codec.js";

const KEPT = 300;
const EMPTY = -32768;
const MOVING = [
  ["pose_x", "robot_x", Uint16Array, ABSENT], ["pose_y", "robot_y", Uint16Array, ABSENT], ["pose_state", "robot_state", Uint8Array, 255],
  ["pose_battery", "robot_battery", Uint8Array, 0], ["pose_age", "robot_age", Uint8Array, 0],
  ["seen_x", "seen_x", Uint16Array, ABSENT], ["seen_y", "seen_y", Uint16Array, ABSENT],
];
const WALKING = [["person_x", "person_x", Uint16Array, ABSENT], ["person_y", "person_y", Uint16Array, ABSENT]];

/** @param {Object<string, Uint8Array>} grounds still parts by view */
export function createRun(grounds) {
  const head = {
    robots: [], people: [], rooms: [], zones: [], conduits: [], assets: { names: [], functions: [], kinds: [] }, states: [],
    falls: [], held: [], reached: [], incidents: [], alerted: new Set(), pairs: [], bin_s: Infinity, selected: "", target: "",
    live: true, truth: false, heat: [], zones_held: new Set(), pairs_hidden: 0, last_s: 0,
  };
  const checks = {};
  for (const [view, bytes] of Object.entries(grounds)) {
    Object.assign(head, decode(bytes).head);
    checks[view] = checkOf(bytes);
  }
  const frames = { link_time: [], link_src: [], link_dst: [], link_ok: [], flow_count: [], flow_denied: [], flow_bytes: [] };
  for (const [name, , Type] of [...MOVING, ...WALKING]) frames[name] = new Type(0);
  Object.assign(frames, { pose_time: new Uint32Array(0), person_time: new Uint32Array(0) });
  Object.assign(frames, { room_time: new Uint32Array(0), room_air: new Int16Array(0), room_product: new Int16Array(0) });
  const run = {
    head, frames, checks, pictures: { map: [], rooms: [], network: [] }, times: {}, shown: {}, reach: null,
  };
  return {
    head, frames, pictures: run.pictures,
    add: (view, bytes) => add(run, view, bytes),
    show: (t) => show(run, t),
    setReach: (bytes) => { run.reach = reachOf(bytes); },
    reachOf: (asset) => run.reach?.(asset),
  };
}

/**
 * Keep the picture of a view: one of the time of the last replaces it, one of an earlier time begins anew, and one that
 * belongs to another still part, for the page has just changed, is left out.
 */
function add(run, view, bytes) {
  const picture = decodePicture(bytes);
  if (picture.ground !== run.checks[view]) return;
  const list = run.pictures[view];
  if (list.length && picture.time < list.at(-1).time) list.length = 0;
  if (list.length && picture.time === list.at(-1).time) list.pop();
  list.push(picture);
  if (list.length > KEPT) list.splice(0, KEPT / 2);
  run.shown[view] = -1;
  run.times[view] = list.map((one) => one.time);
  run.head.truth = picture.truth;
  run.head.last_s = Math.max(...Object.values(run.pictures).map((each) => (each.at(-1)?.time ?? 0) / 1000));
  if (view === "map") rebuild(run, list);
}

/** The moving things of all kept pictures as arrays of frames. */
function rebuild({ head, frames }, list) {
  frames.pose_time = Uint32Array.from(list, (picture) => picture.time);
  frames.person_time = frames.pose_time;
  for (const [name, section, Type, absent] of MOVING) frames[name] = joined(list, section, Type, head.robots.length, absent);
  for (const [name, section, Type, absent] of WALKING) frames[name] = joined(list, section, Type, head.people.length, absent);
}

function joined(list, section, Type, count, absent) {
  const all = new Type(list.length * count).fill(absent);
  list.forEach((picture, frame) => {
    const values = picture.sections[section];
    if (values?.length === count) all.set(values, frame * count);
  });
  return all;
}

/** Bring what holds at a time, and not between two, to `t` (s). */
function show(run, t) {
  const names = { fallen: new Set(), held: new Set(), alerted: new Set() };
  let changed = false;
  for (const [view, list] of Object.entries(run.pictures)) {
    if (!list.length) continue;
    const at = Math.max(0, indexAt(run.times[view], t * 1000));
    changed ||= run.shown[view] !== at;
    run.shown[view] = at;
    const { sections } = list[at];
    const known = view === "map" ? run.head.robots : run.head.assets.names;
    for (const [mark, set] of Object.entries(names)) for (const number of sections[mark] ?? []) set.add(known[number]);
  }
  if (!changed) return;
  const since = (set) => [...set].map((asset) => ({ asset, from: -Infinity, to: null }));
  Object.assign(run.head, { falls: since(names.fallen), held: since(names.held), alerted: names.alerted });
  const now = (view) => run.pictures[view][run.shown[view]];
  if (now("map")) showFloor(run.head, now("map"));
  if (now("rooms")) showRooms(run, now("rooms"));
  if (now("network")) showNetwork(run, now("network"));
}

function showFloor(head, { time, sections }) {
  const metres = (value) => value / 100 + head.origin_m;
  head.incidents = Array.from(sections.incident_kind ?? [], (kind, i) => ({
    what: head.incidents_known[kind], t: time / 1000 - sections.incident_ago[i],
    x: metres(sections.incident_x[i]), y: metres(sections.incident_y[i]),
  }));
  const { width } = head.floor;
  head.heat = Array.from(sections.heat_cell ?? [], (cell, i) => ({
    x: cell % width, y: Math.floor(cell / width), waited: sections.heat_level[i],
  }));
}

/** The curve of the last hour with the value of now at its end. */
function showRooms({ head, frames }, { time, sections }) {
  const rooms = head.rooms.length;
  frames.room_time = Uint32Array.of(...Array.from(sections.trend_time).filter((one) => one < time), time);
  const before = (frames.room_time.length - 1) * rooms;
  frames.room_air = Int16Array.of(...sections.trend_air.subarray(0, before), ...sections.room_air);
  frames.room_product = new Int16Array(frames.room_air.length).fill(EMPTY);
  if (sections.room_product) frames.room_product.set(sections.room_product, before);
  head.rooms.forEach((room, number) => {
    const setpoint = sections.room_setpoint?.[number];
    room.in_force = setpoint === undefined || setpoint === EMPTY ? room.setpoint : setpoint / 100;
    room.age = sections.room_age?.[number] ?? 0;
  });
}

/**
 * What can be counted on the pictures themselves, as figures with the trend of the kept pictures: robots that drive,
 * stand or are silent, their charge, and rooms outside their limits.
 */
export function counted({ head, pictures }) {
  const robots = head.robots.length;
  const each = (view, count) => pictures[view].map(({ sections }) => count(sections));
  const states = (wanted) => each("map", ({ robot_state }) => robot_state.reduce((sum, one) => sum + (head.states[one] === wanted), 0));
  const found = [];
  if (pictures.map.length) {
    found.push(["Robots driving", states("moving"), (n) => `${n} of ${robots}`], ["Robots stopped", states("stopped"), (n) => `${n} of ${robots}`]);
    found.push(["Mean charge", each("map", ({ robot_battery }) => robot_battery.reduce((sum, one) => sum + one, 0) / robots), (n) => `${n.toFixed(0)} %`]);
    if (pictures.map.at(-1).sections.robot_age) {
      found.push(["Robots silent", each("map", ({ robot_age }) => (robot_age ?? []).reduce((sum, one) => sum + (one > 30), 0)), (n) => `${n} of ${robots}`]);
    }
  }
  if (pictures.rooms.length) {
    const outside = (sections) => head.rooms.reduce((sum, room, i) => sum + (sections.room_air[i] !== EMPTY && (sections.room_air[i] / 100 > room.high || sections.room_air[i] / 100 < room.low)), 0);
    found.push(["Rooms outside limits", each("rooms", outside), (n) => `${n} of ${head.rooms.length}`]);
  }
  if (pictures.network.length) {
    const sum = (values) => values.reduce((total, one) => total + one, 0);
    found.push(["Flows a minute", each("network", ({ flow_count }) => sum(flow_count)), (n) => n.toLocaleString("en")]);
    found.push(["Refused a minute", each("network", ({ flow_denied }) => sum(flow_denied)), (n) => n.toLocaleString("en")]);
    found.push(["Alert in 10 min", each("network", ({ alerted }) => alerted.length), (n) => `${n} of ${head.assets.names.length}`]);
    found.push(["Assets cut off", each("network", ({ held }) => held.length), (n) => `${n} of ${head.assets.names.length}`]);
  }
  return found.map(([title, values, say]) => [title, say(values.at(-1)), "since this page was opened", scaled(values.slice(-60))]);
}

function scaled(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return values.map((value) => (high > low ? Math.round((100 * (value - low)) / (high - low)) : 50));
}

function showNetwork({ head, frames }, { time, sections }) {
  head.pairs = Array.from(sections.pair_src, (src, i) => [src, sections.pair_dst[i]]);
  head.pairs_hidden = sections.pairs_hidden[0];
  for (const name of ["flow_count", "flow_denied", "flow_bytes", "link_src", "link_dst", "link_ok"]) frames[name] = sections[name];
  frames.link_time = Array.from(sections.link_ago, (ago) => time - ago * 1000);
  head.reached = Array.from(sections.reached ?? [], (number) => ({ asset: head.assets.names[number], t: -Infinity }));
  head.zones_held = new Set(sections.held_zones);
}

/** Reach as bits over offered services, one answer for all assets that the policy treats alike. */
function reachOf(bytes) {
  if (!bytes.length) return null;
  const { head, frames } = decode(bytes);
  const width = Math.ceil(frames.offer_asset.length / 8);
  return (asset) => {
    const found = new Map();
    const row = frames.class_of[asset] * width;
    for (let column = 0; column < frames.offer_asset.length; column += 1) {
      if (!((frames.open[row + (column >> 3)] >> (column & 7)) & 1)) continue;
      const target = frames.offer_asset[column];
      found.set(target, [...(found.get(target) ?? []), head.services[frames.offer_service[column]]]);
    }
    return found;
  };
}
