import { schema } from "@firstline/db";
import { and, eq, inArray } from "drizzle-orm";
import type { Ctx } from "../context.ts";

export type PersonInList = {
  id: number;
  name: string;
  email: string | null;
  role: "member" | "agent" | "admin";
};

/**
 * People of the workspace by id; unknown ids are left out. Who has been joined to somebody else since is answered under the
 * old id, as that somebody.
 */
export async function listPeople(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; ids: number[] },
): Promise<PersonInList[]> {
  if (input.ids.length === 0) return [];
  const p = schema.people;
  const person = { id: p.id, name: p.name, email: p.email, role: p.role };
  const known = await ctx.db
    .select(person)
    .from(p)
    .where(and(eq(p.workspaceId, input.workspaceId), inArray(p.id, input.ids)));
  const missing = input.ids.filter((id) => !known.some((row) => row.id === id));
  if (missing.length === 0) return known;
  const j = schema.personJoins;
  const joined = await ctx.db
    .select({ ...person, id: j.goneId })
    .from(j)
    .innerJoin(p, and(eq(p.id, j.keptId), eq(p.workspaceId, j.workspaceId)))
    .where(and(eq(j.workspaceId, input.workspaceId), inArray(j.goneId, missing)));
  return [...known, ...joined];
}
