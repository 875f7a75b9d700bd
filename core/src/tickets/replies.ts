import type { Reply } from "../ports.ts";

export function ratingReply(ticketId: number): Reply {
  return {
    markdown: "Glad that it's solved! How did we do?",
    buttons: [
      ([1, 2, 3, 4, 5] as const).map((rating) => ({
        action: "ticket_rate" as const,
        label: `${rating} ${"★".repeat(rating)}`,
        value: `${ticketId}:${rating}`,
      })),
      [{ action: "ticket_reopen", label: "Not solved after all", value: String(ticketId) }],
    ],
  };
}

export function ratedReply(rating: number): Reply {
  return {
    markdown:
      rating >= 4
        ? `Thanks for the ${rating} ★!`
        : `Thanks for telling us: ${rating} ★. We'll try to do better.`,
  };
}

/** Said to somebody who calls the bot without a question. */
export function greetingReply(): Reply {
  return {
    markdown:
      "Hi! Ask me a question in a sentence or two and I'll look for the answer in the knowledge base. When I'm not sure, a person takes over.",
  };
}
