/**
 * The network: zones as boxes, enterprise above and process below (Purdue order), hosts in a grid inside, conduits as
 * lines. Ordinary flows pulse along conduits; what the attacker sends is drawn from host to host, stopped by a cross
 * where a rule refused it. So the same attack shows, posture by posture, how far it came.
 */
import { holds } from "./codec.js";
import { arrange } from "./network_layout.js";
import { cross, diamond, dot, ink, square, triangle, words } from "./paint.js";

const LINK_S = 60;

export function createNetwork(run) {
  const kept = { key: "", plan: null };
  const planFor = (width, height) => {
    const key = `${width}x${height}`;
    if (kept.key !== key) Object.assign(kept, { key, plan: arrange(run.head, width, height) });
    return kept.plan;
  };
  return {
    label: "Network: zones, hosts and conduits",
    height: (width) => Math.min(540, Math.max(320, width * 0.74)),
    draw: (ctx, width, height, t, theme, phase) => draw(run, planFor(width, height), ctx, t, theme, phase),
    pick: (x, y, width, height) => nearest(run, planFor(width, height), x, y),
  };
}

/** The asset under a pointer, or none. */
function nearest({ head }, plan, x, y) {
  const away = plan.hosts.map((host) => (host ? Math.hypot(host.x - x, host.y - y) : Infinity));
  const found = away.indexOf(Math.min(...away));
  return away[found] < Math.max(10, plan.size) ? head.assets.names[found] : null;
}

function draw(run, plan, ctx, t, theme, phase) {
  drawConduits(run, plan, ctx, t, theme, phase);
  for (const band of plan.bands) {
    words(ctx, theme, band.name, 0, band.y + 9, { size: 11, colour: theme.soft, weight: 600 });
    words(ctx, theme, band.note, 0, band.y + 24, { size: 10, colour: theme.soft });
  }
  plan.boxes.forEach((box, zone) => drawBox(box, ctx, theme, run.head.zones_held?.has(zone)));
  drawHosts(run, plan, ctx, t, theme);
  drawLinks(run, plan, ctx, t, theme);
  drawNames(run, plan, ctx, t, theme);
  drawChosen(run, plan, ctx, theme);
}

function drawBox(box, ctx, theme, held = false) {
  ctx.beginPath();
  ctx.roundRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1, 6);
  ink(ctx, theme.tile, held ? theme.decision : theme.line, held ? 3 : 1.25);
  words(ctx, theme, held ? `■ ${box.title} · held` : box.title, box.x + 9, box.y + 12, { size: 11.5, weight: 600 });
  for (const group of box.groups) {
    if (group.caption) words(ctx, theme, group.caption, group.x, group.y - 8, { size: 10, colour: theme.soft });
  }
}

/** The conduit from one box to another leaves and enters at the borders that face each other. */
function lineOf(plan, src, dst) {
  const [a, b] = [plan.boxes[src], plan.boxes[dst]];
  const [ax, bx] = [a.x + a.width / 2, b.x + b.width / 2];
  const lean = src < dst ? 5 : -5;
  if (Math.abs(a.y - b.y) < 8) return { x0: ax + lean, y0: a.y, x1: bx + lean, y1: b.y, bend: -16 };
  const down = a.y < b.y;
  return { x0: ax + lean, y0: down ? a.y + a.height : a.y, x1: bx + lean, y1: down ? b.y : b.y + b.height, bend: 0 };
}

/** A point on the conduit, `share` of the way: a gentle S between rows, an arc within one. */
function along(line, share) {
  const { x0, y0, x1, y1, bend } = line;
  const middle = (y0 + y1) / 2 + bend * 2;
  const u = 1 - share;
  const [c0, c1] = [[x0, middle], [x1, middle]];
  const mix = (i, from, to) => u * u * u * from + 3 * u * u * share * c0[i] + 3 * u * share * share * c1[i] + share ** 3 * to;
  return [mix(0, x0, x1), mix(1, y0, y1)];
}

function path(ctx, line) {
  const middle = (line.y0 + line.y1) / 2 + line.bend * 2;
  ctx.beginPath();
  ctx.moveTo(line.x0, line.y0);
  ctx.bezierCurveTo(line.x0, middle, line.x1, middle, line.x1, line.y1);
}

function drawConduits(run, plan, ctx, t, theme, phase) {
  const { head, frames } = run;
  for (const conduit of head.conduits) {
    path(ctx, lineOf(plan, conduit.src, conduit.dst));
    ink(ctx, null, theme.line, 1.25);
  }
  const bin = Math.floor(t / head.bin_s);
  head.pairs.forEach(([src, dst], pair) => {
    const index = bin * head.pairs.length + pair;
    if (src === dst || index >= frames.flow_count.length) return;
    const line = lineOf(plan, src, dst);
    path(ctx, line);
    ink(ctx, null, theme.normal, widthOf(frames, index));
    if (frames.flow_denied[index]) drawRefused(ctx, line, theme);
    const many = Math.min(4, Math.ceil(Math.log10(1 + frames.flow_count[index])));
    for (let k = 0; k < many; k += 1) {
      dot(ctx, ...along(line, (phase * 0.35 + k / many + pair * 0.37) % 1), 2.2);
      ink(ctx, theme.normal);
    }
  });
}

/** A line is the thicker the more went along it in the bin: by bytes where they are known, else by flows. */
function widthOf(frames, index) {
  const [count, bytes] = [frames.flow_count[index], frames.flow_bytes?.[index]];
  const size = bytes === undefined ? Math.log10(1 + count) : Math.log10(1 + bytes) / 1.6;
  return count ? 0.75 + Math.min(4.5, size) : 0;
}

function drawRefused(ctx, line, theme) {
  ctx.setLineDash([4, 4]);
  path(ctx, line);
  ink(ctx, null, theme.blocked, 1.5);
  ctx.setLineDash([]);
  cross(ctx, ...along(line, 0.5), 4.5);
  ink(ctx, null, theme.blocked, 2.25);
}

function drawHosts(run, plan, ctx, t, theme) {
  const { head } = run;
  const reach = head.selected ? run.reachOf?.(head.assets.names.indexOf(head.selected)) : null;
  const state = (list) => new Set(list.filter((one) => holds(one, t)).map((one) => one.asset));
  const [fallen, held] = [state(head.falls), state(head.held)];
  const reached = new Set(head.reached.filter((one) => one.t <= t).map((one) => one.asset));
  const r = plan.size * 0.3;
  plan.hosts.forEach((host, number) => {
    if (!host) return;
    const name = head.assets.names[number];
    ctx.globalAlpha = reach && !reach.has(number) && name !== head.selected ? 0.22 : 1;
    if (held.has(name)) {
      square(ctx, host.x, host.y, r * 1.6);
      ink(ctx, null, theme.decision, 1.75);
    }
    if (fallen.has(name)) {
      triangle(ctx, host.x, host.y, Math.max(5.5, r * 1.5));
      ink(ctx, theme.attack, theme.page, 1);
    } else if (reached.has(name)) {
      triangle(ctx, host.x, host.y, Math.max(4, r * 1.25));
      ink(ctx, theme.page, theme.attack, 1.5);
    } else {
      dot(ctx, host.x, host.y, r);
      ink(ctx, theme.normal);
    }
    if (reach?.has(number)) {
      dot(ctx, host.x, host.y, Math.max(4, r * 1.55));
      ink(ctx, null, theme.ink, 1.5);
    }
    if (head.alerted?.has(name)) {
      diamond(ctx, host.x + r * 1.3, host.y - r * 1.3, Math.max(3.5, r * 0.9));
      ink(ctx, theme.alert, theme.page, 1);
    }
  });
  ctx.globalAlpha = 1;
}

function drawLinks(run, plan, ctx, t, theme) {
  const { frames } = run;
  for (let link = 0; link < frames.link_time.length; link += 1) {
    const age = t - frames.link_time[link] / 1000;
    const [a, b] = [plan.hosts[frames.link_src[link]], plan.hosts[frames.link_dst[link]]];
    if (age < 0 || age > LINK_S || !a || !b) continue;
    const delivered = frames.link_ok[link] === 1;
    ctx.globalAlpha = 0.85 * (1 - age / LINK_S) + 0.1;
    ctx.setLineDash(delivered ? [] : [4, 4]);
    ctx.beginPath();
    ctx.moveTo(a.x, a.y);
    ctx.quadraticCurveTo((a.x + b.x) / 2 + (b.y - a.y) * 0.12, (a.y + b.y) / 2 - (b.x - a.x) * 0.12, b.x, b.y);
    ink(ctx, null, delivered ? theme.attack : theme.blocked, 1.5);
    ctx.setLineDash([]);
    if (!delivered) {
      cross(ctx, b.x, b.y, 4);
      ink(ctx, null, theme.blocked, 2);
    }
  }
  ctx.globalAlpha = 1;
}

/** The asset that a reader chose, and the way to another where one was asked for. */
function drawChosen({ head }, plan, ctx, theme) {
  const [from, to] = [head.selected, head.target].map((name) => (name ? plan.hosts[head.assets.names.indexOf(name)] : null));
  if (from && to) {
    ctx.beginPath();
    ctx.moveTo(from.x, from.y);
    ctx.quadraticCurveTo((from.x + to.x) / 2, Math.min(from.y, to.y) - 24, to.x, to.y);
    ink(ctx, null, theme.ink, 2.5);
  }
  for (const [host, name] of [[from, head.selected], [to, head.target]]) {
    if (!host) continue;
    square(ctx, host.x, host.y, Math.max(8, plan.size * 0.55));
    ink(ctx, null, theme.ink, 2.5);
    words(ctx, theme, name, host.x + plan.size * 0.6 + 5, host.y - 12, { size: 11, weight: 600, plate: theme.page });
  }
}

/** Names of what has fallen; of more than two only the latest, for they would hide what they name. */
function drawNames(run, plan, ctx, t, theme) {
  const fallen = run.head.falls.filter((one) => holds(one, t));
  for (const { asset } of fallen.slice(fallen.length > 2 ? -1 : 0)) {
    const host = plan.hosts[run.head.assets.names.indexOf(asset)];
    if (host) words(ctx, theme, asset, host.x + plan.size * 0.5 + 5, host.y, { size: 11, weight: 600, plate: theme.page });
  }
}
