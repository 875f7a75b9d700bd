import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, desc, eq, isNotNull } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { retireButtons } from "../delivery/retire-buttons.ts";
import { ForbiddenError, NotFoundError } from "../errors.ts";
import type { Person } from "../workspaces/people.ts";
import { getChannelSettings } from "../workspaces/settings.ts";
import { isFirstSight } from "./first-sight.ts";
import { lockTicket } from "./load.ts";
import type { Ticket } from "./load.ts";
import { storeMemberMessage } from "./member-message.ts";

export type ChooseInput = {
  workspaceId: number;
  ticketId: number;
  /** The message that the clarifying reply answered: buttons of an earlier reply choose nothing. */
  questionId: number;
  /** Which of the readings, from 0. */
  index: number;
  by: Person;
};

/**
 * The asker says which reading of the question was meant, as if they had written it. Answers the reading; null when the
 * asker has chosen before or has gone on, or people have taken over.
 */
export async function chooseReading(
  ctx: Pick<Ctx, "db" | "now">,
  input: ChooseInput,
): Promise<string | null> {
  return ctx.db.transaction(async (tx) => {
    const ticket = await lockTicket(tx, input.workspaceId, input.ticketId);
    if (ticket.askerId !== input.by.id) {
      throw new ForbiddenError("Only the person who asked can choose what was meant.");
    }
    const waits = ticket.status === "ai_responding" && ticket.handler === "ai";
    if (!waits || ticket.answeredMessageId !== input.questionId) return null;
    const reading = (await readReadings(tx, ticket))[input.index];
    if (reading === undefined) throw new NotFoundError("The button");
    const key = `choose:${ticket.id}:${input.questionId}`;
    if (!(await isFirstSight(tx, ticket.workspaceId, ticket.platform, key))) return null;

    const settings = await getChannelSettings({ db: tx }, ticket.workspaceId, ticket);
    // A click is the whole answer: nothing else is to be waited for.
    const message = { author: input.by, text: reading, messageId: null, at: ctx.now(), mentionsUs: true };
    await storeMemberMessage(tx, ticket, { ...message, settings: { ...settings, burstSeconds: 0 } });
    await retireButtons(tx, ticket);
    return reading;
  });
}

async function readReadings(tx: Db, ticket: Ticket): Promise<string[]> {
  const m = schema.ticketMessages;
  const [last] = await tx
    .select({ readings: m.aiReadings })
    .from(m)
    .where(and(eq(m.workspaceId, ticket.workspaceId), eq(m.ticketId, ticket.id), isNotNull(m.aiReadings)))
    .orderBy(desc(m.createdAt), desc(m.id))
    .limit(1);
  return last?.readings ?? [];
}
