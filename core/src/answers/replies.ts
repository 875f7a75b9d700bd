import type { AnswerDraft, Button, Reply, Source } from "../ports.ts";
import { ALL_WORDS, listReadings } from "../words/words.ts";
import type { Words } from "../words/words.ts";

/** What an answer says, and where it has it from. */
export type Said = { draft: AnswerDraft; sources: Source[] };

/** An answer that also resolves the ticket: one click opens it again. */
export function resolvingReply(words: Words, ticketId: number, { draft, sources }: Said): Reply {
  const value = String(ticketId);
  return {
    markdown: draft.markdown,
    sources,
    sourcesLabel: words.sources,
    buttons: [
      [
        { action: "ticket_solved", label: words.solved, value, style: "primary" },
        { action: "ticket_reopen", label: words.notSolved, value },
      ],
    ],
    footer: words.aiAnswer,
  };
}

/** What a clarifying reply is about: the ticket, and the last message of the question that it answers. */
export type Clarified = { ticketId: number; questionId: number };

/** An answer with a question back: the ticket stays open. Each reading that it names can be chosen by a click. */
export function clarifyingReply(words: Words, about: Clarified, { draft, sources }: Said): Reply {
  const value = String(about.ticketId);
  return {
    markdown: `${draft.markdown}\n\n${questionBack(words, draft)}`,
    sources,
    sourcesLabel: words.sources,
    buttons: [
      ...readingButtons(about, draft.readings),
      [
        { action: "ticket_solved", label: words.solved, value, style: "primary" },
        { action: "ticket_ask_person", label: words.askPerson, value },
      ],
    ],
    footer: words.aiAnswer,
  };
}

/** Whether an answer that leaves its ticket open asks something of its own: a "yes" then says nothing of the answer. */
export const asksOwnQuestion = (said: string): boolean =>
  !ALL_WORDS.some((words) => said.endsWith(words.askBack));

/** The question back; it names every reading, since not everybody sees the buttons. */
function questionBack(words: Words, { clarifyingQuestion, readings }: AnswerDraft): string {
  const list = listReadings(words, readings);
  if (clarifyingQuestion === null) return readings.length < 2 ? words.askBack : words.whichOfThese(list);
  const said = clarifyingQuestion.toLowerCase();
  const areNamed = readings.every((reading) => said.includes(reading.toLowerCase().replace(/…$/u, "")));
  return readings.length < 2 || areNamed ? clarifyingQuestion : `${clarifyingQuestion} (${list})`;
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
