import type { Socket } from "node:net";
import type { Backend } from "./backend.ts";
import type { Listening } from "./effects.ts";
import { readString } from "./wire.ts";

export type Listener = { socket: Socket; channels: Set<string> };

/** Who listens to what. The one backend listens to the channels of all connections together. */
export class Listeners {
  readonly #all = new Set<Listener>();

  add(listener: Listener): void {
    this.#all.add(listener);
  }

  delete(listener: Listener): void {
    this.#all.delete(listener);
  }

  get size(): number {
    return this.#all.size;
  }

  remember(listener: Listener, listening: Listening[]): void {
    for (const { listen, channel } of listening) {
      if (channel === null) listener.channels.clear();
      else if (listen) listener.channels.add(channel);
      else listener.channels.delete(channel);
    }
  }

  /** Sends notifications to the others that listen and returns those that the owner is to get. */
  distribute(notifications: Buffer[], owner: Listener): Buffer[] {
    const own: Buffer[] = [];
    for (const notification of notifications) {
      const [channel] = readString(notification, 9);
      for (const listener of this.#all) {
        if (!listener.channels.has(channel)) continue;
        if (listener === owner) own.push(notification);
        else if (!listener.socket.destroyed) listener.socket.write(notification);
      }
    }
    return own;
  }

  /** Forgets a LISTEN that was rolled back, and makes the backend listen to what is wanted, no more and no less. */
  async reconcile(backend: Backend, listener?: Listener, listening: Listening[] = []): Promise<void> {
    const rows = await backend.run("select pg_listening_channels()");
    const heard = new Set(rows.map(([channel]) => channel ?? ""));
    for (const { listen, channel } of listening) {
      if (listen && channel !== null && !heard.has(channel)) listener?.channels.delete(channel);
    }
    const wanted = new Set([...this.#all].flatMap((one) => [...one.channels]));
    const commands = [
      ...[...wanted].filter((channel) => !heard.has(channel)).map((channel) => `listen ${quoted(channel)}`),
      ...[...heard].filter((channel) => !wanted.has(channel)).map((channel) => `unlisten ${quoted(channel)}`),
    ];
    if (commands.length > 0) await backend.run(commands.join("; "));
  }
}

function quoted(channel: string): string {
  return `"${channel.replaceAll('"', '""')}"`;
}
