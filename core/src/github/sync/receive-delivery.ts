import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { MAX_ATTEMPTS } from "../../jobs.ts";
import type { JobName } from "../../jobs.ts";
import type { Ctx } from "../../context.ts";
import type { GithubEvent } from "./event.ts";

/**
 * Keeps a webhook delivery and lets a job take it in; false when it came before. One statement: GitHub waits, and on the
 * embedded database everybody else does.
 */
export async function receiveDelivery(
  ctx: Pick<Ctx, "db" | "now">,
  input: { deliveryId: string; event: GithubEvent },
): Promise<boolean> {
  const row = ctx.db
    .insert(schema.githubDeliveries)
    .values({
      deliveryId: input.deliveryId,
      event: input.event.kind,
      payload: input.event,
      createdAt: ctx.now(),
    })
    .onConflictDoNothing()
    .returning({ id: schema.githubDeliveries.id });
  const stored = await ctx.db.execute(sql`
    with stored as (${row.getSQL()}), queued as (select ${takeInJob} from stored)
    select stored.id from stored left join queued on true`);
  return stored.length > 0;
}

const NAME: JobName = "take_in_deliveries";

/** One waiting job takes in whatever is there when it runs; a delivery that comes meanwhile makes another. */
const takeInJob: SQL = sql`graphile_worker.add_job(
  ${NAME}::text,
  payload := '{}'::json,
  queue_name := 'github_deliveries',
  max_attempts := ${MAX_ATTEMPTS}::int,
  job_key := ${NAME}::text)`;

/** Also for deliveries whose job was lost. */
export async function enqueueTakeIn(db: Db): Promise<void> {
  await db.execute(sql`select ${takeInJob}`);
}
