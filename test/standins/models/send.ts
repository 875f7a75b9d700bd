import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Reply } from "./output.ts";
import type { ScriptState } from "./script.ts";

/** Sends a reply as the script has it: at once or event by event, whole, cut off, left hanging or broken by an error. */
export async function send(response: ServerResponse, reply: Reply, state: ScriptState): Promise<void> {
  response.setHeader("request-id", "req_standin");
  if ("json" in reply) {
    const body = Buffer.from(JSON.stringify(reply.json));
    response.setHeader("content-type", "application/json");
    response.setHeader("content-length", body.length);
    response.writeHead(200);
    sendBytes(response, body, state);
    return;
  }
  response.setHeader("content-type", "text/event-stream; charset=utf-8");
  response.writeHead(200);
  const events = withFailure(reply, state);
  if (state.paceMs === 0) return sendBytes(response, Buffer.from(events.join("")), state);
  for (const event of events) {
    if (response.destroyed) return;
    response.write(event);
    await sleep(state.paceMs);
  }
  response.end();
}

function withFailure(reply: Extract<Reply, { events: string[] }>, { streamFailure }: ScriptState): string[] {
  if (!streamFailure) return reply.events;
  const begun = reply.events.slice(0, streamFailure.afterEvents);
  return [...begun, reply.errorEvent(streamFailure.kind)];
}

function sendBytes(response: ServerResponse, body: Buffer, state: ScriptState): void {
  const { cutAfterBytes, stallAfterBytes } = state;
  if (stallAfterBytes !== null && stallAfterBytes < body.length) {
    response.write(body.subarray(0, stallAfterBytes)); // and nothing more, with the connection open
    return;
  }
  if (cutAfterBytes === null || cutAfterBytes >= body.length) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, cutAfterBytes), () => response.destroy());
}
