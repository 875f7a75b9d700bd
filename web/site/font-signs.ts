/** The code points that a TrueType or OpenType font has a shape for, read from its `cmap` table (formats 4 and 12). */
export function signsOfFont(font: Buffer): Set<number> {
  const signs = new Set<number>();
  const cmap = tableOf(font, "cmap");
  for (let nth = 0; nth < cmap.readUInt16BE(2); nth += 1) {
    const subtable = cmap.subarray(cmap.readUInt32BE(8 + nth * 8));
    const format = subtable.readUInt16BE(0);
    if (format === 4) addSegments(subtable, signs);
    if (format === 12) addGroups(subtable, signs);
  }
  return signs;
}

function tableOf(font: Buffer, tag: string): Buffer {
  for (let at = 12; at < 12 + font.readUInt16BE(4) * 16; at += 16) {
    if (font.toString("latin1", at, at + 4) === tag) return font.subarray(font.readUInt32BE(at + 8));
  }
  throw new Error(`the font has no table ${tag}`);
}

/** Four arrays of the same length: last signs, first signs, steps to the glyph, places of glyphs that stand apart. */
function addSegments(subtable: Buffer, signs: Set<number>): void {
  const size = subtable.readUInt16BE(6);
  for (let at = 14; at < 14 + size; at += 2) {
    const last = subtable.readUInt16BE(at);
    const first = subtable.readUInt16BE(at + size + 2);
    const step = subtable.readUInt16BE(at + 2 * size + 2);
    const apart = at + 3 * size + 2;
    const offset = subtable.readUInt16BE(apart);
    for (let sign = first; sign <= last && sign < 0xffff; sign += 1) {
      const glyph = offset === 0 ? sign + step : subtable.readUInt16BE(apart + offset + 2 * (sign - first));
      if (glyph % 0x1_00_00 !== 0) signs.add(sign);
    }
  }
}

function addGroups(subtable: Buffer, signs: Set<number>): void {
  for (let nth = 0; nth < subtable.readUInt32BE(12); nth += 1) {
    const at = 16 + nth * 12;
    for (let sign = subtable.readUInt32BE(at); sign <= subtable.readUInt32BE(at + 4); sign += 1)
      signs.add(sign);
  }
}
