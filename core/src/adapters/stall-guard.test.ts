import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { guardStalls, StalledError } from "./stall-guard.ts";

type Piece = string | number;

/** A response whose body has the texts, and waits for the numbers of milliseconds. */
function aStream(pieces: Piece[], onCancel = (): void => {}): Response {
  const left = [...pieces];
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const piece = left.shift();
      if (piece === undefined) return controller.close();
      if (typeof piece === "number") await sleep(piece);
      controller.enqueue(new TextEncoder().encode(typeof piece === "number" ? "." : piece));
    },
    cancel: onCancel,
  });
  return new Response(body, { headers: { "content-type": "text/event-stream; charset=utf-8" } });
}

test("a stream that flows comes through whole", async () => {
  expect(await guardStalls(aStream(["a", 5, "b", 5]), 500).text()).toBe("a.b.");
});

test("a stream that stands still fails and is given up", async () => {
  let isCancelled = false;
  const stream = aStream(["a", 60_000], () => void (isCancelled = true));

  await expect(guardStalls(stream, 30).text()).rejects.toThrow(StalledError);

  expect(isCancelled).toBe(true);
});

test("the wait for the first bytes is left to the call's own deadline", async () => {
  expect(await guardStalls(aStream([80, "a"]), 20).text()).toBe(".a");
});

test.each([
  ["a failure", 529, "text/event-stream"],
  ["a body that is no stream", 200, "application/json"],
])("%s is left alone", (_what, status, type) => {
  const response = new Response("{}", { status, headers: { "content-type": type } });

  expect(guardStalls(response, 10)).toBe(response);
});
