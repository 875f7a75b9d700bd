import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import type { Web } from "../context.ts";
import { toProblem, toProblemJson } from "./errors.ts";

export type SendJson = (event: string, data: unknown) => void;

/** Proxies close what is silent for longer. */
const BEAT_MS = 5_000;

/** Sends the events of one piece of work in order while it goes on; what goes wrong is the last one, `problem`. */
export function streamWork(c: Context, web: Web, work: (send: SendJson) => Promise<void>): Response {
  c.header("X-Accel-Buffering", "no");
  return streamSSE(c, async (stream) => {
    let sent: Promise<unknown> = stream.write(": at work\n\n");
    const afterwards = (write: () => Promise<unknown>): void => {
      sent = sent.then(write);
    };
    const send: SendJson = (event, data) =>
      afterwards(() => stream.writeSSE({ event, data: JSON.stringify(data) }));
    const beat = setInterval(() => afterwards(() => stream.write(": still at work\n\n")), BEAT_MS);
    try {
      await work(send);
    } catch (error) {
      send("problem", toProblemJson(toProblem(web, error, c.req.path)));
    } finally {
      clearInterval(beat);
    }
    await sent;
  });
}
