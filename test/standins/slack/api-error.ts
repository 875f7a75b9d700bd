import type { Json } from "./json.ts";

/** An answer with ok: false. */
export class ApiError extends Error {
  readonly code: string;
  readonly extra: Json;

  constructor(code: string, extra: Json = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }
}

/** The way Slack reports what is wrong with blocks, views and arguments. */
export function withMessages(code: string, problems: readonly string[]): ApiError {
  const messages = problems.map((problem) => `[ERROR] ${problem}`);
  return new ApiError(code, { errors: problems, response_metadata: { messages } });
}
