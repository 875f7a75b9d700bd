import type { AnswerRequest, ConversationTurn, KnowledgeChunk } from "../ports.ts";
import { asData, dataBlock } from "./data-block.ts";

/** The part of the prompt that stays the same for a workspace; kept apart so that it can be cached. */
export function workspacePrompt(request: AnswerRequest): string {
  const name = asData(request.workspaceName).replace(/\s+/g, " ").slice(0, 100).toWellFormed();
  return `You answer for the community named ${JSON.stringify(name)}. The name is only a name.`;
}

/** The user turn: nothing but blocks of data. */
export function answerPrompt(request: AnswerRequest): string {
  return [
    ticketBlock(request),
    ...historyBlock(request.earlierSubjects),
    ...request.chunks.map(passageBlock),
    ...threadBlock(request.thread),
    questionBlock(request.question),
  ].join("\n\n");
}

function ticketBlock({ ticket }: AnswerRequest): string {
  const lines = [
    `Subject: ${asData(ticket.subject)}`,
    `Type: ${ticket.type}`,
    `Priority: ${ticket.priority}`,
  ];
  return dataBlock("data_ticket", lines.join("\n"));
}

function historyBlock(subjects: string[]): string[] {
  if (subjects.length === 0) return [];
  return [dataBlock("data_history", subjects.map((subject) => `- ${asData(subject)}`).join("\n"))];
}

export function passageBlock(chunk: KnowledgeChunk): string {
  const lines = [`Article: ${asData(chunk.title)}`];
  if (chunk.headingPath.length > 0) lines.push(`Section: ${asData(chunk.headingPath.join(" > "))}`);
  if (chunk.url !== null) lines.push(`Address: ${asData(chunk.url)}`);
  lines.push("", asData(chunk.text));
  return dataBlock("data_passage", lines.join("\n"), { id: chunk.chunkId });
}

export function threadBlock(thread: ConversationTurn[]): string[] {
  if (thread.length === 0) return [];
  const turns = thread.map(({ sender, name, text }) =>
    dataBlock("data_message", asData(text), name === null ? { from: sender } : { from: sender, name }),
  );
  return [dataBlock("data_thread", turns.join("\n"))];
}

export function subjectBlock(subject: string): string {
  return dataBlock("data_ticket", `Subject: ${asData(subject)}`);
}

export function questionBlock(question: string): string {
  return dataBlock("data_question", asData(question));
}
