import { schema } from "@firstline/db";
import { asc, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";

export type ApiKeyInList = {
  id: number;
  name: string;
  /** The first characters of the key. */
  prefix: string;
  scopes: string[];
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
};

/** All keys of a workspace, revoked ones too, oldest first. Never the keys themselves. */
export async function listApiKeys(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number },
): Promise<ApiKeyInList[]> {
  const k = schema.apiKeys;
  return ctx.db
    .select({
      id: k.id,
      name: k.name,
      prefix: k.prefix,
      scopes: k.scopes,
      createdAt: k.createdAt,
      lastUsedAt: k.lastUsedAt,
      expiresAt: k.expiresAt,
      revokedAt: k.revokedAt,
    })
    .from(k)
    .where(eq(k.workspaceId, input.workspaceId))
    .orderBy(asc(k.id));
}
