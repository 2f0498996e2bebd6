/**
 * One palette and one set of marks for all views. A colour carries one meaning, and each meaning has its own shape:
 * triangle attacker, diamond alert, square decision, cross blocked, ring people, hatching a physical effect.
 * Colours: Okabe and Ito, "Color Universal Design" (2008), told apart by colour-blind readers.
 */
export const MEANING = {
  attack: "#D55E00", effect: "#E69F00", alert: "#0072B2", decision: "#009E73", blocked: "#CC79A7", people: "#F0E442",
};
const LIGHT = {
  dark: false, page: "#FFFFFF", ink: "#1B2329", soft: "#55616A", normal: "#5B6770", line: "#C9D0D5", faint: "#E4E8EB",
  tile: "#F3F5F6", pod: "#DFE4E8", alert: "#0072B2", decision: "#00805E", attack: "#D55E00",
};
const DARK = {
  dark: true, page: "#0E1117", ink: "#E8ECEF", soft: "#A3AEB7", normal: "#94A1AB", line: "#3A434C", faint: "#262D35",
  tile: "#161B22", pod: "#2A323B", alert: "#56A9DE", decision: "#1DB88A", attack: "#F0762A",
};

/** The theme around `element`: the host's own variables where there are some, else what the reader prefers. */
export function themeOf(element) {
  const style = getComputedStyle(element);
  const page = style.getPropertyValue("--st-background-color").trim();
  const dark = page ? brightness(page) < 0.5 : matchMedia("(prefers-color-scheme: dark)").matches;
  const base = dark ? DARK : LIGHT;
  return { ...MEANING, ...base, page: page || base.page, font: style.fontFamily || "sans-serif" };
}

function brightness(colour) {
  const hex = /^#([0-9a-f]{6})/i.exec(colour);
  const parts = hex ? hex[1].match(/../g).map((p) => parseInt(p, 16)) : (colour.match(/[\d.]+/g) || [255, 255, 255]).map(Number);
  return (0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2]) / 255;
}

/** A canvas of `width` x `height` CSS pixels, sharp on any screen, cleared. */
export function fit(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) [canvas.width, canvas.height] = [w, h];
  const ctx = canvas.getContext("2d");
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, width, height);
  return ctx;
}

export function dot(ctx, x, y, r) {
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 2 * Math.PI);
}

export function triangle(ctx, x, y, r) {
  ctx.beginPath();
  ctx.moveTo(x, y - r);
  ctx.lineTo(x + r * 0.95, y + r * 0.75);
  ctx.lineTo(x - r * 0.95, y + r * 0.75);
  ctx.closePath();
}

export function diamond(ctx, x, y, r) {
  ctx.beginPath();
  ctx.moveTo(x, y - r);
  ctx.lineTo(x + r, y);
  ctx.lineTo(x, y + r);
  ctx.lineTo(x - r, y);
  ctx.closePath();
}

export function square(ctx, x, y, r) {
  ctx.beginPath();
  ctx.rect(x - r, y - r, 2 * r, 2 * r);
}

export function cross(ctx, x, y, r) {
  ctx.beginPath();
  ctx.moveTo(x - r, y - r);
  ctx.lineTo(x + r, y + r);
  ctx.moveTo(x + r, y - r);
  ctx.lineTo(x - r, y + r);
}

/** Fill and outline the current path; either may be left out. */
export function ink(ctx, fill, stroke, width = 1) {
  if (fill) {
    ctx.fillStyle = fill;
    ctx.fill();
  }
  if (stroke) {
    ctx.strokeStyle = stroke;
    ctx.lineWidth = width;
    ctx.stroke();
  }
}

/** Words on the canvas. With `plate` they stand on a patch of that colour and stay readable over lines. */
export function words(ctx, theme, text, x, y, { size = 11, align = "left", colour = theme.ink, weight = 400, plate = "" } = {}) {
  ctx.font = `${weight} ${size}px ${theme.font}`;
  ctx.textAlign = align;
  ctx.textBaseline = "middle";
  if (plate) {
    const width = ctx.measureText(text).width + 6;
    const left = align === "center" ? x - width / 2 : align === "right" ? x - width + 3 : x - 3;
    ctx.fillStyle = plate;
    ctx.fillRect(left, y - size * 0.72, width, size * 1.44);
  }
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
}

/** A box filled with slanting lines: a physical effect. */
export function hatch(ctx, x, y, width, height, colour) {
  ctx.save();
  ctx.beginPath();
  ctx.rect(x, y, width, height);
  ctx.clip();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2;
  ctx.beginPath();
  for (let at = x - height; at < x + width; at += 6) {
    ctx.moveTo(at, y + height);
    ctx.lineTo(at + height, y);
  }
  ctx.stroke();
  ctx.restore();
}

/** `text` cut to `width` pixels, with an ellipsis. */
export function cut(ctx, text, width) {
  if (ctx.measureText(text).width <= width) return text;
  let kept = text;
  while (kept && ctx.measureText(`${kept}…`).width > width) kept = kept.slice(0, -1);
  return `${kept}…`;
}
