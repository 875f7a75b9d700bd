import type { ApiKey } from "@firstline/core";
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Web } from "../context.ts";
import { toFieldError } from "../http/body.ts";
import type { Issue, WrongPart } from "../http/body.ts";

export type ApiEnv = {
  Variables: {
    /** Whose request it is. */
    apiKey: ApiKey;
    /** The same for a repeated request; null when it named no idempotency key. */
    requestKey: string | null;
  };
};

export type Api = OpenAPIHono<ApiEnv>;
export type ApiContext = Context<ApiEnv>;

/** Whose program calls, and where. */
export type Caller = { web: Web; key: ApiKey };

/** Routes whose schemas check requests and write the OpenAPI document. */
export function createApi(): Api {
  return new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      const { issues } = result.error;
      throw toFieldError(
        issues,
        issues.map((issue) => toWrongPart(result.target, issue)),
      );
    },
  });
}

function toWrongPart(target: string, { path, message }: Issue): WrongPart {
  if (target === "json") return { detail: message, pointer: toPointer(path) };
  const name = String(path[0] ?? "");
  return target === "header" ? { detail: message, header: name } : { detail: message, parameter: name };
}

/** A JSON pointer in its form for addresses (RFC 6901). */
function toPointer(path: PropertyKey[]): string {
  const steps = path.map((step) => String(step).toWellFormed().replaceAll("~", "~0").replaceAll("/", "~1"));
  return `#${steps.map((step) => `/${encodeURIComponent(step)}`).join("")}`;
}
