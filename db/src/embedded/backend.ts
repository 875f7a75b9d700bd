import type { PGlite } from "@electric-sql/pglite";
import { switchSql, type Settings } from "./settings.ts";
import { errorText, frame, FrameReader, int32, query, readRow, readString, sync, typeOf } from "./wire.ts";

/** What the backend answered to some frames; notifications apart, because they may be for other connections. */
export type Reply = {
  frames: Buffer[];
  notifications: Buffer[];
  /** Command tags such as SET, LISTEN or INSERT 0 1. */
  tags: string[];
  error: Buffer | null;
  /** True when a setting that the protocol reports has changed. */
  settingsReported: boolean;
  /** Idle, in a transaction, in a failed one; null when the backend still waits for the end of an extended query. */
  status: "I" | "T" | "E" | null;
};

/** The backend itself has failed: its memory can no longer be trusted, and only a new process helps. */
export class BackendBrokenError extends Error {
  override name = "BackendBrokenError";
}

/** How the backend leaves to its own error handling; everything else that escapes it means that it has broken. */
const POSTGRES_LONGJMP = 100;

/** The one Postgres backend and the queue for it: who has taken it owns it until it is released. */
export class Backend {
  /** The settings that are in force on the backend now. */
  settings: Settings = new Map();
  /** The connection whose unnamed prepared statement the backend holds. */
  unnamedOwner: object | null = null;
  readonly #pg: PGlite;
  readonly #waiting: Array<() => void> = [];
  #taken = false;
  #broken: Error | null = null;

  constructor(pg: PGlite) {
    this.#pg = pg;
    this.#watch();
  }

  /** True while somebody waits for the owner to finish. */
  get isContended(): boolean {
    return this.#waiting.length > 0;
  }

  async take(): Promise<void> {
    if (this.#taken) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#taken = true;
  }

  release(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#taken = false;
  }

  /** Runs frames of the wire protocol; for the owner only. Throws BackendBrokenError, never a Postgres error. */
  async exec(bytes: Buffer): Promise<Reply> {
    if (this.#broken)
      throw new BackendBrokenError("the embedded Postgres has failed", { cause: this.#broken });
    const reply = emptyReply();
    const reader = new FrameReader();
    const onRawData = (chunk: Uint8Array): void => {
      reader.push(Buffer.from(chunk)); // a copy: the chunk lies in memory that Postgres uses again
      for (let one = reader.take(); one; one = reader.take()) sort(one, reply);
    };
    try {
      await this.#pg.execProtocolRawStream(bytes, { syncToFs: false, onRawData });
    } catch (cause) {
      this.#broken ??= toError(cause);
    }
    if (this.#broken)
      throw new BackendBrokenError("the embedded Postgres has failed", { cause: this.#broken });
    return reply;
  }

  /** Runs SQL of the gateway's own and returns the rows as text; for the owner only. Throws on a Postgres error. */
  async run(sql: string): Promise<Array<Array<string | null>>> {
    const reply = await this.exec(query(sql));
    if (reply.error) throw new Error(`${errorText(reply.error)} (${sql})`);
    return reply.frames.filter((one) => typeOf(one) === "D").map(readRow);
  }

  /** Waits for a turn and does the server's own work in it, under no client's settings. */
  async host<T>(work: () => Promise<T>): Promise<T> {
    await this.take();
    try {
      const none: Settings = new Map();
      const sql = switchSql(this.settings, none);
      if (sql !== null) await this.run(sql);
      this.settings = none;
      return await work();
    } finally {
      this.release();
    }
  }

  /** Rolls back whatever the owner has left open, also a half-sent extended query, which a Sync would commit. */
  async abandon(): Promise<void> {
    const describeNothing = frame("D", "Pno such portal");
    const reply = await this.exec(Buffer.concat([describeNothing, sync]));
    if (reply.status !== "I") await this.run("rollback");
  }

  /** What Postgres tells a client about itself when a connection starts: parameter status frames. */
  async greeting(): Promise<Buffer[]> {
    const body = Buffer.concat([int32(196_608), Buffer.from("user\0postgres\0database\0postgres\0\0")]);
    const reply = await this.exec(Buffer.concat([int32(body.length + 4), body]));
    return reply.frames.filter((one) => typeOf(one) === "S");
  }

  /**
   * PGlite swallows every exception of its main loop and tries again, for ever when the backend is gone. This tells
   * the ordinary ones from the end of the backend and gets out of that loop.
   */
  #watch(): void {
    const mod = this.#pg.Module;
    const loopOnce = mod._PostgresMainLoopOnce;
    mod._PostgresMainLoopOnce = () => {
      try {
        loopOnce();
      } catch (cause) {
        if (statusOf(cause) === POSTGRES_LONGJMP) throw cause;
        const broken = toError(cause);
        this.#broken = broken;
        // The loop reads `status` of what it catches; that this throws is what ends it.
        throw Object.defineProperty(new Error("broken"), "status", { get: () => raise(broken) });
      }
    };
  }
}

function emptyReply(): Reply {
  return { frames: [], notifications: [], tags: [], error: null, settingsReported: false, status: null };
}

function sort(one: Buffer, reply: Reply): void {
  switch (typeOf(one)) {
    case "A":
      reply.notifications.push(one);
      return;
    case "Z":
      reply.status = toStatus(one[5]);
      return;
    case "C":
      reply.tags.push(readString(one, 5)[0]);
      break;
    case "E":
      reply.error = one;
      break;
    case "S":
      reply.settingsReported = true;
      break;
  }
  reply.frames.push(one);
}

function toStatus(byte: number | undefined): Reply["status"] {
  if (byte === 0x54) return "T";
  return byte === 0x45 ? "E" : "I";
}

function statusOf(thrown: unknown): unknown {
  return typeof thrown === "object" && thrown !== null && "status" in thrown ? thrown.status : undefined;
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

function raise(error: Error): never {
  throw error;
}
