import { AGENT_ACTIONS } from "../button-actions.ts";
import type { ButtonAction } from "../button-actions.ts";
import type { Ctx } from "../context.ts";
import { claimEscalation } from "../escalations/claim.ts";
import { escalateTicket } from "../escalations/escalate.ts";
import { resolveEscalation } from "../escalations/resolve.ts";
import { ForbiddenError, InvalidError } from "../errors.ts";
import { actOnFeedback } from "../feedback/act-on-feedback.ts";
import { actOnCode } from "../github/act-on-code.ts";
import type { Platform } from "../ports.ts";
import { findChannelRole } from "../workspaces/connect.ts";
import { rememberAgent, rememberPerson } from "../workspaces/people.ts";
import type { Person, PersonIdentity } from "../workspaces/people.ts";
import { chooseReading } from "./choose.ts";
import { rateTicket } from "./rate.ts";
import { reopenTicket } from "./reopen.ts";
import { resolveTicket } from "./resolve.ts";

export type ActInput = {
  workspaceId: number;
  platform: Platform;
  /** The channel that the button stands in (a thread's parent channel). */
  channelId: string;
  /** The thread that it stands in, when it does. */
  threadId?: string | null;
  /** It stands in a talk between that person and us. */
  isDirect?: boolean;
  by: PersonIdentity;
  action: ButtonAction;
  value: string;
};

export type ActCtx = Pick<Ctx, "db" | "now" | "log" | "code" | "embedder" | "helpCenterUrl">;

/** Does what a button says. Answers the sentence that only the person who clicked gets to see. Repeats are harmless. */
export async function act(ctx: ActCtx, input: ActInput): Promise<string> {
  const { workspaceId } = input;
  const by = await whoClicked(ctx, input);
  switch (input.action) {
    case "ticket_solved":
      await resolveTicket(ctx, { workspaceId, ticketId: idIn(input.value), by });
      return "Marked as solved. Thank you!";
    case "ticket_ask_person":
      await escalateTicket(ctx, { workspaceId, ticketId: idIn(input.value), by });
      return "I've asked the team. A person will answer you here.";
    case "ticket_reopen":
      await reopenTicket(ctx, { workspaceId, ticketId: idIn(input.value), by });
      return "The ticket is open again. A person will answer you here.";
    case "ticket_rate": {
      const [ticketId = "", rating = ""] = input.value.split(":");
      await rateTicket(ctx, { workspaceId, ticketId: idIn(ticketId), by, rating: Number(rating) });
      return "Thank you for the rating!";
    }
    case "ticket_choose": {
      const [ticketId = "", questionId = "", index = ""] = input.value.split(":");
      const choice = { ticketId: idIn(ticketId), questionId: idIn(questionId), index: Number(index) };
      const chosen = await chooseReading(ctx, { workspaceId, by, ...choice });
      return chosen === null ? "You have answered this already." : `I'll look for: ${chosen}`;
    }
    case "escalation_claim":
      await claimEscalation(ctx, { workspaceId, escalationId: idIn(input.value), by });
      return "It's yours. Write in the card's thread to answer the member.";
    case "escalation_resolve":
      await resolveEscalation(ctx, { workspaceId, escalationId: idIn(input.value), by });
      return "Resolved. The member has been told.";
    case "bug_file":
    case "bug_link":
    case "bug_unlink":
    case "fix_try":
    case "fix_reviewed":
    case "fix_works":
    case "fix_fails":
      return actOnCode(ctx, { workspaceId, by, action: input.action, value: input.value });
    case "feedback_vote":
    case "feedback_unvote":
    case "feedback_downvote":
    case "feedback_unsubscribe":
    case "feedback_post":
    case "feedback_make": {
      const { platform, channelId, threadId = null, isDirect = false, action, value } = input;
      const origin = { platform, channelId, threadId, isDirect };
      return actOnFeedback(ctx, { workspaceId, by: { personId: by.id }, origin, action, value });
    }
    case "open_link":
      return "";
  }
}

function idIn(value: string): number {
  const id = Number(value);
  if (!Number.isSafeInteger(id) || id <= 0)
    throw new InvalidError("This button is broken; please tell an agent.");
  return id;
}

/** Buttons of the agent channel work there only: whoever may read that channel is an agent. */
async function whoClicked(ctx: Pick<Ctx, "db">, input: ActInput): Promise<Person> {
  if (!AGENT_ACTIONS.some((known) => known === input.action))
    return ctx.db.transaction((tx) => rememberPerson(tx, input.workspaceId, input.by));
  const role = await findChannelRole(ctx, { ...input, channelIds: [input.channelId] });
  if (role !== "agents") throw new ForbiddenError("This works in the agent channel only.");
  return ctx.db.transaction((tx) => rememberAgent(tx, input.workspaceId, input.by));
}
