import { sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { AnswerOutcome } from "./calibrate.ts";
import { judgeAgain } from "./confidence.ts";
import { lastEscalations } from "./last-escalations.ts";

/** Older outcomes say little about the articles of today. */
const MEMORY_DAYS = 365;
const MOST = 5_000;
/** Silence mostly means that the answer helped, but nobody said so. */
const WEIGHT_OF_SILENCE = 0.5;

/** An outcome with the last change of its ticket: what is known of it was known no earlier. */
export type DatedOutcome = AnswerOutcome & { changedAt: Date };

type Row = {
  id: string;
  is_right: boolean;
  is_said: boolean;
  parts: Record<string, number>;
  model: string | null;
  changed_at: string;
};

/**
 * What became of the workspace's answers, the newest first; an answer counts once, with its ticket's last one.
 * Confirmed, or rated 4 and up, is right; opened again, handed over later, or rated 2 and down is wrong; closed without a
 * word is probably right. Only answers that were shown have an outcome.
 */
export async function listOutcomes(
  ctx: Pick<Ctx, "db" | "now">,
  workspaceId: number,
): Promise<DatedOutcome[]> {
  const since = new Date(ctx.now().getTime() - MEMORY_DAYS * 86_400_000).toISOString();
  const rows = await ctx.db.execute<Row>(sql`
    select id, coalesce(said, true) as is_right, said is not null as is_said, parts, model, updated_at as changed_at
    from (
      select t.id, t.status, t.resolution, t.updated_at, answer.parts, answer.model, case
        when t.resolution = 'retracted' or t.satisfaction_rating <= 2
          or escalated.last_at >= answer.created_at then false
        when t.resolution = 'confirmed' or t.satisfaction_rating >= 4 then true
      end as said
      from tickets t
      cross join lateral (
        select m.ai_confidence_parts as parts, m.ai_model_used as model, m.created_at
        from ticket_messages m
        where m.ticket_id = t.id and m.sender = 'ai' and m.visibility = 'public' and m.ai_confidence_parts is not null
        order by m.created_at desc, m.id desc limit 1
      ) answer
      left join ${lastEscalations(workspaceId)} escalated on escalated.ticket_id = t.id
      where t.workspace_id = ${workspaceId} and t.created_at >= ${since}::timestamptz
    ) judged
    where said is not null or (status = 'closed' and resolution = 'assumed')
    order by id desc limit ${MOST}`);
  return [...rows].flatMap((row) => {
    const judged = judgeAgain(row.parts, { isOffline: row.model === "offline" });
    if (judged === null) return [];
    const weight = row.is_said ? 1 : WEIGHT_OF_SILENCE;
    const changedAt = new Date(row.changed_at);
    return [{ ticketId: Number(row.id), isRight: row.is_right, weight, changedAt, ...judged }];
  });
}
