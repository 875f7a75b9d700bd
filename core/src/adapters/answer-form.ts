import { z } from "zod";
import type { AnswerDraft, AnswerRequest, Claim } from "../ports.ts";
import type { Reading } from "./read-form.ts";
import { cutText } from "../text/index.ts";
import { joinStatements } from "./statements.ts";

/**
 * A sentence, a step or a code block with its lead-in. The evidence stands first: a model that has just copied the words
 * of a passage writes what they say, while evidence that is looked for afterwards is found for anything.
 */
const Statement = z.object({
  passageId: z.number().nullable(),
  excerpt: z.string().nullable(),
  markdown: z.string(),
});

/** The form every model answers in. Its keywords are those that both providers' strict modes know. */
export const AnswerForm = z.object({
  statements: z.array(Statement),
  selfConfidence: z.number(),
  clarifyingQuestion: z.string().nullable(),
  readings: z.array(z.string()),
  needsPerson: z.string().nullable(),
});
export type AnswerForm = z.infer<typeof AnswerForm>;

/** Turns a filled form into a draft, or says why it cannot be used. */
export function toDraft(form: AnswerForm, request: Pick<AnswerRequest, "chunks">): Reading<AnswerDraft> {
  if (form.selfConfidence < 0 || form.selfConfidence > 1) {
    return { ok: false, detail: `The confidence ${form.selfConfidence} is not between 0 and 1.` };
  }
  const markdown = joinStatements(form.statements.map((statement) => statement.markdown));
  if (markdown === "") return { ok: false, detail: "The answer was empty." };
  const claims = toClaims(form, request);
  const clarifyingQuestion = orNull(form.clarifyingQuestion);
  return {
    ok: true,
    value: {
      markdown,
      claims,
      citedChunkIds: [...new Set(claims.map((claim) => claim.chunkId))],
      selfConfidence: form.selfConfidence,
      clarifyingQuestion,
      readings: clarifyingQuestion === null ? [] : toReadings(form.readings),
      needsPerson: orNull(form.needsPerson),
    },
  };
}

/** A model may invent ids; a source that was not shown to it is never shown to the asker. */
function toClaims(form: AnswerForm, request: Pick<AnswerRequest, "chunks">): Claim[] {
  const known = new Set(request.chunks.map((chunk) => chunk.chunkId));
  return form.statements.flatMap(({ markdown, passageId, excerpt }) => {
    const statement = markdown.trim();
    const words = orNull(excerpt);
    if (statement === "" || words === null || passageId === null || !known.has(passageId)) return [];
    return [{ statement, chunkId: passageId, excerpt: words }];
  });
}

const LONGEST_READING = 60;
const MOST_READINGS = 3;

/** One reading alone is no choice. */
function toReadings(texts: string[]): string[] {
  const readings = texts.flatMap((text) => {
    const line = orNull(text)?.replace(/\s+/g, " ");
    return line === undefined ? [] : [cutText(line, LONGEST_READING)];
  });
  const distinct = [...new Set(readings)];
  return distinct.length < 2 ? [] : distinct.slice(0, MOST_READINGS);
}

function orNull(text: string | null): string | null {
  const trimmed = text?.trim() ?? "";
  return trimmed === "" || /^(?:null|none|n\/a)\.?$/i.test(trimmed) ? null : trimmed;
}
