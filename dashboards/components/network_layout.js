/**
 * Where every zone and host stands. Zones come in bands by Purdue level, the internet on top; a zone groups its hosts by function; the largest
 * host size at which everything fits is taken. The plan depends on the run and on the space, so nothing ever jumps.
 */
const PAD = 9;
const TITLE = 20;
const CAPTION = 15;
const GAP = 16;
const ROW_GAP = 30;
const LEFT = 78;
const SIZES = [22, 20, 18, 16, 14, 12, 10, 9, 8, 7, 6, 5, 4, 3];
const BANDS = [[5, "Internet"], [4, "Business"], [3, "Operations"], [0, "Control"]];

/** @returns {{boxes: object[], hosts: ({x: number, y: number}|null)[], size: number}} */
export function arrange(head, width, height) {
  let plan = null;
  for (const size of SIZES) {
    plan = attempt(head, width, size);
    if (plan.height <= height) break;
  }
  const spare = Math.min(26, Math.max(0, height - plan.height) / plan.rows);
  for (const box of plan.boxes) shift(box, 0, spare * box.row, plan.hosts);
  for (const band of plan.bands) band.y += spare * band.row;
  return plan;
}

/** The band of a zone is the first whose level it reaches. */
const bandOf = (zone) => BANDS.findIndex(([level]) => zone.level >= level);

/** The name of a band with the levels in it; a zone that mixes many levels belongs to none. */
function labelOf(name, zones) {
  const levels = zones.flatMap((zone) => zone.levels);
  const [low, high] = [Math.min(...levels), Math.max(...levels)];
  const mixed = zones.some((zone) => zone.levels[1] - zone.levels[0] > 3);
  return { name: mixed ? "All in one" : name, note: low === high ? `level ${low}` : `levels ${low} to ${high}` };
}

function attempt(head, width, size) {
  const hosts = new Array(head.assets.names.length).fill(null);
  const boxes = head.zones.map((zone) => boxOf(head, zone, width - LEFT, size, hosts));
  const bands = [];
  let [y, row] = [8, 0];
  BANDS.forEach(([, name], band) => {
    const members = boxes.filter((box, number) => bandOf(head.zones[number]) === band);
    if (!members.length) return;
    bands.push({ ...labelOf(name, head.zones.filter((zone) => bandOf(zone) === band)), y, row });
    for (const line of broken(members, width - LEFT)) {
      const used = line.reduce((sum, box) => sum + box.width, 0) + GAP * (line.length - 1);
      let x = LEFT + (width - LEFT - used) / 2;
      for (const box of line) {
        shift(box, x, y, hosts);
        box.row = row;
        x += box.width + GAP;
      }
      y += Math.max(...line.map((box) => box.height)) + ROW_GAP;
      row += 1;
    }
  });
  return { boxes, hosts, bands, size, rows: row, height: y - ROW_GAP + 6 };
}

/** Boxes in lines no wider than the space. */
function broken(boxes, width) {
  const lines = [[]];
  let used = 0;
  for (const box of boxes) {
    if (used + box.width > width && lines.at(-1).length) {
      lines.push([]);
      used = 0;
    }
    lines.at(-1).push(box);
    used += box.width + GAP;
  }
  return lines;
}

/** A zone's box at the origin, its hosts placed in it. */
function boxOf(head, zone, width, size, hosts) {
  const functions = [...new Set(zone.members.map((member) => head.assets.functions[member]))];
  const title = `${zone.name} · ${zone.members.length}`;
  const captions = functions.length > 1;
  const [groups, inner] = [[], []];
  let [x, y, tall, wide] = [PAD, TITLE + (captions ? CAPTION : 2), 0, title.length * 6.6];
  for (const name of functions) {
    const members = zone.members.filter((member) => head.assets.functions[member] === name);
    const across = Math.max(2, Math.ceil(Math.sqrt(members.length * 2.2)));
    const caption = captions ? name.replaceAll("_", " ") : "";
    const group = { caption, x, y, width: Math.max(across * size, caption.length * 5.4), height: Math.ceil(members.length / across) * size };
    if (x > PAD && x + group.width > width - PAD) {
      [x, y, tall] = [PAD, y + tall + CAPTION + 4, 0];
      Object.assign(group, { x, y });
    }
    members.forEach((member, i) => {
      hosts[member] = { x: x + (i % across) * size + size / 2, y: y + Math.floor(i / across) * size + size / 2 };
    });
    groups.push(group);
    inner.push(...members);
    tall = Math.max(tall, group.height);
    wide = Math.max(wide, x + group.width - PAD);
    x += group.width + GAP;
  }
  return { title, groups, inner, x: 0, y: 0, row: 0, width: wide + 2 * PAD, height: y + tall + PAD - 2 };
}

function shift(box, dx, dy, hosts) {
  box.x += dx;
  box.y += dy;
  for (const group of box.groups) {
    group.x += dx;
    group.y += dy;
  }
  for (const member of box.inner) {
    hosts[member].x += dx;
    hosts[member].y += dy;
  }
}
