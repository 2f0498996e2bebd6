/**
 * Cold rooms and the server room as tiles: air as colour around the setpoint, blue below and orange above, with the
 * value in degrees, the product below it, and a small curve of the last hour between the limits.
 */
import { between, duration, indexAt } from "./codec.js";
import { ink, words } from "./paint.js";

const TILE = { width: 190, height: 84, gap: 10 };
const CURVE_S = 3600;
const EMPTY = -32768;
const OLD_S = 300;

export function createRooms(run) {
  const columns = (width) => Math.max(1, Math.floor((width + TILE.gap) / (TILE.width + TILE.gap)));
  return {
    label: "Rooms and their temperatures",
    height: (width) => Math.ceil(run.head.rooms.length / columns(width)) * (TILE.height + TILE.gap),
    draw: (ctx, width, height, t, theme) => {
      const many = Math.min(columns(width), Math.max(1, run.head.rooms.length));
      const size = Math.min(260, (width - TILE.gap * (many - 1)) / many);
      run.head.rooms.forEach((room, number) => {
        const x = (number % many) * (size + TILE.gap);
        const y = Math.floor(number / many) * (TILE.height + TILE.gap);
        drawTile(run, ctx, { room, number, x, y, width: size, height: TILE.height }, t, theme);
      });
    },
  };
}

function drawTile(run, ctx, tile, t, theme) {
  const near = between(run.frames.room_time, t);
  if (!near) return;
  const at = (values, frame) => degrees(values[frame * run.head.rooms.length + tile.number]);
  const [before, after] = [at(run.frames.room_air, near.from), at(run.frames.room_air, near.to)];
  const air = before === null || after === null ? after : before * (1 - near.share) + after * near.share;
  const product = at(run.frames.room_product, near.from);
  const { room } = tile;
  ctx.beginPath();
  ctx.roundRect(tile.x + 0.5, tile.y + 0.5, tile.width - 1, tile.height - 1, 6);
  ink(ctx, theme.tile, theme.line);
  if (air !== null) {
    ctx.fillStyle = shade(room, air);
    ctx.fillRect(tile.x + 1, tile.y + 8, 5, tile.height - 16);
  }
  words(ctx, theme, room.title || room.name, tile.x + 14, tile.y + 15, { size: 12, weight: 600 });
  words(ctx, theme, air === null ? "no reading" : `${air.toFixed(1)} °C`, tile.x + 14, tile.y + 39, { size: air === null ? 14 : 18, weight: 600 });
  const [note, wrong] = noteOf(room, air, product);
  words(ctx, theme, note, tile.x + 14, tile.y + 63, { size: 11, colour: wrong ? theme.attack : theme.soft, weight: wrong ? 600 : 400 });
  drawCurve(run, ctx, tile, t, theme);
}

const degrees = (value) => (value === undefined || value === EMPTY ? null : value / 100);

/** What to say of a room below its temperature, and whether it is a worry. */
function noteOf(room, air, product) {
  const setpoint = room.in_force ?? room.setpoint;
  if (room.age > OLD_S) return [`last heard ${duration(room.age)} ago`, true];
  if (air !== null && air > room.high) return [`above ${room.high} °C`, true];
  if (setpoint !== room.setpoint) return [`set to ${setpoint} °C, planned ${room.setpoint}`, true];
  return [room.stores && product !== null ? `product ${product.toFixed(1)} °C` : `set to ${setpoint} °C`, false];
}

/** Diverging colour around the setpoint, full at the limit: blue, white, orange. */
function shade(room, air) {
  const span = Math.max(1, air >= room.setpoint ? room.high - room.setpoint : room.setpoint - room.low);
  const share = Math.max(-1, Math.min(1, (air - room.setpoint) / span));
  const [r, g, b] = share >= 0 ? [230, 159, 0] : [0, 114, 178];
  const mix = (full) => Math.round(214 + (full - 214) * Math.abs(share));
  return `rgb(${mix(r)}, ${mix(g)}, ${mix(b)})`;
}

function drawCurve(run, ctx, tile, t, theme) {
  const { room } = tile;
  const n = run.head.rooms.length;
  const end = indexAt(run.frames.room_time, t * 1000);
  const start = Math.max(0, indexAt(run.frames.room_time, (t - CURVE_S) * 1000));
  const box = { x: tile.x + tile.width * 0.56, y: tile.y + 26, width: tile.width * 0.4, height: tile.height - 38 };
  const values = [];
  for (let frame = start; frame <= end; frame += 1) values.push(degrees(run.frames.room_air[frame * n + tile.number]));
  const known = values.filter((value) => value !== null);
  const low = Math.min(room.low, ...known);
  const high = Math.max(room.high, ...known);
  const y = (value) => box.y + box.height * (1 - (value - low) / (high - low || 1));
  ctx.beginPath();
  for (const limit of [room.low, room.high]) {
    ctx.moveTo(box.x, y(limit));
    ctx.lineTo(box.x + box.width, y(limit));
  }
  ink(ctx, null, theme.line);
  ctx.beginPath();
  values.forEach((value, i) => {
    if (value === null) return;
    const ago = (t * 1000 - run.frames.room_time[start + i]) / (CURVE_S * 1000);
    ctx.lineTo(box.x + box.width * Math.max(0, 1 - ago), y(value));
  });
  ink(ctx, null, theme.normal, 1.75);
}
