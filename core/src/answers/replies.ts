import type { AnswerDraft, Button, Reply, Source } from "../ports.ts";

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

/** What a clarifying reply is about: the ticket, and the last message of the question that it answers. */
export type Clarified = { ticketId: number; questionId: number };

/** An answer with a question back: the ticket stays open. Each reading that it names can be chosen by a click. */
export function clarifyingReply(about: Clarified, draft: AnswerDraft, sources: Source[]): Reply {
  const value = String(about.ticketId);
  return {
    markdown: `${draft.markdown}\n\n${questionBack(draft)}`,
    sources,
    buttons: [
      ...readingButtons(about, draft.readings),
      [
        { action: "ticket_solved", label: "This solved it", value, style: "primary" },
        { action: "ticket_ask_person", label: "Ask a person", value },
      ],
    ],
    footer: AI_LABEL,
  };
}

/** Whether an answer that leaves its ticket open asks something of its own: a "yes" then says nothing of the answer. */
export const asksOwnQuestion = (said: string): boolean => !said.endsWith(ASK_BACK);

/** The question back; it names every reading, since not everybody sees the buttons. */
function questionBack({ clarifyingQuestion, readings }: AnswerDraft): string {
  const names = readings.map((reading) => `"${reading}"`);
  const list = `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
  if (clarifyingQuestion === null)
    return names.length < 2 ? ASK_BACK : `Which of these do you mean: ${list}?`;
  const said = clarifyingQuestion.toLowerCase();
  const areNamed = readings.every((reading) => said.includes(reading.toLowerCase().replace(/…$/u, "")));
  return names.length < 2 || areNamed ? clarifyingQuestion : `${clarifyingQuestion} (${list})`;
}

function readingButtons({ ticketId, questionId }: Clarified, readings: string[]): Button[][] {
  if (readings.length < 2) return [];
  return [
    readings.map((label, index) => ({
      action: "ticket_choose",
      label,
      value: `${ticketId}:${questionId}:${index}`,
    })),
  ];
}
