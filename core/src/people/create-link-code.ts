import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { rememberPerson } from "../workspaces/people.ts";
import type { PersonIdentity } from "../workspaces/people.ts";
import { hashSecret, makeLinkCode, showLinkCode } from "./link-code.ts";

const GOOD_FOR_MS = 10 * 60_000;

/**
 * A code that ties another identity, or a browser, to this person: good once and for ten minutes. `code` is to be shown
 * to that person alone; an earlier code of theirs is good no longer.
 */
export async function createLinkCode(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; by: PersonIdentity },
): Promise<{ code: string; expiresAt: Date }> {
  const { workspaceId } = input;
  const code = makeLinkCode();
  const createdAt = ctx.now();
  const expiresAt = new Date(createdAt.getTime() + GOOD_FOR_MS);
  const c = schema.linkCodes;
  await ctx.db.transaction(async (tx) => {
    const person = await rememberPerson(tx, workspaceId, input.by);
    await tx.delete(c).where(and(eq(c.workspaceId, workspaceId), eq(c.personId, person.id)));
    const codeHash = hashSecret("link code", workspaceId, code);
    await tx.insert(c).values({ workspaceId, personId: person.id, codeHash, expiresAt, createdAt });
  });
  return { code: showLinkCode(code), expiresAt };
}
