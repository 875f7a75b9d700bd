import { schema } from "@firstline/db";
import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { isApiScope } from "./scopes.ts";
import type { ApiScope } from "./scopes.ts";
import { hashApiToken, isTokenForm } from "./token.ts";

export type ApiKey = { id: number; workspaceId: number; name: string; scopes: ApiScope[] };

const USED_EVERY_MS = 60_000;

/** The living key behind a token; null for an unknown, expired or revoked one, and for another workspace's. */
export async function findApiKey(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; token: string },
): Promise<ApiKey | null> {
  if (!isTokenForm(input.token)) return null;
  const k = schema.apiKeys;
  const at = ctx.now();
  const [row] = await ctx.db
    .select({ id: k.id, name: k.name, scopes: k.scopes, lastUsedAt: k.lastUsedAt })
    .from(k)
    .where(
      and(
        eq(k.keyHash, hashApiToken(input.token)),
        eq(k.workspaceId, input.workspaceId),
        isNull(k.revokedAt),
        or(isNull(k.expiresAt), gt(k.expiresAt, sql`${at.toISOString()}::timestamptz`)),
      ),
    );
  if (!row) return null;
  const { lastUsedAt, ...key } = row;
  if (lastUsedAt === null || at.getTime() - lastUsedAt.getTime() >= USED_EVERY_MS) {
    await ctx.db
      .update(k)
      .set({ lastUsedAt: at })
      .where(and(eq(k.workspaceId, input.workspaceId), eq(k.id, key.id)));
  }
  return { ...key, workspaceId: input.workspaceId, scopes: key.scopes.filter(isApiScope) };
}
