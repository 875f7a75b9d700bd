import type { AnswerDraft, Reply, Source } from "../ports.ts";

const AI_LABEL = "AI answer from the knowledge base";
const ASK_BACK = "Does this answer your question? If not, tell me a bit more and I'll look again.";

/** An answer that also resolves the ticket: one click opens it again. */
export function resolvingReply(ticketId: number, draft: AnswerDraft, sources: Source[]): Reply {
  const value = String(ticketId);
  return {
    markdown: draft.markdown,
    sources,
    buttons: [
      [
        { action: "ticket_solved", label: "This solved it", value, style: "primary" },
        { action: "ticket_reopen", label: "Not solved", value },
      ],
    ],
    footer: AI_LABEL,
  };
}

/** An answer with a question back: the ticket stays open. */
export function clarifyingReply(ticketId: number, draft: AnswerDraft, sources: Source[]): Reply {
  const value = String(ticketId);
  return {
    markdown: `${draft.markdown}\n\n${draft.clarifyingQuestion ?? ASK_BACK}`,
    sources,
    buttons: [
      [
        { action: "ticket_solved", label: "This solved it", value, style: "primary" },
        { action: "ticket_ask_person", label: "Ask a person", value },
      ],
    ],
    footer: AI_LABEL,
  };
}
