import { schema } from "@firstline/db";
import { and, eq, gt } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { hashSecret } from "./link-code.ts";

/** Longer texts are no tokens of ours. */
const MAX_TOKEN_LENGTH = 128;

/** Whom a browser acts for; null where its token is unknown or has expired. */
export async function findWebSession(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; token: string },
): Promise<{ personId: number; name: string } | null> {
  const { workspaceId, token } = input;
  if (token === "" || token.length > MAX_TOKEN_LENGTH) return null;
  const [s, p] = [schema.webSessions, schema.people];
  const [row] = await ctx.db
    .select({ personId: p.id, name: p.name })
    .from(s)
    .innerJoin(p, and(eq(p.id, s.personId), eq(p.workspaceId, s.workspaceId)))
    .where(
      and(
        eq(s.workspaceId, workspaceId),
        eq(s.tokenHash, hashSecret("web session", workspaceId, token)),
        gt(s.expiresAt, ctx.now()),
      ),
    );
  return row ?? null;
}
