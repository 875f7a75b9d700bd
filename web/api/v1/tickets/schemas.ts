import { z } from "@hono/zod-openapi";
import { TICKET_PRIORITIES, TICKET_STATUSES, TICKET_TYPES } from "../../kinds.ts";
import { Next, Time, Words } from "../schemas.ts";

const LONGEST_QUESTION = 40_000;

export const GivenPerson = z
  .strictObject({
    externalId: Words(200)
      .optional()
      .openapi({ description: "Your own id of the person. It wins over the address.", example: "u_812" }),
    email: z.email().max(254).optional().openapi({ example: "mia@example.com" }),
    name: Words(80).optional().openapi({ example: "Mia" }),
  })
  .openapi("GivenPerson", {
    description:
      "Somebody you speak for: known by your id of them, else by their address, else nobody known.",
  });

export const NewTicket = z
  .strictObject({
    question: Words(LONGEST_QUESTION).openapi({ example: "How do I rotate the API token?" }),
    subject: Words(200).optional().openapi({ description: "Taken from the question unless given." }),
    type: z.enum(TICKET_TYPES).optional().openapi({ description: "Detected unless given." }),
    asker: GivenPerson.optional(),
  })
  .openapi("NewTicket");

export const NewMessage = z
  .strictObject({
    text: Words(LONGEST_QUESTION).openapi({ example: "It works in the other project." }),
    as: z
      .enum(["asker", "agent"])
      .default("asker")
      .openapi({ description: "For whom you speak. The AI falls silent once an agent has spoken." }),
    agentId: z
      .int()
      .positive()
      .optional()
      .openapi({ description: "The agent who says it; the key itself, by its name, unless given." }),
    note: z.boolean().default(false).openapi({ description: "For agents' eyes only." }),
  })
  .openapi("NewMessage");

export const Step = z
  .strictObject({
    as: z
      .enum(["asker", "agent"])
      .default("agent")
      .openapi({ description: "Who does it: the asker, or the key as an agent." }),
  })
  .openapi("TicketStep");

export const Rating = z
  .strictObject({ rating: z.int().min(1).max(5).openapi({ description: "5 is best.", example: 5 }) })
  .openapi("Rating");

const Asker = z.object({ id: z.int(), name: z.string(), email: z.string().nullable() });

export const Ticket = z
  .object({
    id: z.int(),
    type: z.enum(TICKET_TYPES),
    status: z.enum(TICKET_STATUSES),
    priority: z.enum(TICKET_PRIORITIES),
    subject: z.string(),
    question: z.string(),
    handledBy: z.enum(["ai", "people"]).openapi({ description: "The AI is silent where people handle it." }),
    resolution: z.enum(["confirmed", "assumed", "retracted"]).nullable(),
    rating: z.int().nullable(),
    confidence: z
      .number()
      .nullable()
      .openapi({ description: "How probably the AI's answer is right, 0 to 1." }),
    platform: z.enum(["slack", "discord", "panel"]),
    asker: Asker,
    assignee: z.object({ id: z.int(), name: z.string() }).nullable(),
    firstRespondedAt: Time.nullable(),
    resolvedAt: Time.nullable(),
    closedAt: Time.nullable(),
    lastMessageAt: Time,
    createdAt: Time,
    updatedAt: Time,
  })
  .openapi("Ticket");

export const Source = z
  .object({
    articleId: z.int(),
    title: z.string(),
    url: z.string().nullable(),
    excerpt: z.string().nullable(),
  })
  .openapi("Source", { description: "An article that an answer rests on." });

export const Message = z
  .object({
    id: z.int(),
    sender: z.enum(["user", "ai", "agent"]),
    author: z.object({ id: z.int(), name: z.string() }).nullable(),
    text: z.string().openapi({ description: "Markdown where the AI or an agent wrote it." }),
    note: z.boolean(),
    sources: z.array(Source),
    confidence: z.number().nullable(),
    model: z.string().nullable(),
    createdAt: Time,
    editedAt: Time.nullable(),
  })
  .openapi("Message");

export const TicketWithMessages = Ticket.extend({
  messages: z.array(Message).openapi({ description: "Oldest first." }),
}).openapi("TicketWithMessages");

export const TicketPage = z.object({ tickets: z.array(Ticket), next: Next }).openapi("TicketPage");
