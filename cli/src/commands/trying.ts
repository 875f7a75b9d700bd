import { AppError } from "@firstline/core";

/** What the work gives, or the sentence of what went wrong. */
export async function trying<Value>(
  work: () => Promise<Value>,
): Promise<{ value: Value } | { error: string }> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof AppError) return { error: error.message };
    throw error;
  }
}
