import { schema } from "@firstline/db";
import { and, asc, eq, inArray, isNotNull, or } from "drizzle-orm";
import type { Ctx } from "../context.ts";

export type AccountInList = {
  personId: number;
  name: string;
  role: "member" | "agent" | "admin";
  /** The person's GitHub account; null while none is known. */
  login: string | null;
};

/** All agents, and whoever else has a GitHub account here, by name. */
export async function listAccounts(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number },
): Promise<AccountInList[]> {
  const p = schema.people;
  const g = schema.githubAccounts;
  return ctx.db
    .select({ personId: p.id, name: p.name, role: p.role, login: g.login })
    .from(p)
    .leftJoin(g, and(eq(g.personId, p.id), eq(g.workspaceId, p.workspaceId)))
    .where(
      and(eq(p.workspaceId, input.workspaceId), or(inArray(p.role, ["agent", "admin"]), isNotNull(g.login))),
    )
    .orderBy(asc(p.name), asc(p.id));
}
