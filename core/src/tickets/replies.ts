import type { Reply } from "../ports.ts";
import type { Words } from "../words/words.ts";

export function ratingReply(words: Words, ticketId: number): Reply {
  return {
    markdown: words.howDidWeDo,
    buttons: [
      ([1, 2, 3, 4, 5] as const).map((rating) => ({
        action: "ticket_rate" as const,
        label: `${rating} ${"★".repeat(rating)}`,
        value: `${ticketId}:${rating}`,
      })),
      [{ action: "ticket_reopen", label: words.notSolvedAfterAll, value: String(ticketId) }],
    ],
  };
}

export function ratedReply(words: Words, rating: number): Reply {
  return { markdown: rating >= 4 ? words.thanksForRating(rating) : words.sorryForRating(rating) };
}
