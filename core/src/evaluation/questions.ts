import { readFile } from "node:fs/promises";
import { z } from "zod";
import { InvalidError, messageOf } from "../errors.ts";
import { sayIssue } from "../say-issue.ts";

/** A question with what is known about it. */
export type EvalQuestion = {
  id: string;
  question: string;
  /** Ids of the articles that answer it, any of them; empty when none does. */
  gold: string[];
  /** The knowledge base answers it. */
  answerable: boolean;
  /** What kind of question it is, as its file says; "underspecified" ones should be asked back. */
  kind: string | null;
};

const Id = z.union([z.string().trim().min(1), z.number()]).transform(String);
const Line = z.object({
  id: Id,
  question: z.string().trim().min(1),
  gold: z
    .array(Id)
    .nullish()
    .transform((ids) => ids ?? []),
  answerable: z.boolean().nullish(),
  kind: z.string().nullish(),
});

const MOST_PROBLEMS = 10;

/**
 * A file with one JSON object a line: {id, question, gold?, answerable?, kind?}; `answerable` is whether there is gold
 * unless given. Throws `InvalidError` that names the lines that cannot be used: figures about some of the questions
 * would pass for figures about all.
 */
export async function readQuestions(file: string): Promise<EvalQuestion[]> {
  const lines = (await readText(file)).split(/\r?\n/u);
  const questions = new Map<string, EvalQuestion>();
  const problems: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const read = parseLine(line);
    if (typeof read === "string") problems.push(`${file}:${index + 1}  ${read}`);
    else if (questions.has(read.id))
      problems.push(`${file}:${index + 1}  The id "${read.id}" stands on an earlier line, too.`);
    else questions.set(read.id, read);
  }
  if (problems.length > 0) throw new InvalidError(listProblems("The questions cannot be used", problems));
  if (questions.size === 0) throw new InvalidError(`${file} holds no questions.`);
  return [...questions.values()];
}

/** Ids of articles to leave out: a JSON array. Throws `InvalidError` when the file is anything else. */
export async function readGap(file: string): Promise<Set<string>> {
  const parsed = z.array(Id).safeParse(parseJson(await readText(file)));
  if (!parsed.success) throw new InvalidError(`${file} is not a JSON array of article ids.`);
  return new Set(parsed.data);
}

/** The question with the articles of the gap gone: it is unanswerable when they were all that answer it. */
export function withoutGap(question: EvalQuestion, gap: ReadonlySet<string>): EvalQuestion {
  const gold = question.gold.filter((id) => !gap.has(id));
  const lostAll = gold.length === 0 && question.gold.length > 0;
  return { ...question, gold, answerable: question.answerable && !lostAll };
}

function listProblems(what: string, problems: string[]): string {
  const more = problems.length - MOST_PROBLEMS;
  const rest = more > 0 ? [`and ${more} more`] : [];
  return [`${what}:`, ...[...problems.slice(0, MOST_PROBLEMS), ...rest].map((line) => `  ${line}`)].join(
    "\n",
  );
}

/** A question, or the sentence that says why the line is none. */
function parseLine(line: string): EvalQuestion | string {
  const json = parseJson(line);
  if (json === undefined) return "The line is not JSON.";
  const parsed = Line.safeParse(json);
  if (!parsed.success) return sayIssue(parsed.error.issues);
  const { id, question, gold, answerable, kind } = parsed.data;
  return {
    id,
    question,
    gold: [...new Set(gold)],
    answerable: answerable ?? gold.length > 0,
    kind: kind ?? null,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // which is no JSON value: the caller says where it stood
  }
}

async function readText(file: string): Promise<string> {
  try {
    return (await readFile(file, "utf8")).replace(/^\uFEFF/u, "");
  } catch (cause) {
    const reason = messageOf(cause);
    throw new InvalidError(`${file} cannot be read (${reason}).`, { cause });
  }
}
