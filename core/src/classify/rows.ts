import { z } from "zod";
import { InvalidError } from "../errors.ts";
import { sayIssue } from "../say-issue.ts";

/** A line of a labelled set: one text, or two that may be the same question. */
export type LabelledRow = { line: number; text: string; other: string | null; label: string };

const Label = z.union([z.string().trim().min(1), z.number(), z.boolean()], {
  error: ({ input }) => (input === undefined ? "is missing" : "must be a word, a number or true or false"),
});
const Text = z.string();
const SINGLE = z
  .object({ text: Text, label: Label })
  .transform(({ text, label }) => ({ text, other: null, label: String(label) }));
const PAIR = z
  .object({ a: Text, b: Text, label: Label.optional(), dup: Label.optional() })
  .transform((pair, ctx) => {
    const label = pair.label ?? pair.dup;
    if (label !== undefined) return { text: pair.a, other: pair.b, label: String(label) };
    ctx.addIssue({ code: "custom", path: ["label"], message: "is missing" });
    return z.NEVER;
  });

const MOST_PROBLEMS = 10;

/**
 * Reads one JSON object a line: {text, label}, or {a, b, label} for pairs. Throws `InvalidError` that names each line
 * that cannot be used: figures about some of the rows would pass for figures about all.
 */
export function parseRows(content: string, file: string): LabelledRow[] {
  const rows: LabelledRow[] = [];
  const problems: string[] = [];
  for (const [index, line] of content
    .replace(/^\uFEFF/u, "")
    .split(/\r?\n/u)
    .entries()) {
    if (line.trim() === "") continue;
    const read = parseRow(line);
    if (typeof read === "string") problems.push(`  ${file}:${index + 1}  ${read}`);
    else rows.push({ ...read, line: index + 1 });
  }
  if (problems.length > 0) {
    const more = problems.length - MOST_PROBLEMS;
    const listed = [...problems.slice(0, MOST_PROBLEMS), ...(more > 0 ? [`  and ${more} more`] : [])];
    throw new InvalidError(`The rows cannot be used:\n${listed.join("\n")}`);
  }
  if (rows.length === 0) throw new InvalidError(`${file} holds no rows.`);
  const pairs = rows.filter(({ other }) => other !== null).length;
  if (pairs > 0 && pairs < rows.length) throw new InvalidError(`${file} mixes single texts and pairs.`);
  return rows;
}

function parseRow(line: string): Omit<LabelledRow, "line"> | string {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return "The line is not JSON.";
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) return "The line is not an object.";
  const parsed = "a" in json ? PAIR.safeParse(json) : SINGLE.safeParse(json);
  return parsed.success ? parsed.data : sayIssue(parsed.error.issues);
}
