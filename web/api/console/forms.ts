import { z } from "zod";
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

/** What the button of a person's page sends. */
export const PersonForm = z.object({ do: z.enum(["opt_out", "opt_in"]) });
