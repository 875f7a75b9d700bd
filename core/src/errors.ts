import type { Usage } from "./ports.ts";

export type ErrorCode = "not_found" | "forbidden" | "conflict" | "invalid" | "limit" | "upstream";

/**
 * An error that a person can act on. `message` may be shown to people; anything that must stay
 * inside (addresses, raw upstream answers) belongs in `cause`.
 */
export class AppError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

export class NotFoundError extends AppError {
  constructor(what: string, options: { cause?: unknown } = {}) {
    super("not_found", `${what} was not found.`, options);
  }
}

export class ForbiddenError extends AppError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super("forbidden", message, options);
  }
}

export class ConflictError extends AppError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super("conflict", message, options);
  }
}

export class InvalidError extends AppError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super("invalid", message, options);
  }
}

export class LimitError extends AppError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super("limit", message, options);
  }
}

export type UpstreamErrorOptions = {
  /** Worth trying again later: timeouts, 429, 5xx, dropped connections. */
  retryable: boolean;
  /** Seconds the service asked us to wait, when it said so. */
  retryAfterSeconds?: number;
  /** The service takes no call of ours until an operator mends it, as with a revoked token. */
  lockedOut?: boolean;
  /** What the call cost all the same, as far as the service said. */
  usage?: Usage;
  cause?: unknown;
};

/** A service outside Firstline (Slack, Discord, a model, GitHub) failed or refused. */
export class UpstreamError extends AppError {
  readonly service: string;
  readonly retryable: boolean;
  readonly retryAfterSeconds: number | undefined;
  readonly lockedOut: boolean;
  readonly usage: Usage | undefined;

  constructor(service: string, message: string, options: UpstreamErrorOptions) {
    super("upstream", message, { cause: options.cause });
    this.service = service;
    this.retryable = options.retryable;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.lockedOut = options.lockedOut ?? false;
    this.usage = options.usage;
  }
}

/** What went wrong, in the words of whatever was thrown. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);
