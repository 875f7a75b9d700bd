import { AppError } from "@firstline/core";
import type { Log } from "@firstline/core";
import { randomUUID } from "node:crypto";

/** The sentence that a person gets to see when something they asked for failed; the log has the rest. */
export function sentenceFor(log: Log, error: unknown, what: string): string {
  if (error instanceof AppError && error.code !== "upstream") return error.message;
  const reference = randomUUID().slice(0, 8);
  log.error({ platform: "slack", reference, what, error }, "something a person asked for failed");
  return `Something went wrong. Reference: ${reference}`;
}

/** Runs what a person asked for; a failure becomes one kind sentence to them. Never throws. */
export async function atBorder(
  log: Log,
  what: string,
  tell: (sentence: string) => Promise<unknown>,
  run: () => Promise<void>,
): Promise<void> {
  try {
    await run();
  } catch (error) {
    await quietly(log, what, () => tell(sentenceFor(log, error, what)));
  }
}

/** For words beside the matter: when even they can't be said, the log says so. */
export async function quietly(log: Log, what: string, run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    log.warn({ platform: "slack", what, error }, "a word to a person in Slack was not said");
  }
}
