/**
 * Cold rooms and the server room as tiles: air as colour around the setpoint, blue below and orange above, with the
 * value in degrees, the product below it, and a small curve of the last hour between the limits.
 */
import { between, indexAt } from "./codec.js";
import { ink, words } from "./paint.js";

const TILE = { width: 190, height: 84, gap: 10 };
const CURVE_S = 3600;

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
  const at = (values, frame) => values[frame * run.head.rooms.length + tile.number] / 100;
  const air = at(run.frames.room_air, near.from) * (1 - near.share) + at(run.frames.room_air, near.to) * near.share;
  const product = at(run.frames.room_product, near.from);
  const { room } = tile;
  ctx.beginPath();
  ctx.roundRect(tile.x + 0.5, tile.y + 0.5, tile.width - 1, tile.height - 1, 6);
  ink(ctx, theme.tile, theme.line);
  ctx.fillStyle = shade(room, air);
  ctx.fillRect(tile.x + 1, tile.y + 8, 5, tile.height - 16);
  words(ctx, theme, room.title || room.name, tile.x + 14, tile.y + 15, { size: 12, weight: 600 });
  words(ctx, theme, `${air.toFixed(1)} °C`, tile.x + 14, tile.y + 39, { size: 18, weight: 600 });
  const above = air > room.high;
  const note = above ? `above ${room.high} °C` : room.stores ? `product ${product.toFixed(1)} °C` : `set to ${room.setpoint} °C`;
  words(ctx, theme, note, tile.x + 14, tile.y + 63, { size: 11, colour: above ? theme.attack : theme.soft, weight: above ? 600 : 400 });
  drawCurve(run, ctx, tile, t, theme);
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
  for (let frame = start; frame <= end; frame += 1) values.push(run.frames.room_air[frame * n + tile.number] / 100);
  const low = Math.min(room.low, ...values);
  const high = Math.max(room.high, ...values);
  const y = (value) => box.y + box.height * (1 - (value - low) / (high - low || 1));
  ctx.beginPath();
  for (const limit of [room.low, room.high]) {
    ctx.moveTo(box.x, y(limit));
    ctx.lineTo(box.x + box.width, y(limit));
  }
  ink(ctx, null, theme.line);
  ctx.beginPath();
  values.forEach((value, i) => {
    const ago = (t * 1000 - run.frames.room_time[start + i]) / (CURVE_S * 1000);
    ctx.lineTo(box.x + box.width * Math.max(0, 1 - ago), y(value));
  });
  ink(ctx, null, theme.normal, 1.75);
}
