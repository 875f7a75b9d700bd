import type { Ctx } from "../context.ts";

type Text = { hash: string; title: string; heading: string; content: string };
/** A passage as the database tells it: without its texts when they were said to be known. */
type Told = {
  id: number;
  hash: string;
  title: string | null;
  heading: string | null;
  content: string | null;
};
type Whole<Row> = Omit<Row, keyof Text> & Text;

/** Which passages' texts need not be sent: bit n, the lowest of a byte first, stands for the passage `from` + n. */
export type KnownPassages = { from: number; bits: Buffer };

/** About 2 KB each. */
const MOST_TEXTS = 16_000;
/** Ids further apart than this many bits are sent again rather than told. */
const MOST_BITS = 262_144;
export const NONE_KNOWN: KnownPassages = { from: 0, bits: Buffer.alloc(0) };

/**
 * Texts of passages that were sent before. Sending and reading them takes longer than finding them, and the text of a
 * passage never changes under its id. (After a backup is restored it may: hence the hashes.)
 */
export class PassageTexts {
  readonly #texts = new Map<number, Text>();
  #known: KnownPassages | null = null;

  known(): KnownPassages {
    this.#known ??= toBits([...this.#texts.keys()]);
    return this.#known;
  }

  /** The rows with their texts; null when one came without a text that is known here. */
  complete<Row extends Told>(rows: Row[]): Whole<Row>[] | null {
    const whole: Whole<Row>[] = [];
    for (const row of rows) {
      const text = toText(row) ?? this.#texts.get(row.id);
      if (text?.hash !== row.hash) return null;
      whole.push({ ...row, ...text });
    }
    for (const { id, hash, title, heading, content } of whole) {
      this.#remember(id, { hash, title, heading, content });
    }
    return whole;
  }

  /** Last, so that the first is the one that was not asked for the longest. */
  #remember(id: number, text: Text): void {
    if (!this.#texts.delete(id)) {
      this.#known = null;
      if (this.#texts.size >= MOST_TEXTS) this.#texts.delete(this.#texts.keys().next().value ?? 0);
    }
    this.#texts.set(id, text);
  }
}

const ofDatabase = new WeakMap<Ctx["db"], PassageTexts>();

export function textsOf(db: Ctx["db"]): PassageTexts {
  const texts = ofDatabase.get(db) ?? new PassageTexts();
  ofDatabase.set(db, texts);
  return texts;
}

function toText({ hash, title, heading, content }: Told): Text | null {
  return title === null || heading === null || content === null ? null : { hash, title, heading, content };
}

function toBits(ids: number[]): KnownPassages {
  if (ids.length === 0) return NONE_KNOWN;
  let last = 0;
  let from = Number.POSITIVE_INFINITY;
  for (const id of ids) last = Math.max(last, id);
  for (const id of ids) if (id > last - MOST_BITS) from = Math.min(from, id);
  const bits = Buffer.alloc(Math.ceil((last - from + 1) / 8));
  for (const id of ids) {
    if (id < from) continue;
    const place = id - from;
    bits[place >> 3] = (bits[place >> 3] ?? 0) | (1 << (place & 7));
  }
  return { from, bits };
}
