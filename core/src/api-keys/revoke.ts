import { schema } from "@firstline/db";
import { and, eq, isNull } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { NotFoundError } from "../errors.ts";

/** Makes a key useless for good. A second time changes nothing. */
export async function revokeApiKey(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; keyId: number },
): Promise<void> {
  const k = schema.apiKeys;
  const isKey = and(eq(k.workspaceId, input.workspaceId), eq(k.id, input.keyId));
  const [known] = await ctx.db.select({ id: k.id }).from(k).where(isKey);
  if (!known) throw new NotFoundError("The key");
  await ctx.db
    .update(k)
    .set({ revokedAt: ctx.now() })
    .where(and(isKey, isNull(k.revokedAt)));
}
