import { createHash } from "node:crypto";
import { claimRequest, keepAnswer, releaseRequest } from "@firstline/core";
import type { KeptAnswer } from "@firstline/core";
import { createMiddleware } from "hono/factory";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Web } from "../context.ts";
import { StatusError } from "../http/errors.ts";
import { idempotencyKeyOf } from "../http/idempotency-key.ts";
import type { ApiContext, ApiEnv } from "./api.ts";

const KEPT = ["content-type", "location", "etag"];

/**
 * A request that names an `Idempotency-Key` is done once: whoever sends it again gets the first answer. Only what
 * succeeded is kept; a refused request wrote nothing, and its key may be used again.
 */
export function doOnce(web: Web) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const key = idempotencyKeyOf(c);
    if (key === undefined) return next();
    const { id: apiKeyId, workspaceId } = c.get("apiKey");
    c.set("requestKey", digest(`${apiKeyId}\n${key}`));
    const claim = await claimRequest(web.ctx, {
      workspaceId,
      apiKeyId,
      key,
      requestHash: await hashOf(c),
    });
    if (claim.outcome === "running") {
      throw new StatusError(
        409,
        "still_running",
        "The first request with this key is still being worked on.",
      );
    }
    if (claim.outcome === "different") {
      throw new StatusError(422, "idempotency_key_reused", "This key was used for another request.");
    }
    if (claim.outcome === "answered") return repeat(c, claim.answer);
    await next();
    const claimed = { workspaceId, claimId: claim.claimId };
    const answer = await answerOf(c);
    if (answer === null) await releaseRequest(web.ctx, claimed);
    else await keepAnswer(web.ctx, { ...claimed, answer });
  });
}

async function hashOf(c: ApiContext): Promise<string> {
  const { pathname, search } = new URL(c.req.url);
  const type = c.req.header("content-type") ?? "";
  return digest(`${c.req.method} ${pathname}${search}\n${type}\n${await c.req.text()}`);
}

function repeat(c: ApiContext, { status, body, headers }: KeptAnswer): Response {
  // The column holds what `answerOf` took from an answer of ours.
  return c.body(body, status as ContentfulStatusCode, { ...headers, "Idempotency-Replayed": "true" });
}

/** Null for what is not to be kept: a refusal, or a stream, which cannot be repeated. */
async function answerOf(c: ApiContext): Promise<KeptAnswer | null> {
  const { res } = c;
  if (!res.ok || res.headers.get("content-type")?.startsWith("text/event-stream") === true) return null;
  const headers = KEPT.flatMap((name): [string, string][] => {
    const value = res.headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  return { status: res.status, body: await res.clone().text(), headers: Object.fromEntries(headers) };
}

const digest = (text: string): string => createHash("sha256").update(text).digest("base64url");
