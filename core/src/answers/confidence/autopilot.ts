import type { Ctx } from "../../context.ts";
import { sql } from "drizzle-orm";
import type { LanguageModel } from "../../ports.ts";
import type { WorkspaceSettings } from "../../workspaces/settings.ts";
import type { Calibration } from "./calibration.ts";
import { lastEscalations } from "./last-escalations.ts";
import { partsInDatabase, scoreInDatabase } from "./score-in-database.ts";
import { wilsonInterval } from "./wilson.ts";

type Rule = Pick<
  WorkspaceSettings,
  "autoResolve" | "autoResolveOutcomes" | "allowedErrorShare" | "resolveThreshold"
>;

/** What became of earlier answers of the same kind of model that were as sure as one that resolves. */
export type Outcomes = { right: number; wrong: number };

/** 95 %, one-sided. */
const Z = 1.645;

/** Why a sure answer must not resolve its ticket by itself, as a sentence for agents; null when it may. */
export function reasonToHold(rule: Rule, { right, wrong }: Outcomes): string | null {
  if (rule.autoResolve === "on") return null;
  if (rule.autoResolve === "off") return "Automatic resolution is turned off here.";
  const seen = right + wrong;
  if (seen < rule.autoResolveOutcomes) {
    return `Automatic resolution is off until ${rule.autoResolveOutcomes} sure answers of this kind of model have been judged (${seen} so far).`;
  }
  if (wilsonInterval(right, seen, Z).low >= 1 - rule.allowedErrorShare) return null;
  const percent = Math.round(rule.allowedErrorShare * 1000) / 10;
  return `Automatic resolution is off: ${right} of ${seen} sure answers of this kind of model were right, which does not yet rule out more than ${percent} % wrong ones.`;
}

/** Older outcomes say little about the articles of today. */
const MEMORY_DAYS = 180;

type Answering = {
  workspaceId: number;
  /** Another kind of model is sure for other reasons: its answers prove nothing about this one's. */
  modelKind: LanguageModel["kind"];
  /** The workspace's correction in use. */
  calibration: Calibration | null;
};

/** Rows from before the kind was stored tell it by the model's name. */
const MODEL_KIND = sql`coalesce(m.ai_context_used->>'modelKind', case
  when m.ai_model_used = 'offline' then 'offline' when m.ai_model_used like '%claude%' then 'anthropic'
  else 'openai' end)`;

/**
 * Counts what people said about answers that would be at least this sure today, whatever confidence they were told with:
 * confirmed without a person, or rated 4 and up, is right; opened again, handed over later or rated 2 and down is wrong,
 * and so is an answer after which the AI had to answer again; silence says nothing.
 */
export async function countOutcomes(
  ctx: Pick<Ctx, "db" | "now">,
  { workspaceId, modelKind, calibration, from }: Answering & { from: number },
): Promise<Outcomes> {
  const since = new Date(ctx.now().getTime() - MEMORY_DAYS * 86_400_000).toISOString();
  const score = scoreInDatabase({ isOffline: modelKind === "offline", calibration });
  const [counted] = await ctx.db.execute<Record<keyof Outcomes, number>>(sql`
    select count(*) filter (where is_right)::int as right, count(*) filter (where not is_right)::int as wrong
    from (
      select m.ai_confidence_parts as parts, case
        when t.resolution = 'retracted' or t.satisfaction_rating <= 2
          or escalated.last_at >= m.created_at
          or exists (
            select from ticket_messages later
            where later.ticket_id = t.id and later.sender = 'ai' and later.visibility = 'public'
              and (later.created_at, later.id) > (m.created_at, m.id)) then false
        when t.resolution = 'confirmed' or t.satisfaction_rating >= 4 then true
      end as is_right
      from tickets t
      join ticket_messages m on m.ticket_id = t.id
      left join ${lastEscalations(workspaceId)} escalated on escalated.ticket_id = t.id
      where t.workspace_id = ${workspaceId} and t.created_at >= ${since}::timestamptz
        and m.sender = 'ai' and m.visibility = 'public' and m.ai_confidence_parts is not null
        and ${MODEL_KIND} = ${modelKind}
    ) answers cross join lateral ${partsInDatabase(sql`parts`)}
    where is_right is not null and coalesce(${score}, 0) >= ${from}::float8`);
  return counted ?? { right: 0, wrong: 0 };
}

/** See `reasonToHold`; counts outcomes only where they matter. */
export async function findReasonToHold(
  ctx: Pick<Ctx, "db" | "now">,
  { settings, ...record }: Answering & { settings: Rule },
): Promise<string | null> {
  const outcomes =
    settings.autoResolve === "when_proven"
      ? await countOutcomes(ctx, { ...record, from: settings.resolveThreshold })
      : { right: 0, wrong: 0 };
  return reasonToHold(settings, outcomes);
}
