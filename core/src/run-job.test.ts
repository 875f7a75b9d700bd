import { expect, test } from "vitest";
import { UpstreamError } from "./errors.ts";
import type { Log } from "./ports.ts";
import { runJob } from "./run-job.ts";

const job = { id: "7", task_identifier: "answer_ticket", attempts: 2 };

function memoryLog(): { log: Log; lines: { fields: Record<string, unknown>; message: string }[] } {
  const lines: { fields: Record<string, unknown>; message: string }[] = [];
  const write = (fields: Record<string, unknown>, message: string): void => {
    lines.push({ fields, message });
  };
  const log: Log = { debug: write, info: write, warn: write, error: write, child: () => log };
  return { log, lines };
}

test("an unknown error reaches the queue without its text, and the log with it", async () => {
  const { log, lines } = memoryLog();
  const failure = new Error("Failed query: insert ... params: my password is hunter2");

  const run = runJob(log, job, () => Promise.reject(failure));

  await expect(run).rejects.toThrow("Unexpected error in answer_ticket; the log says what.");
  expect(lines).toEqual([
    {
      fields: { job: "answer_ticket", jobId: "7", attempt: 2, error: failure },
      message: "a job failed unexpectedly",
    },
  ]);
});

test("an error that was foreseen reaches the queue as it is", async () => {
  const { log, lines } = memoryLog();
  const busy = new UpstreamError("slack", "Slack is busy.", { retryable: true });

  await expect(runJob(log, job, () => Promise.reject(busy))).rejects.toBe(busy);
  expect(lines).toEqual([]);
});
