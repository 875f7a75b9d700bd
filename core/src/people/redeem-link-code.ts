import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, gt, isNull } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { ForbiddenError, InvalidError, LimitError } from "../errors.ts";
import { lockName } from "../lock.ts";
import { findPerson, getPerson, lockIdentity } from "../workspaces/people.ts";
import type { Person, PersonIdentity } from "../workspaces/people.ts";
import { joinPeople } from "./join-people.ts";
import { hashSecret, readLinkCode } from "./link-code.ts";
import { countTry, forgetTries, hasTooManyTries, lockTries, subjectOf } from "./link-tries.ts";

const WRONG = "This code is wrong or has expired. Please ask for a new one and try again.";

export type RedeemLinkCodeInput = {
  workspaceId: number;
  /** As it was typed. */
  code: string;
  /** Who gave it; null for a browser, which belongs to nobody yet. */
  by: PersonIdentity | null;
  /** Network address of a browser: wrong codes are counted for it. */
  address?: string;
};

/**
 * Takes a link code: whoever gave it and whoever asked for it are one person from then on. Throws `InvalidError` for a code
 * that is wrong, used or too old, and `LimitError` after five such within ten minutes. One after the other in a workspace:
 * whom two of them make one is known only once the code is read, so that no order of locks would suit both.
 */
export async function redeemLinkCode(
  ctx: Pick<Ctx, "db" | "now">,
  input: RedeemLinkCodeInput,
): Promise<{ personId: number }> {
  const { workspaceId, by } = input;
  const subjects = subjectsOf(input);
  const now = ctx.now();
  const outcome = await ctx.db.transaction(async (tx) => {
    await lockTries(tx, subjects);
    if (await hasTooManyTries(tx, workspaceId, subjects, now)) return "too_many";
    if (by) await lockName(tx, `join-people:${workspaceId}`);
    const code = await findCode(tx, workspaceId, input.code, now);
    if (code === null) {
      await countTry(tx, workspaceId, subjects, now);
      return "wrong";
    }
    await forgetTries(tx, workspaceId, subjects);
    if (by) await tie(tx, workspaceId, { ownerId: code.personId, by, at: now });
    if (!(await takeCode(tx, workspaceId, code.id, now))) throw new InvalidError(WRONG);
    return { personId: code.personId };
  });
  if (outcome === "too_many")
    throw new LimitError("Too many wrong codes. Please wait ten minutes, then ask for a new code.");
  if (outcome === "wrong") throw new InvalidError(WRONG);
  return outcome;
}

function subjectsOf(input: RedeemLinkCodeInput): string[] {
  const { by, address, workspaceId } = input;
  const who = [
    ...(by ? [`identity ${by.platform} ${by.externalId}`] : []),
    ...(address === undefined ? [] : [`address ${address}`]),
  ];
  return who.map((name) => subjectOf(workspaceId, name));
}

const c = schema.linkCodes;

async function findCode(
  tx: Db,
  workspaceId: number,
  typed: string,
  now: Date,
): Promise<{ id: number; personId: number } | null> {
  const code = readLinkCode(typed);
  if (code === null) return null;
  const [row] = await tx
    .select({ id: c.id, personId: c.personId })
    .from(c)
    .where(
      and(
        eq(c.workspaceId, workspaceId),
        eq(c.codeHash, hashSecret("link code", workspaceId, code)),
        isNull(c.usedAt),
        gt(c.expiresAt, now),
      ),
    );
  return row ?? null;
}

/**
 * Uses the code up; false when somebody else was faster. Comes after the people are locked: whoever asks for a new code holds
 * the person first and the old code then.
 */
async function takeCode(tx: Db, workspaceId: number, id: number, now: Date): Promise<boolean> {
  const taken = await tx
    .update(c)
    .set({ usedAt: now })
    .where(and(eq(c.workspaceId, workspaceId), eq(c.id, id), isNull(c.usedAt)))
    .returning({ id: c.id });
  return taken.length > 0;
}

async function tie(
  tx: Db,
  workspaceId: number,
  { ownerId, by, at }: { ownerId: number; by: PersonIdentity; at: Date },
): Promise<void> {
  await lockIdentity(tx, workspaceId, by);
  const giver = await findPerson(tx, workspaceId, by);
  if (giver === null) {
    const { platform, externalId } = by;
    await tx.insert(schema.personIdentities).values({ workspaceId, personId: ownerId, platform, externalId });
    return;
  }
  if (giver.id === ownerId) return;
  requireOwnDoing(giver, await getPerson(tx, workspaceId, ownerId));
  await joinPeople(tx, { workspaceId, keepId: ownerId, goneId: giver.id, at });
}

/** A stranger's code, typed in by an agent, would give the stranger an agent's rights: agents must be the ones who ask for it. */
function requireOwnDoing(giver: Person, owner: Person): void {
  if (giver.role === "member" || owner.role !== "member") return;
  throw new ForbiddenError(
    "You are an agent here, so please do it the other way round: ask for a code here, and enter it with your other account.",
  );
}
