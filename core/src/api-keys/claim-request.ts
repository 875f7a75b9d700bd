import { schema } from "@firstline/db";
import { and, eq, isNull, lt } from "drizzle-orm";
import type { Ctx } from "../context.ts";

export type KeptAnswer = { status: number; body: string; headers: Record<string, string> };

export type RequestClaim =
  /** Nobody has done it: do it, then call `keepAnswer` or `releaseRequest`. */
  | { outcome: "new"; claimId: number }
  /** It was done before and was answered so. */
  | { outcome: "answered"; answer: KeptAnswer }
  /** The first one is still at work. */
  | { outcome: "running" }
  /** The key was given to another request. */
  | { outcome: "different" };

type ClaimInput = { workspaceId: number; apiKeyId: number; key: string; requestHash: string };

/** A request takes seconds at most: one that is not answered by then died with its process. */
const DEAD_AFTER_MS = 5 * 60_000;

/** Takes a request under its idempotency key: of several at the same time, one gets "new". */
export async function claimRequest(ctx: Pick<Ctx, "db" | "now">, input: ClaimInput): Promise<RequestClaim> {
  const i = schema.idempotencyKeys;
  const at = ctx.now();
  const [claimed] = await ctx.db
    .insert(i)
    .values({ ...input, createdAt: at })
    .onConflictDoNothing()
    .returning({ id: i.id });
  if (claimed) return { outcome: "new", claimId: claimed.id };

  const isKey = and(
    eq(i.workspaceId, input.workspaceId),
    eq(i.apiKeyId, input.apiKeyId),
    eq(i.key, input.key),
  );
  const [known] = await ctx.db.select().from(i).where(isKey);
  // Released between the two statements: whoever asks again gets through.
  if (!known) return { outcome: "running" };
  if (known.requestHash !== input.requestHash) return { outcome: "different" };
  if (known.status !== null) {
    const { status, body, headers } = known;
    return { outcome: "answered", answer: { status, body: body ?? "", headers } };
  }
  const [taken] = await ctx.db
    .update(i)
    .set({ createdAt: at })
    .where(and(isKey, isNull(i.status), lt(i.createdAt, new Date(at.getTime() - DEAD_AFTER_MS))))
    .returning({ id: i.id });
  return taken ? { outcome: "new", claimId: taken.id } : { outcome: "running" };
}

type Claimed = { workspaceId: number; claimId: number };

const isClaim = ({ workspaceId, claimId }: Claimed) =>
  and(eq(schema.idempotencyKeys.workspaceId, workspaceId), eq(schema.idempotencyKeys.id, claimId));

/** Keeps what the request was answered, for whoever sends it again. */
export async function keepAnswer(
  ctx: Pick<Ctx, "db">,
  input: Claimed & { answer: KeptAnswer },
): Promise<void> {
  await ctx.db.update(schema.idempotencyKeys).set(input.answer).where(isClaim(input));
}

/** The request failed and wrote nothing: the same key may try again. */
export async function releaseRequest(ctx: Pick<Ctx, "db">, input: Claimed): Promise<void> {
  await ctx.db.delete(schema.idempotencyKeys).where(isClaim(input));
}
