import { UpstreamError } from "@firstline/core";
import type { Log } from "@firstline/core";
import { expect, test } from "vitest";
import { keepOpen } from "./keep-open.ts";

const log: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, child: () => log };
const forever = (): { lost: Promise<void> } => ({ lost: new Promise(() => {}) });

test("a first try that may go well later is repeated in the background", async () => {
  const opened = Promise.withResolvers<void>();
  let tries = 0;

  const kept = keepOpen(async () => {
    tries += 1;
    if (tries < 3) throw new UpstreamError("slack", "Slack could not be reached.", { retryable: true });
    opened.resolve();
    return forever();
  }, log);
  await kept.first;
  await opened.promise;
  await kept.stop();

  expect(tries).toBe(3);
});

test("a first try that nothing can help is an error", async () => {
  const kept = keepOpen(async () => {
    throw new UpstreamError("slack", "Slack no longer accepts the token.", { retryable: false });
  }, log);

  await expect(kept.first).rejects.toThrow("no longer accepts");
  await kept.stop();
});

test("a lost session is opened again", async () => {
  const again = Promise.withResolvers<void>();
  let opened = 0;

  const kept = keepOpen(async () => {
    opened += 1;
    if (opened === 1) return { lost: Promise.resolve() };
    again.resolve();
    return forever();
  }, log);
  await again.promise;
  await kept.stop();

  expect(opened).toBe(2);
});

test("what is stopped is not opened again", async () => {
  const lost = Promise.withResolvers<void>();
  let opened = 0;
  const kept = keepOpen(async () => {
    opened += 1;
    return { lost: lost.promise };
  }, log);
  await kept.first;

  await kept.stop();
  lost.resolve();

  expect(opened).toBe(1);
});
