import { randomBytes } from "node:crypto";
import { schema } from "@firstline/db";
import type { Ctx } from "../context.ts";
import { getPerson } from "../workspaces/people.ts";
import { hashSecret } from "./link-code.ts";

const GOOD_FOR_DAYS = 180;

/** Lets a browser act for a person. `token` is for that browser alone and is stored as a hash. */
export async function openWebSession(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; personId: number },
): Promise<{ token: string; expiresAt: Date }> {
  const { workspaceId, personId } = input;
  const token = randomBytes(32).toString("base64url");
  const createdAt = ctx.now();
  const expiresAt = new Date(createdAt.getTime() + GOOD_FOR_DAYS * 86_400_000);
  await ctx.db.transaction(async (tx) => {
    await getPerson(tx, workspaceId, personId);
    const tokenHash = hashSecret("web session", workspaceId, token);
    await tx.insert(schema.webSessions).values({ workspaceId, personId, tokenHash, expiresAt, createdAt });
  });
  return { token, expiresAt };
}
