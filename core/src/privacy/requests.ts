import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, desc, eq, isNull } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Ctx } from "../context.ts";

export type PersonKey = { workspaceId: number; personId: number };

/** Who asked for it in the console; null for the command line. */
export type RequestedBy = { personId: number } | null;

export type PersonRequest = {
  kind: (typeof schema.PERSON_REQUESTS)[number];
  /** Null for the command line. */
  byName: string | null;
  createdAt: Date;
  /** Null where it broke off. */
  finishedAt: Date | null;
};

const r = schema.personRequests;

/** Writes down that everything of a person is to be written out or erased, and by whom. */
export async function openRequest(
  tx: Db,
  { workspaceId, personId }: PersonKey,
  request: { kind: PersonRequest["kind"]; by: RequestedBy; at: Date },
): Promise<void> {
  const { kind, by, at } = request;
  await tx.insert(r).values({ workspaceId, personId, kind, byId: by?.personId ?? null, createdAt: at });
}

/** It is done, and with it every earlier one that broke off. */
export async function finishRequests(
  tx: Db,
  { workspaceId, personId }: PersonKey,
  { kind, at }: { kind: PersonRequest["kind"]; at: Date },
): Promise<void> {
  await tx
    .update(r)
    .set({ finishedAt: at })
    .where(
      and(eq(r.workspaceId, workspaceId), eq(r.personId, personId), eq(r.kind, kind), isNull(r.finishedAt)),
    );
}

const SHOWN = 20;

/** What was asked for of a person's data, the newest first. */
export async function listPersonRequests(ctx: Pick<Ctx, "db">, key: PersonKey): Promise<PersonRequest[]> {
  const by = alias(schema.people, "asked_by");
  return ctx.db
    .select({ kind: r.kind, byName: by.name, createdAt: r.createdAt, finishedAt: r.finishedAt })
    .from(r)
    .leftJoin(by, and(eq(by.id, r.byId), eq(by.workspaceId, r.workspaceId)))
    .where(and(eq(r.workspaceId, key.workspaceId), eq(r.personId, key.personId)))
    .orderBy(desc(r.id))
    .limit(SHOWN);
}
