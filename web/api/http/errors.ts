import { randomUUID } from "node:crypto";
import { AppError, UpstreamError } from "@firstline/core";
import type { ErrorCode } from "@firstline/core";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Web } from "../context.ts";
import { errorPage } from "../pages/error.ts";
import { FieldError } from "./body.ts";
import type { WrongPart } from "./body.ts";
import { TooManyRequests } from "./limits.ts";

const STATUS: Record<ErrorCode, ContentfulStatusCode> = {
  not_found: 404,
  forbidden: 403,
  conflict: 409,
  invalid: 400,
  limit: 429,
  upstream: 502,
};

const TITLES: Record<number, string> = {
  400: "That did not work",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  405: "Not allowed here",
  409: "Not possible now",
  412: "Changed meanwhile",
  413: "Too large",
  415: "Not understood",
  422: "Not possible",
  429: "Too many requests",
  500: "Something went wrong",
  502: "A service did not answer",
  503: "Not ready",
};

/** An error as a person may see it, after RFC 9457. */
export type Problem = {
  status: ContentfulStatusCode;
  title: string;
  detail: string;
  code: string;
  /** The part of the request that is wrong. */
  field?: string;
  /** Each part of the request that is wrong. */
  errors?: WrongPart[];
  /** Under this id the error stands in the log. */
  reference?: string;
  retryAfterSeconds?: number;
};

/** An error with a status of its own, for what HTTP alone knows. */
export class StatusError extends AppError {
  readonly status: ContentfulStatusCode;
  readonly problemCode: string;

  constructor(status: ContentfulStatusCode, problemCode: string, message: string) {
    super("invalid", message);
    this.status = status;
    this.problemCode = problemCode;
  }
}

type Logging = { ctx: Pick<Web["ctx"], "log"> };

/** Sorts an error: what people can act on is said, everything else is logged under an id and never shown. */
export function toProblem(web: Logging, error: unknown, path: string): Problem {
  if (error instanceof HTTPException && error.status < 500) {
    return problem(error.status, codeOf(error.status), error.message || "The request is not valid.");
  }
  if (error instanceof StatusError) return problem(error.status, error.problemCode, error.message);
  if (holdsNull(error)) return problem(400, "invalid", "Text must not hold null characters.");
  if (!(error instanceof AppError)) return unknownProblem(web, error, path);
  if (error instanceof UpstreamError) web.ctx.log.warn({ path, error }, "a service failed a web request");
  return {
    ...problem(STATUS[error.code], error.code, error.message),
    ...(error instanceof FieldError && error.field !== null ? { field: error.field } : {}),
    ...(error instanceof FieldError && error.parts.length > 0 ? { errors: error.parts } : {}),
    ...(error instanceof TooManyRequests ? { retryAfterSeconds: error.retryAfterSeconds } : {}),
  };
}

/** What Postgres says of a null character in a text, and of one in JSON. */
const NULL_REFUSED = new Set<unknown>(["22021", "22P05"]);

function holdsNull(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = each.cause)
    if ("code" in each && NULL_REFUSED.has(each.code)) return true;
  return false;
}

const codeOf = (status: number): string => (status === 415 ? "unsupported_media_type" : "invalid");

function unknownProblem(web: Logging, error: unknown, path: string): Problem {
  const reference = randomUUID().slice(0, 8);
  web.ctx.log.error({ reference, path, error }, "a web request failed");
  const detail = `We could not do this. Please try again; if it stays like this, tell us the number ${reference}.`;
  return { ...problem(500, "internal", detail), reference };
}

export function problem(status: ContentfulStatusCode, code: string, detail: string): Problem {
  return { status, title: TITLES[status] ?? "That did not work", detail, code };
}

/** As RFC 9457 writes it. */
export function toProblemJson(found: Problem): Record<string, unknown> {
  const { retryAfterSeconds: _, ...body } = found;
  return { type: "about:blank", ...body };
}

export function sendProblem(c: Context, web: Web, found: Problem): Response | Promise<Response> {
  if (found.retryAfterSeconds !== undefined) c.header("Retry-After", String(found.retryAfterSeconds));
  const wantsPage = !c.req.path.startsWith("/api/") && (c.req.header("accept") ?? "").includes("text/html");
  if (wantsPage) return c.html(errorPage(web, found), found.status);
  return c.body(JSON.stringify(toProblemJson(found)), found.status, {
    "Content-Type": "application/problem+json",
  });
}
