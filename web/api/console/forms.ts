import { z } from "zod";
import { RowIdText } from "../http/row-id.ts";
import { TICKET_PRIORITIES, TICKET_TYPES } from "../kinds.ts";

/** What the buttons and fields of a ticket's page send. */
export const TicketForm = z.discriminatedUnion("do", [
  z.object({ do: z.literal("claim") }),
  z.object({ do: z.literal("resolve") }),
  z.object({ do: z.literal("close") }),
  z.object({ do: z.literal("reopen") }),
  z.object({ do: z.literal("type"), type: z.enum(TICKET_TYPES) }),
  z.object({ do: z.literal("priority"), priority: z.enum(TICKET_PRIORITIES) }),
  z.object({ do: z.literal("code"), press: z.string().max(100) }),
  z.object({ do: z.literal("link"), issue: z.string().trim().min(1, "is empty").max(300) }),
  z.object({ do: z.literal("reply"), text: z.string().trim().min(1, "is empty"), key: z.uuid() }),
  z.object({ do: z.literal("note"), text: z.string().trim().min(1, "is empty"), key: z.uuid() }),
]);
export type TicketForm = z.infer<typeof TicketForm>;

/** What the buttons of a person's page send. */
export const PersonForm = z.discriminatedUnion("do", [
  z.object({ do: z.literal("opt_out") }),
  z.object({ do: z.literal("opt_in") }),
  z.object({ do: z.literal("export") }),
  z.object({ do: z.literal("erase"), sure: z.literal("yes", "Say that you are sure: tick the box first.") }),
]);
export type PersonForm = z.infer<typeof PersonForm>;

/** Where tickets stand, as agents look for them. */
export const TICKET_STATES = {
  waiting: { label: "Waiting for a person", statuses: ["escalated"] },
  with_ai: { label: "With the AI", statuses: ["new", "analyzing", "ai_responding"] },
  done: { label: "Done", statuses: ["resolved", "closed"] },
} as const;
export type TicketState = keyof typeof TICKET_STATES;

/** Filters of the list of tickets, from its address; what is not one of them counts as absent. */
export const TicketsQuery = z.object({
  state: z.enum(["waiting", "with_ai", "done"]).optional().catch(undefined),
  q: z
    .string()
    .transform((words) => words.replaceAll("\0", " ").trim().slice(0, 200))
    .catch(""),
  before: RowIdText.optional().catch(undefined),
});
export type TicketsQuery = z.infer<typeof TicketsQuery>;
