import { randomBytes } from "node:crypto";
import type { JsonObject } from "../json.ts";
import type { OutgoingEvent } from "../realm.ts";
import { intents } from "../realm.ts";

interface Kept {
  readonly sequence: number;
  readonly text: string;
}

/** Sends one text frame; set while a socket carries the session. */
export type Sender = (text: string) => void;

/** What a session still owes its client after a drop, in order. Outlives the sockets that carry it. */
export class Session {
  readonly id = randomBytes(16).toString("hex");
  private sequence = 0;
  private readonly kept: Kept[] = [];
  private sender: Sender | null = null;
  private readonly intents: number;
  private readonly shard: readonly [number, number];

  constructor(intents: number, shard: readonly [number, number]) {
    this.intents = intents;
    this.shard = shard;
  }

  attach(sender: Sender): void {
    this.sender = sender;
  }

  /** A socket that goes after another has taken over changes nothing. */
  detach(sender: Sender): void {
    if (this.sender === sender) this.sender = null;
  }

  get isAttached(): boolean {
    return this.sender !== null;
  }

  hasIntent(bits: number): boolean {
    return bits === 0 || (this.intents & bits) !== 0;
  }

  /** Direct messages and interactions outside a guild go to shard 0. */
  private isOurs(guildId: string | null): boolean {
    const [id, count] = this.shard;
    return guildId === null ? id === 0 : Number((BigInt(guildId) >> 22n) % BigInt(count)) === id;
  }

  offer(event: OutgoingEvent): void {
    if (!this.hasIntent(event.intents) || !this.isOurs(event.guildId)) return;
    this.dispatch(event.name, event.payload(this.hasIntent(intents.messageContent)));
  }

  dispatch(name: string, payload: JsonObject): void {
    this.sequence += 1;
    const text = JSON.stringify({ op: 0, s: this.sequence, t: name, d: payload });
    this.kept.push({ sequence: this.sequence, text });
    this.sender?.(text);
  }

  /** What a client's heartbeat confirms will not be asked for again. */
  forgetUpTo(sequence: number): void {
    const first = this.kept.findIndex((entry) => entry.sequence > sequence);
    this.kept.splice(0, first === -1 ? this.kept.length : first);
  }

  knows(sequence: number): boolean {
    return sequence >= 0 && sequence <= this.sequence;
  }

  /** Sends again what came after `sequence`. */
  replayFrom(sequence: number): void {
    for (const entry of this.kept) if (entry.sequence > sequence) this.sender?.(entry.text);
  }
}
