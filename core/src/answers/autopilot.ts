import type { Ctx } from "../context.ts";
import { sql } from "drizzle-orm";
import type { WorkspaceSettings } from "../workspaces/settings.ts";
import { wilsonInterval } from "./wilson.ts";

type Rule = Pick<
  WorkspaceSettings,
  "autoResolve" | "autoResolveOutcomes" | "allowedErrorShare" | "resolveThreshold"
>;

/** What became of earlier answers that were as sure as one that resolves. */
export type Outcomes = { right: number; wrong: number };

/** 95 %, one-sided. */
const Z = 1.645;

/** Why a sure answer must not resolve its ticket by itself, as a sentence for agents; null when it may. */
export function reasonToHold(rule: Rule, { right, wrong }: Outcomes): string | null {
  if (rule.autoResolve === "on") return null;
  if (rule.autoResolve === "off") return "Automatic resolution is turned off here.";
  const seen = right + wrong;
  if (seen < rule.autoResolveOutcomes) {
    return `Automatic resolution is off until ${rule.autoResolveOutcomes} answers have been confirmed (${seen} so far).`;
  }
  if (wilsonInterval(right, seen, Z).low >= 1 - rule.allowedErrorShare) return null;
  const percent = Math.round(rule.allowedErrorShare * 1000) / 10;
  return `Automatic resolution is off: ${right} of ${seen} sure answers were right, which does not yet rule out more than ${percent} % wrong ones.`;
}

/** Older outcomes say little about the articles of today. */
const MEMORY_DAYS = 180;

/**
 * Counts what people said about tickets that got an answer at least this sure: confirmed without a person, or rated 4
 * and up, is right; opened again, handed over later or rated 2 and down is wrong; silence says nothing.
 */
export async function countOutcomes(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; from: number },
): Promise<Outcomes> {
  const since = new Date(ctx.now().getTime() - MEMORY_DAYS * 86_400_000).toISOString();
  const [row] = await ctx.db.execute<{ is_right: string; is_wrong: string }>(sql`
    select count(*) filter (where verdict) as is_right, count(*) filter (where not verdict) as is_wrong
    from (
      select case
        when t.resolution = 'retracted' or t.satisfaction_rating <= 2
          or exists (select from escalations e where e.ticket_id = t.id) then false
        when t.resolution = 'confirmed' or t.satisfaction_rating >= 4 then true
      end as verdict
      from tickets t
      where t.workspace_id = ${input.workspaceId} and t.created_at >= ${since}::timestamptz
        and t.ai_confidence_score is not null
        and exists (
          select from ticket_messages m
          where m.ticket_id = t.id and m.sender = 'ai' and m.visibility = 'public' and m.ai_confidence >= ${input.from}::real)
    ) judged`);
  return { right: Number(row?.is_right ?? 0), wrong: Number(row?.is_wrong ?? 0) };
}

/** See `reasonToHold`; counts outcomes only where they matter. */
export async function findReasonToHold(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; settings: Rule },
): Promise<string | null> {
  const { workspaceId, settings } = input;
  const outcomes =
    settings.autoResolve === "when_proven"
      ? await countOutcomes(ctx, { workspaceId, from: settings.resolveThreshold })
      : { right: 0, wrong: 0 };
  return reasonToHold(settings, outcomes);
}
