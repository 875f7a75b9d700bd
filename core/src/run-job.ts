import { AppError } from "./errors.ts";
import type { Log } from "./ports.ts";

/**
 * The border around a job. The queue stores and logs the text of whatever a job throws, and the text of an unknown error
 * may quote a member: a failed query names its parameters. Such an error goes to the log, which knows what to leave out,
 * and the queue gets a sentence that points there.
 */
export async function runJob(
  log: Log,
  job: { id: string; task_identifier: string; attempts: number },
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof AppError) throw error;
    const { id: jobId, task_identifier: name, attempts: attempt } = job;
    log.error({ job: name, jobId, attempt, error }, "a job failed unexpectedly");
    throw new Error(`Unexpected error in ${name}; the log says what.`, { cause: error });
  }
}
