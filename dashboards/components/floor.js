/**
 * The robot field from above: lanes, pods, stations and chargers, every robot and person at the time asked for.
 * Between two samples a robot follows its lanes, so it turns at crossings instead of cutting through the pods; farther than
 * it could have driven, it was carried (to its repair, west of the field), and no way is drawn.
 */
import { ABSENT, between, holds, indexAt } from "./codec.js";
import { drawHeat, drawNotes } from "./overlay.js";
import { cross, dot, hatch, ink, square, triangle, words } from "./paint.js";

const FASTEST_MPS = 1.8;
const TRAIL_S = 120;
const RECENT_S = 60;

export function createFloor(run) {
  const { head, frames } = run;
  const { floor } = head;
  const lanes = { columns: new Set(), rows: new Set() };
  for (const [x0, y0, x1, y1] of floor.lanes) {
    if (x0 === x1) lanes.columns.add(Math.round(x0));
    if (y0 === y1) lanes.rows.add(Math.round(y0));
  }
  const still = { key: "", canvas: document.createElement("canvas") };
  const state = { run, head, frames, floor, lanes, still };
  return {
    label: "Robot field from above",
    height: (width) => Math.min(640, Math.max(260, (width * (floor.y1 - floor.y0)) / (floor.x1 - floor.x0))),
    draw: (ctx, width, height, t, theme) => draw(state, ctx, width, height, t, theme),
    robots: (t) => robotsAt(state, t),
    pick: (x, y, width, height, t) => nearest(state, x, y, width, height, t),
  };
}

/** The robot under a pointer, or none. */
function nearest(state, x, y, width, height, t) {
  const at = scale(state, width, height);
  const away = (robot) => Math.hypot(at.x(robot.x) - x, at.y(robot.y) - y);
  const [found] = robotsAt(state, t).sort((a, b) => away(a) - away(b));
  return found && away(found) < Math.max(14, at.size) ? found.name : null;
}

/** How far a robot can have driven from one frame to the next. */
const reachable = ({ frames }, from, to) => (FASTEST_MPS * Math.max(500, frames.pose_time[to] - frames.pose_time[from])) / 1000;

function scale({ floor }, width, height) {
  const size = Math.min(width / (floor.x1 - floor.x0), height / (floor.y1 - floor.y0));
  const left = (width - size * (floor.x1 - floor.x0)) / 2;
  const top = (height - size * (floor.y1 - floor.y0)) / 2;
  return { size, x: (m) => left + (m - floor.x0) * size, y: (m) => top + (floor.y1 - m) * size };
}

function draw(state, ctx, width, height, t, theme) {
  const at = scale(state, width, height);
  ctx.drawImage(groundOf(state, ctx, width, height, theme, at), 0, 0, width, height);
  drawHeat(state.head, ctx, theme, at);
  drawTrails(state, ctx, t, theme, at);
  drawIncidents(state, ctx, t, theme, at);
  drawPeople(state, ctx, t, theme, at);
  const robots = robotsAt(state, t);
  for (const robot of robots) if (!robot.fallen) drawRobot(ctx, robot, theme, at);
  for (const robot of robots) if (robot.fallen) drawRobot(ctx, robot, theme, at);
  drawNotes(state.head, robots, ctx, theme, at);
}

/** What never moves is painted once for a size and a theme. */
function groundOf(state, ctx, width, height, theme, at) {
  const key = `${ctx.canvas.width}x${ctx.canvas.height} ${theme.page} ${theme.font}`;
  if (state.still.key !== key) {
    state.still.key = key;
    [state.still.canvas.width, state.still.canvas.height] = [ctx.canvas.width, ctx.canvas.height];
    const ground = state.still.canvas.getContext("2d");
    ground.scale(ctx.canvas.width / width, ctx.canvas.height / height);
    drawGround(state.floor, ground, theme, at);
  }
  return state.still.canvas;
}

function drawGround(floor, ctx, theme, at) {
  const cell = at.size;
  ctx.fillStyle = theme.tile;
  ctx.fillRect(at.x(floor.x0), at.y(floor.y1), cell * (floor.x1 - floor.x0), cell * (floor.y1 - floor.y0));
  ctx.strokeStyle = theme.page;
  ctx.lineWidth = cell * 0.86;
  ctx.lineCap = "square";
  for (const [x0, y0, x1, y1] of floor.lanes) stroke(ctx, at.x(x0), at.y(y0), at.x(x1), at.y(y1));
  ctx.fillStyle = theme.pod;
  for (const [x, y] of floor.pods) ctx.fillRect(at.x(x) - cell * 0.37, at.y(y) - cell * 0.37, cell * 0.74, cell * 0.74);
  drawDirections(floor, ctx, theme, at);
  for (const [x, y] of floor.slots) {
    square(ctx, at.x(x), at.y(y), cell * 0.36);
    ink(ctx, theme.page, theme.line);
  }
  if (floor.x0 < -2.5) words(ctx, theme, "repair", at.x(floor.x0) + 6, at.y(floor.y0) - 12, { colour: theme.soft });
  floor.stations.forEach(([x, y], number) => place(ctx, theme, at, x, y, `P${number + 1}`, theme.normal));
  floor.chargers.forEach(([x, y]) => place(ctx, theme, at, x, y, "⚡", theme.normal));
}

function stroke(ctx, x0, y0, x1, y1) {
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
}

/** A small chevron in the middle of each lane says which way it goes. */
function drawDirections(floor, ctx, theme, at) {
  ctx.lineCap = "round";
  ctx.strokeStyle = theme.line;
  ctx.lineWidth = Math.max(1, at.size * 0.08);
  const arm = at.size * 0.2;
  for (const [x0, y0, x1, y1] of floor.lanes) {
    const [dx, dy] = [Math.sign(x1 - x0), Math.sign(y0 - y1)];
    const [x, y] = [at.x((x0 + x1) / 2), at.y((y0 + y1) / 2)];
    ctx.beginPath();
    ctx.moveTo(x - arm * (dx + dy), y - arm * (dy - dx));
    ctx.lineTo(x, y);
    ctx.lineTo(x - arm * (dx - dy), y - arm * (dy + dx));
    ctx.stroke();
  }
}

function place(ctx, theme, at, x, y, text, colour) {
  square(ctx, at.x(x), at.y(y), at.size * 0.44);
  ink(ctx, theme.page, colour, 1.25);
  words(ctx, theme, text, at.x(x), at.y(y) + 0.5, { size: Math.max(7, Math.min(12, at.size * 0.5)), align: "center", colour: theme.soft });
}

/** Every robot at `t`: place, state, charge, and whether it has fallen or is held. */
function robotsAt(state, t) {
  const { head, frames } = state;
  const near = between(frames.pose_time, t);
  if (!near) return [];
  const n = head.robots.length;
  return head.robots.map((name, robot) => {
    const index = near.from * n + robot;
    const place = placeOf(state, near, robot, n);
    return {
      name, ...place,
      state: head.states[frames.pose_state[index]] || "unknown",
      battery: frames.pose_battery[index],
      fallen: head.falls.some((fall) => fall.asset === name && holds(fall, t)),
      held: head.held.some((hold) => hold.asset === name && holds(hold, t)),
      alerted: head.alerted?.has(name) ?? false,
      age: frames.pose_age?.[index] ?? 0,
      seen: frames.seen_x?.length ? point({ pose_x: frames.seen_x, pose_y: frames.seen_y }, head.origin_m, index) : null,
    };
  }).filter((robot) => robot.x !== null);
}

function point(frames, origin, index) {
  const x = frames.pose_x[index];
  return x === ABSENT ? null : [x / 100 + origin, frames.pose_y[index] / 100 + origin];
}

function placeOf(state, near, robot, n) {
  const { frames, head } = state;
  const from = point(frames, head.origin_m, near.from * n + robot);
  const to = point(frames, head.origin_m, near.to * n + robot);
  if (!from || !to) return from ? { x: from[0], y: from[1], heading: null } : { x: null, y: null, heading: null };
  const length = Math.abs(to[0] - from[0]) + Math.abs(to[1] - from[1]);
  if (length < 0.01 || length > reachable(state, near.from, near.to)) return { x: from[0], y: from[1], heading: null };
  const [corner, legs] = cornerOf(state.lanes, from, to);
  const gone = near.share * length;
  const first = gone <= legs[0];
  const [a, b] = first ? [from, corner] : [corner, to];
  const share = first ? gone / (legs[0] || 1) : (gone - legs[0]) / (legs[1] || 1);
  const heading = Math.atan2(b[1] - a[1], b[0] - a[0]);
  return { x: a[0] + (b[0] - a[0]) * share, y: a[1] + (b[1] - a[1]) * share, heading };
}

/** Where a robot turned between two samples: the corner that lies on more lanes. */
function cornerOf(lanes, from, to) {
  const on = ([x, y]) => lanes.columns.has(Math.round(x)) + lanes.rows.has(Math.round(y));
  const [across, along] = [[to[0], from[1]], [from[0], to[1]]];
  const corner = on(across) > on(along) ? across : along;
  const leg = (a, b) => Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]);
  return [corner, [leg(from, corner), leg(corner, to)]];
}

function drawRobot(ctx, robot, theme, at) {
  const [x, y, r] = [at.x(robot.x), at.y(robot.y), Math.max(3.5, at.size * 0.36)];
  if (robot.held) {
    square(ctx, x, y, r * 1.7);
    ink(ctx, null, theme.decision, 2);
  }
  if (robot.fallen) {
    triangle(ctx, x, y, r * 1.35);
    ink(ctx, theme.attack, theme.page, 1.5);
    const edge = x < 34;
    const style = { size: 11, align: edge ? "left" : "center", weight: 600, plate: theme.page };
    words(ctx, theme, robot.name, edge ? 3 : x, y - r * 1.35 - 10, style);
    return;
  }
  dot(ctx, x, y, r);
  ink(ctx, robot.state === "idle" ? theme.page : theme.normal, theme.normal, 1.5);
  drawState(ctx, robot, theme, x, y, r);
}

/** A mark on the robot says its state: a nose when it drives, a bar when it stands, a bolt when it charges. */
function drawState(ctx, robot, theme, x, y, r) {
  ctx.strokeStyle = theme.page;
  ctx.lineWidth = Math.max(1.2, r * 0.34);
  if (robot.state === "moving" && robot.heading !== null) {
    const [dx, dy] = [Math.cos(robot.heading), -Math.sin(robot.heading)];
    stroke(ctx, x + dx * r * 0.2, y + dy * r * 0.2, x + dx * r * 1.05, y + dy * r * 1.05);
  } else if (robot.state === "stopped") {
    dot(ctx, x, y, r);
    ink(ctx, theme.effect, theme.ink, 1.2);
    ctx.lineWidth = Math.max(1.4, r * 0.36);
    stroke(ctx, x - r * 0.5, y, x + r * 0.5, y);
  } else if (robot.state === "charging") {
    stroke(ctx, x - r * 0.45, y, x + r * 0.45, y);
    stroke(ctx, x, y - r * 0.45, x, y + r * 0.45);
  } else if (robot.state === "working") {
    square(ctx, x, y, r * 0.34);
    ink(ctx, theme.page);
  }
}

function drawTrails(state, ctx, t, theme, at) {
  const { head, frames } = state;
  const end = indexAt(frames.pose_time, t * 1000);
  const n = head.robots.length;
  ctx.strokeStyle = theme.attack;
  ctx.lineWidth = 1.5;
  ctx.globalAlpha = 0.55;
  for (const fall of head.falls.filter((one) => holds(one, t))) {
    const robot = head.robots.indexOf(fall.asset);
    const start = Math.max(0, indexAt(frames.pose_time, Math.max(fall.from, t - TRAIL_S) * 1000));
    if (robot >= 0) trail(state, ctx, at, robot, n, start, end);
  }
  ctx.globalAlpha = 1;
}

function trail(state, ctx, at, robot, n, start, end) {
  ctx.beginPath();
  for (let frame = start; frame <= end; frame += 1) {
    const here = point(state.frames, state.head.origin_m, frame * n + robot);
    const next = frame < end ? point(state.frames, state.head.origin_m, (frame + 1) * n + robot) : null;
    if (!here) continue;
    ctx.lineTo(at.x(here[0]), at.y(here[1]));
    if (!next) continue;
    const [corner, legs] = cornerOf(state.lanes, here, next);
    if (legs[0] + legs[1] > reachable(state, frame, frame + 1)) ctx.moveTo(at.x(next[0]), at.y(next[1]));
    else ctx.lineTo(at.x(corner[0]), at.y(corner[1]));
  }
  ctx.stroke();
}

function drawIncidents(state, ctx, t, theme, at) {
  for (const one of state.head.incidents) {
    if (one.x === null || one.t > t || t - one.t > RECENT_S) continue;
    const [x, y] = [at.x(one.x), at.y(one.y)];
    ctx.globalAlpha = 1 - (0.7 * (t - one.t)) / RECENT_S;
    if (one.what === "near_miss" || one.what === "contact") {
      dot(ctx, x, y, at.size * 1.1);
      ink(ctx, null, theme.effect, 2.5);
      if (one.what === "contact") {
        cross(ctx, x, y, at.size * 0.8);
        ink(ctx, null, theme.attack, 3);
      }
    } else {
      hatch(ctx, x - at.size * 0.9, y - at.size * 0.9, at.size * 1.8, at.size * 1.8, theme.effect);
    }
    words(ctx, theme, one.what.replaceAll("_", " "), x, y + at.size * 1.7, { size: 10, align: "center", plate: theme.page });
    ctx.globalAlpha = 1;
  }
}

function drawPeople(state, ctx, t, theme, at) {
  const { head, frames } = state;
  const near = between(frames.person_time, t);
  if (!near) return;
  const n = head.people.length;
  for (let person = 0; person < n; person += 1) {
    const [a, b] = [near.from * n + person, near.to * n + person];
    if (frames.person_x[a] === ABSENT || frames.person_x[b] === ABSENT) continue;
    const mix = (values) => (values[a] + (values[b] - values[a]) * near.share) / 100 + head.origin_m;
    const [x, y, r] = [at.x(mix(frames.person_x)), at.y(mix(frames.person_y)), Math.max(3, at.size * 0.26)];
    dot(ctx, x, y, r * 1.75);
    ink(ctx, null, theme.soft, 1);
    dot(ctx, x, y, r);
    ink(ctx, theme.people, "#1B2329", 1.2);
  }
}
