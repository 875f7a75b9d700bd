import { combine, dropsForEveryone, effectsOf, type Effects } from "./effects.ts";
import { copyFail, cString, frame, query, readString, typeOf } from "./wire.ts";

const REFUSED_SQL =
  "do $$ begin raise exception using errcode = '0A000', message = 'the embedded database has one backend for all " +
  "connections, so this command is refused: it would reach every connection'; end $$";

export type Translated = { bytes: Buffer; effects: Effects };

/**
 * The prepared statements of one connection. Their names get a prefix on the way in, because the backend is shared.
 * Portals need none: a connection owns the backend until its transaction ends, and portals end with it.
 */
export class Statements {
  readonly #prefix: string;
  readonly #named = new Map<string, Effects>();
  #unnamed: { parse: Buffer; effects: Effects } | null = null;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** Frames of this client as the backend must see them, and what they leave behind. */
  translate(frames: Buffer[]): Translated {
    const effects: Effects[] = [];
    const bytes = frames.flatMap((one) => this.#translateOne(one, effects));
    return { bytes: Buffer.concat(bytes), effects: combine(effects) };
  }

  /** The Parse of the unnamed statement that these frames count on, when they do not bring it themselves. */
  missingUnnamed(frames: Buffer[]): Buffer | null {
    const first = frames.find((one) => usesUnnamed(one));
    return first !== undefined && typeOf(first) !== "P" ? (this.#unnamed?.parse ?? null) : null;
  }

  /** The names as the backend knows them, to close when the client has gone. */
  backendNames(): string[] {
    return [...this.#named.keys()].map((name) => this.#prefix + name);
  }

  #translateOne(one: Buffer, effects: Effects[]): Buffer[] {
    switch (typeOf(one)) {
      case "Q":
        return translateQuery(one, effects);
      case "P":
        return [this.#parse(one)];
      case "B":
        return [this.#bind(one, effects)];
      case "D":
      case "C":
        return [this.#describeOrClose(one)];
      case "E":
        return effects.some((effect) => effect.copiesIn) ? [one, copyFail] : [one];
      default:
        return [one];
    }
  }

  #parse(one: Buffer): Buffer {
    const [name, afterName] = readString(one, 5);
    const [sql] = readString(one, afterName);
    const effects = effectsOf(sql);
    if (name === "") {
      this.#unnamed = { parse: one, effects };
      return one;
    }
    this.#named.set(name, effects);
    return frame("P", this.#prefix + name, one.subarray(afterName));
  }

  #bind(one: Buffer, effects: Effects[]): Buffer {
    const [portal, afterPortal] = readString(one, 5);
    const [name, afterName] = readString(one, afterPortal);
    const left = name === "" ? this.#unnamed?.effects : this.#named.get(name);
    if (left) effects.push(left);
    return name === "" ? one : frame("B", portal, this.#prefix + name, one.subarray(afterName));
  }

  #describeOrClose(one: Buffer): Buffer {
    const [kindAndName] = readString(one, 5);
    const name = kindAndName.slice(1);
    if (!kindAndName.startsWith("S") || name === "") return one;
    if (typeOf(one) === "C") this.#named.delete(name);
    return frame(typeOf(one), Buffer.concat([Buffer.from("S"), cString(this.#prefix + name)]));
  }
}

function translateQuery(one: Buffer, effects: Effects[]): Buffer[] {
  const [sql] = readString(one, 5);
  if (dropsForEveryone(sql)) return [query(REFUSED_SQL)];
  const left = effectsOf(sql);
  effects.push(left);
  return left.copiesIn ? [one, copyFail] : [one];
}

function usesUnnamed(one: Buffer): boolean {
  switch (typeOf(one)) {
    case "P":
      return readString(one, 5)[0] === "";
    case "B":
      return readString(one, readString(one, 5)[1])[0] === "";
    case "D":
      return readString(one, 5)[0] === "S";
    default:
      return false;
  }
}
