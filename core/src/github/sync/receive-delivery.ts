import { schema } from "@firstline/db";
import { enqueue } from "../../jobs.ts";
import type { Ctx } from "../../context.ts";
import type { GithubEvent } from "./event.ts";

/** Deliveries are cheap to take in: one after the other, they leave the other workers to the answers. */
const QUEUE = "github_deliveries";

/** Keeps a webhook delivery and lets a job take it in; false when it came before. */
export async function receiveDelivery(
  ctx: Pick<Ctx, "db" | "now">,
  input: { deliveryId: string; event: GithubEvent },
): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    const [stored] = await tx
      .insert(schema.githubDeliveries)
      .values({
        deliveryId: input.deliveryId,
        event: input.event.kind,
        payload: input.event,
        createdAt: ctx.now(),
      })
      .onConflictDoNothing()
      .returning({ id: schema.githubDeliveries.id });
    if (!stored) return false;
    await enqueueTakeIn(tx, stored.id);
    return true;
  });
}

/** Also for a delivery whose job was lost. */
export async function enqueueTakeIn(tx: Ctx["db"], id: number): Promise<void> {
  await enqueue(tx, "take_in_delivery", { deliveryId: id }, { key: `delivery:${id}`, queue: QUEUE });
}
