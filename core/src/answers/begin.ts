import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { openEscalation } from "../escalations/open.ts";
import { takeStep } from "../tickets/change.ts";
import { wantsPerson } from "../tickets/detect.ts";
import { AI, person } from "../tickets/events.ts";
import { lockTicket, updateTicket } from "../tickets/load.ts";
import type { Ticket } from "../tickets/load.ts";
import { canStep } from "../tickets/status.ts";
import { wordsFor } from "../words/words.ts";
import type { Words } from "../words/words.ts";
import { getChannelSettings } from "../workspaces/settings.ts";
import type { WorkspaceSettings } from "../workspaces/settings.ts";
import { findLastAttempt } from "../escalations/attempt.ts";
import { listEarlierSubjects, readOpenQuestion } from "./question.ts";
import type { OpenQuestion } from "./question.ts";
import { stopAnalysis } from "./stop-analysis.ts";

export type Analysis = {
  ticket: Ticket;
  question: OpenQuestion;
  settings: WorkspaceSettings;
  /** For the asker. */
  words: Words;
  workspaceName: string;
  earlierSubjects: string[];
};

/**
 * Starts on a ticket's open question; null when there is nothing for the AI to do: answered before, people have taken
 * over, or rules hand it to people at once.
 */
export async function beginAnalysis(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; ticketId: number },
): Promise<Analysis | null> {
  return ctx.db.transaction(async (tx) => {
    const ticket = await lockTicket(tx, input.workspaceId, input.ticketId);
    if (!canStep(ticket.status, "analyze")) return null;
    const at = ctx.now();
    const question = ticket.handler === "human" ? null : await readOpenQuestion(tx, ticket);
    if (!question) {
      await stopAnalysis(tx, ticket, at);
      return null;
    }

    const settings = await getChannelSettings({ db: tx }, ticket.workspaceId, ticket);
    if (wantsPerson(question.text)) {
      const answered = await updateTicket(tx, ticket, { answeredMessageId: question.lastMessageId }, at);
      await openEscalation(tx, answered, {
        type: "user_requested",
        reason: "The asker asks for a person.",
        actor: person(ticket.askerId),
        escalatedById: ticket.askerId,
        at,
        aiAttempt: await findLastAttempt(tx, ticket),
        tellAsker: true,
      });
      return null;
    }
    if (question.memberMessages > settings.maxMemberMessages) {
      const answered = await updateTicket(tx, ticket, { answeredMessageId: question.lastMessageId }, at);
      await openEscalation(tx, answered, {
        type: "complex_issue",
        reason: `${question.memberMessages} messages of the asker without a resolution.`,
        actor: AI,
        escalatedById: null,
        at,
        aiAttempt: await findLastAttempt(tx, ticket),
        tellAsker: true,
      });
      return null;
    }

    const analyzing = await takeStep(tx, ticket, { step: "analyze", actor: AI, at });
    const [workspace] = await tx
      .select({ name: schema.workspaces.name })
      .from(schema.workspaces)
      .where(and(eq(schema.workspaces.id, ticket.workspaceId)));
    return {
      ticket: analyzing,
      question,
      settings,
      words: wordsFor(ticket.description, settings.site.locales),
      workspaceName: workspace?.name ?? "",
      earlierSubjects: await listEarlierSubjects(tx, ticket),
    };
  });
}
