import { schema } from "@firstline/db";
import { and, eq, inArray } from "drizzle-orm";
import type { Ctx } from "../context.ts";

export type PersonInList = {
  id: number;
  name: string;
  email: string | null;
  role: "member" | "agent" | "admin";
};

/** People of the workspace by id; unknown ids are left out. */
export async function listPeople(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; ids: number[] },
): Promise<PersonInList[]> {
  if (input.ids.length === 0) return [];
  const p = schema.people;
  return ctx.db
    .select({ id: p.id, name: p.name, email: p.email, role: p.role })
    .from(p)
    .where(and(eq(p.workspaceId, input.workspaceId), inArray(p.id, input.ids)));
}
