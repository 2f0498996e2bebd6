/**
 * What happened, above; what was seen, below; what was decided, on the last line. The attack is a solid band, its
 * physical effect a hatched one, an alert a diamond, a decision a square. "Not detected" is drawn, not left out.
 */
import { clock } from "./codec.js";
import { cross, cut, diamond, dot, hatch, ink, square, words } from "./paint.js";

const GUTTER = 84;
const RIGHT = 20;
const ROW = 24;
const ROWS = ["Attack", "Effect", "Alerts", "Decisions"];
const TICKS_S = [60, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800];

export function createTimeline(run) {
  return {
    label: "Timeline of attack, effects, alerts and decisions",
    height: () => ROWS.length * ROW + 26,
    draw: (ctx, width, height, t, theme) => draw(run.head, ctx, width, height, t, theme),
    timeAt: (x, width) => Math.min(1, Math.max(0, (x - GUTTER) / (width - GUTTER - RIGHT))) * run.head.span_s,
  };
}

function draw(head, ctx, width, height, t, theme) {
  const x = (time) => GUTTER + (time / head.span_s) * (width - GUTTER - RIGHT);
  drawGrid(head, ctx, x, width, theme);
  head.attack.forEach((step) => drawStep(head, ctx, x, step, theme));
  for (const [from, to] of effects(head)) hatch(ctx, x(from), middle(1) - 8, Math.max(3, x(to) - x(from)), 16, theme.effect);
  head.incidents.filter((one) => one.what !== "protective_stop").forEach((one) => {
    dot(ctx, x(one.t), middle(1), 2.5);
    ink(ctx, theme.effect, theme.ink, 0.75);
  });
  head.alerts.forEach((alert) => {
    diamond(ctx, x(alert.t), middle(2), alert.level === "high" || alert.level === "critical" ? 6 : 4);
    ink(ctx, alert.level === "low" ? theme.page : theme.alert, theme.alert, 1.5);
  });
  if (head.attack.length && !head.alerts.length) undetected(head, ctx, x, theme);
  head.decisions.forEach((one) => {
    if (one.phase === "refused") {
      cross(ctx, x(one.t), middle(3), 4.5);
      ink(ctx, null, theme.soft, 1.75);
      return;
    }
    square(ctx, x(one.t), middle(3), 4.5);
    ink(ctx, one.phase === "applied" ? theme.decision : theme.page, theme.decision, 1.75);
  });
  drawNow(ctx, x(t), theme);
}

const middle = (row) => row * ROW + ROW / 2;

function drawGrid(head, ctx, x, width, theme) {
  const base = ROWS.length * ROW;
  ROWS.forEach((name, row) => {
    words(ctx, theme, name, 0, middle(row), { size: 12, colour: theme.soft });
    ctx.fillStyle = theme.tile;
    ctx.fillRect(GUTTER, row * ROW + 2, width - GUTTER - RIGHT, ROW - 4);
  });
  const step = TICKS_S.find((one) => head.span_s / one <= width / 90) || TICKS_S.at(-1);
  for (let time = (step - (head.start_s % step)) % step; time <= head.span_s; time += step) {
    ctx.fillStyle = theme.line;
    ctx.fillRect(x(time), 2, 1, base + 2);
    words(ctx, theme, clock(head, time, true), x(time), base + 14, { size: 11, align: "center", colour: theme.soft });
  }
}

function drawStep(head, ctx, x, step, theme) {
  const end = step.end ?? head.span_s;
  ctx.fillStyle = theme.attack;
  ctx.globalAlpha = step.outcome === "blocked" || step.outcome === "failed" ? 0.4 : 0.9;
  const tall = 17 / (1 + Math.max(...head.attack.map((one) => one.row)));
  ctx.fillRect(x(step.start), middle(0) - 8 + step.row * tall, Math.max(3, x(end) - x(step.start)), tall - 1);
  ctx.globalAlpha = 1;
}

/** The times during which at least one effect lasted: overlapping ones are one band. */
function effects(head) {
  const bands = [];
  const steps = head.attack.filter((step) => step.effect_start !== null).sort((a, b) => a.effect_start - b.effect_start);
  for (const { effect_start: from, effect_end: end } of steps) {
    const to = end ?? head.span_s;
    if (bands.length && from <= bands.at(-1)[1]) bands.at(-1)[1] = Math.max(bands.at(-1)[1], to);
    else bands.push([from, to]);
  }
  return bands;
}

function undetected(head, ctx, x, theme) {
  const from = x(Math.min(...head.attack.map((step) => step.start)));
  ctx.setLineDash([4, 4]);
  ctx.beginPath();
  ctx.moveTo(from, middle(2));
  ctx.lineTo(x(head.span_s), middle(2));
  ink(ctx, null, theme.soft, 1.25);
  ctx.setLineDash([]);
  const text = `not detected by ${clock(head, head.span_s, true)}`;
  ctx.font = `11px ${theme.font}`;
  words(ctx, theme, cut(ctx, text, 400), x(head.span_s), middle(2), { align: "right", plate: theme.tile });
}

function drawNow(ctx, x, theme) {
  const base = ROWS.length * ROW;
  ctx.fillStyle = theme.ink;
  ctx.fillRect(x - 1, 0, 2, base + 2);
  dot(ctx, x, base + 3, 5);
  ink(ctx, theme.ink, theme.page, 1.5);
}
