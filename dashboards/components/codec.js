/**
 * The payload of a run, as twin/lab/replay_codec.py packs it: "TWIN", version, header length, a JSON header, and
 * little-endian arrays. Everything the views draw is read from here; nothing is asked from a server afterwards.
 */
const TYPES = { u1: Uint8Array, u2: Uint16Array, i2: Int16Array, u4: Uint32Array };
const VERSION = 1;
export const ABSENT = 65535;

/** @param {Uint8Array} bytes @returns {{head: object, frames: Object<string, ArrayLike<number>>}} */
export function decode(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = String.fromCharCode(...bytes.subarray(0, 4));
  if (magic !== "TWIN" || view.getUint32(4, true) !== VERSION) throw new Error("This is not a replay of version 1.");
  const size = view.getUint32(8, true);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(12, 12 + size)));
  const body = bytes.slice(12 + size).buffer;
  const frames = {};
  for (const part of head.sections) {
    frames[part.name] = new TYPES[part.type](body, part.offset, part.shape.reduce((a, b) => a * b, 1));
  }
  return { head, frames };
}

/** Index of the last entry of the rising `times` at or before `t`, -1 when all are later. */
export function indexAt(times, t) {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= t) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The two samples around `t` (s) and how far it is from one to the next; `times` are milliseconds. */
export function between(times, t) {
  if (!times.length) return null;
  const last = times.length - 1;
  const from = Math.max(0, indexAt(times, t * 1000));
  const to = Math.min(last, from + 1);
  const gap = times[to] - times[from];
  const share = gap > 0 ? Math.min(1, Math.max(0, (t * 1000 - times[from]) / gap)) : 0;
  return { from, to, share };
}

/** Whether the interval `[from, to]` (null: until the end) holds at `t`. */
export const holds = (interval, t) => interval.from <= t && (interval.to === null || t < interval.to);

const two = (n) => String(n).padStart(2, "0");

/** Simulated clock time, 08:42:10, `t` seconds after the story's start; with `short`, 08:42. */
export function clock(head, t, short = false) {
  const s = Math.floor(head.start_s + t);
  const text = `${two(Math.floor(s / 3600) % 24)}:${two(Math.floor(s / 60) % 60)}`;
  return short ? text : `${text}:${two(s % 60)}`;
}

/** A duration for people: 4 min 10 s. */
export function duration(t) {
  const s = Math.round(t);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
}
