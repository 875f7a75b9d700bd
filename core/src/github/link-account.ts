import { schema } from "@firstline/db";
import { and, eq, ne, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { ConflictError, InvalidError } from "../errors.ts";
import { getPerson } from "../workspaces/people.ts";

const g = schema.githubAccounts;
/** Old accounts may have hyphens where new ones may not, and those that a company manages have an underscore. */
const LOGIN = /^[a-z\d][\w-]{0,38}$/iu;

/** Says which GitHub account a person has: whoever may write with it may start fixes. Null takes it away. */
export async function linkAccount(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; personId: number; login: string | null },
): Promise<void> {
  const { workspaceId, personId } = input;
  const login = input.login === null ? null : input.login.replace(/^@/u, "");
  if (login !== null && !LOGIN.test(login)) throw new InvalidError(`"${login}" is no GitHub account.`);
  await ctx.db.transaction(async (tx) => {
    await getPerson(tx, workspaceId, personId);
    const isTheirs = and(eq(g.workspaceId, workspaceId), eq(g.personId, personId));
    if (login === null) {
      await tx.delete(g).where(isTheirs);
      return;
    }
    const [other] = await tx
      .select({ personId: g.personId })
      .from(g)
      .where(
        and(
          eq(g.workspaceId, workspaceId),
          ne(g.personId, personId),
          sql`lower(${g.login}) = ${login.toLowerCase()}`,
        ),
      );
    if (other) throw new ConflictError(`The GitHub account ${login} belongs to somebody else here.`);
    await tx
      .insert(g)
      .values({ workspaceId, personId, login, createdAt: ctx.now() })
      .onConflictDoUpdate({ target: [g.workspaceId, g.personId], set: { login } });
  });
}
