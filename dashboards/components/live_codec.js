/**
 * Live pictures, as twin/exercise/picture/codec.py packs them, and the parts of a refresh. A picture is numbers only:
 * "TWIP", format, book, the check of its still part, its time, and arrays by the number of their name.
 */
const TYPES = [Uint8Array, Uint16Array, Int16Array, Uint32Array];
const HEAD = 16;
const LINE = 4;
export const SECTIONS = [
  "robot_x", "robot_y", "robot_state", "robot_battery", "robot_age", "seen_x", "seen_y",
  "person_x", "person_y", "incident_kind", "incident_x", "incident_y", "incident_ago", "heat_cell", "heat_level",
  "trend_time", "trend_air", "room_air", "room_product", "room_setpoint", "room_age",
  "pair_src", "pair_dst", "flow_count", "flow_denied", "flow_bytes", "pairs_hidden",
  "link_src", "link_dst", "link_ok", "link_ago",
  "fallen", "reached", "held", "held_zones", "alerted",
];

/** Parts of a refresh or of a still part, in this order as numbers from 1; dashboards/views/live_parts.py packs them. */
export const PARTS = ["map", "rooms", "network", "reach", "tiles", "strip", "focus", "versions"];

/** @param {Uint8Array} bytes @returns {{truth: boolean, ground: number, time: number, sections: Object}} */
export function decodePicture(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = String.fromCharCode(...bytes.subarray(0, 4));
  if (magic !== "TWIP" || bytes[4] !== 1) throw new Error("This is not a picture of format 1.");
  const count = view.getUint16(6, true);
  const sections = {};
  let at = HEAD + count * LINE;
  for (let number = 0; number < count; number += 1) {
    const line = HEAD + number * LINE;
    const Type = TYPES[bytes[line + 1]];
    const size = view.getUint16(line + 2, true) * Type.BYTES_PER_ELEMENT;
    sections[SECTIONS[bytes[line]]] = new Type(bytes.slice(at, at + size).buffer);
    at += Math.ceil(size / 4) * 4;
  }
  return { truth: bytes[5] === 1, ground: view.getUint32(8, true), time: view.getUint32(12, true), sections };
}

/** The parts of a message by name: u8 number, u32 length, bytes. */
export function partsOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = {};
  for (let at = 0; at < bytes.length;) {
    const size = view.getUint32(at + 1, true);
    found[PARTS[bytes[at] - 1]] = bytes.subarray(at + 5, at + 5 + size);
    at += 5 + size;
  }
  return found;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** CRC-32 (RFC 1952) of bytes: by it a picture names its still part. */
export function checkOf(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
