/**
 * What a running hub adds to its floor: where robots have waited lately, who was accused, who went silent, who is not
 * where it says it is, and which robot a reader chose. A finished run has none of it, and nothing is drawn.
 */
import { diamond, dot, ink, words } from "./paint.js";

const SILENT_S = 30;
const LIE_M = 1;
const LATE_M = 4;
const FAR_M = 25;
const SPOTS = 3;
const SPOT_M = 8;

/** Cells in which robots waited, darker the longer, the worst with its robot-seconds. */
export function drawHeat(head, ctx, theme, at) {
  if (!head.heat_on || !head.heat?.length) return;
  const most = Math.max(...head.heat.map((cell) => cell.waited));
  for (const { x, y, waited } of head.heat) {
    ctx.globalAlpha = 0.15 + 0.65 * (waited / most);
    ctx.fillStyle = theme.effect;
    ctx.fillRect(at.x(x - 0.5), at.y(y + 0.5), at.size, at.size);
  }
  ctx.globalAlpha = 1;
  for (const { x, y, waited } of apart(head.heat)) {
    words(ctx, theme, `${waited} s`, at.x(x), at.y(y) - at.size, { size: 11, align: "center", weight: 600, plate: theme.page });
  }
}

/** The hottest cells that are not beside one another; the list comes hottest first. */
function apart(heat) {
  const found = [];
  for (const cell of heat) {
    if (found.length === SPOTS) break;
    if (found.every((one) => Math.abs(one.x - cell.x) + Math.abs(one.y - cell.y) > SPOT_M)) found.push(cell);
  }
  return found;
}

/** Marks beside robots. */
export function drawNotes(head, robots, ctx, theme, at) {
  for (const robot of robots) {
    const [x, y, r] = [at.x(robot.x), at.y(robot.y), Math.max(3.5, at.size * 0.36)];
    if (robot.seen) drawSeen(robot, ctx, theme, at);
    if (robot.age > SILENT_S) drawSilent(ctx, theme, x, y, r);
    if (head.alerted?.has(robot.name)) {
      diamond(ctx, x + r, y - r, r * 0.85);
      ink(ctx, theme.alert, theme.page, 1);
    }
    if (head.selected === robot.name) {
      dot(ctx, x, y, r * 2.4);
      ink(ctx, null, theme.ink, 2.5);
      words(ctx, theme, robot.name, x, y - r * 2.4 - 10, { size: 12, align: "center", weight: 600, plate: theme.page });
    }
  }
}

/** Where the robot says it is, with a line to where it really is; a report is 2 s old at most, and may lag by as much. */
function drawSeen(robot, ctx, theme, at) {
  const [x, y] = robot.seen;
  const away = Math.hypot(x - robot.x, y - robot.y);
  if (away < (robot.fallen ? LIE_M : LATE_M) || away > FAR_M) return;
  ctx.setLineDash([3, 3]);
  ctx.beginPath();
  ctx.moveTo(at.x(robot.x), at.y(robot.y));
  ctx.lineTo(at.x(x), at.y(y));
  ink(ctx, null, theme.attack, 1.5);
  dot(ctx, at.x(x), at.y(y), Math.max(3.5, at.size * 0.36));
  ink(ctx, null, theme.attack, 1.5);
  ctx.setLineDash([]);
}

/** A dashed ring: nothing was heard of it for half a minute. */
function drawSilent(ctx, theme, x, y, r) {
  ctx.setLineDash([2, 3]);
  dot(ctx, x, y, r * 1.7);
  ink(ctx, null, theme.ink, 1.5);
  ctx.setLineDash([]);
}
