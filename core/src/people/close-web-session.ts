import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { hashSecret } from "./link-code.ts";

/** Ends what a browser may do for a person; nothing happens where it could do nothing. */
export async function closeWebSession(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; token: string },
): Promise<void> {
  const { workspaceId, token } = input;
  const s = schema.webSessions;
  const tokenHash = hashSecret("web session", workspaceId, token);
  await ctx.db.delete(s).where(and(eq(s.workspaceId, workspaceId), eq(s.tokenHash, tokenHash)));
}
