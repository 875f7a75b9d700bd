import { findApiKey } from "@firstline/core";
import type { ApiKey, ApiScope } from "@firstline/core";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { Web } from "../context.ts";
import { addressOf } from "../http/address.ts";
import { StatusError } from "../http/errors.ts";
import type { ApiEnv } from "./api.ts";

/** Lets living keys of this workspace in. Whoever tries many others is slowed down. */
export function authenticate(web: Web) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    c.set("apiKey", await requireKey(c, web));
    c.set("requestKey", null);
    await next();
  });
}

/** The key that a request carries. Throws a 401 for none, an unknown, an expired or a revoked one. */
export async function requireKey(c: Context, web: Web): Promise<ApiKey> {
  const token = /^Bearer +(\S+) *$/iu.exec(c.req.header("authorization") ?? "")?.[1];
  const { ctx, workspace } = web;
  const key = token === undefined ? null : await findApiKey(ctx, { workspaceId: workspace.id, token });
  if (key !== null) return key;
  web.limits.take("api_refused", addressOf(c));
  const error = token === undefined ? "" : `, error="invalid_token"`;
  c.header("WWW-Authenticate", `Bearer realm="Firstline API"${error}`);
  throw new StatusError(
    401,
    "unauthorized",
    token === undefined
      ? "Send your API key: Authorization: Bearer fl_live_..."
      : "This API key is unknown, has expired or was revoked.",
  );
}

/** Throws a 403 that names what is missing. */
export function requireScope(key: ApiKey, scope: ApiScope): void {
  if (!key.scopes.includes(scope)) {
    throw new StatusError(403, "forbidden", `This API key may not do this: it lacks the scope ${scope}.`);
  }
}
