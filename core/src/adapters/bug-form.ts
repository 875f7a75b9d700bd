import { z } from "zod";
import type { BugSpec } from "../ports.ts";
import { cutAtWord } from "../text/cut.ts";

/** A bug report taken apart. Quotations stand before what is concluded from them. */
export const BugForm = z.object({
  errorTexts: z.array(z.string()),
  steps: z.array(z.string()),
  expected: z.string().nullable(),
  actual: z.string().nullable(),
  environment: z.array(z.object({ name: z.string(), value: z.string() })),
  suspectedArea: z.string().nullable(),
  severity: z.enum(["low", "normal", "high", "urgent"]),
  missing: z.array(z.enum(["steps", "expected", "actual", "environment", "error_text"])),
  title: z.string(),
});

const TITLE = 120;
/** More than this is no report any more. */
const MOST = { steps: 20, environment: 20, errorTexts: 5 };
const LONGEST = { line: 300, text: 1_000, quotation: 8_000 };

/** Null when it has no title. Whether quotations really stand in the messages is not checked here. */
export function toBugSpec(form: z.infer<typeof BugForm>): BugSpec | null {
  const title = oneLine(form.title, TITLE);
  if (title === "") return null;
  return {
    title,
    steps: lines(form.steps).slice(0, MOST.steps),
    expected: orNull(cut(form.expected ?? "", LONGEST.text)),
    actual: orNull(cut(form.actual ?? "", LONGEST.text)),
    environment: form.environment
      .map(({ name, value }) => ({ name: oneLine(name, 60), value: oneLine(value, LONGEST.line) }))
      .filter(({ name, value }) => name !== "" && value !== "")
      .slice(0, MOST.environment),
    errorTexts: form.errorTexts
      .map((text) => cut(text, LONGEST.quotation))
      .filter((text) => text !== "")
      .slice(0, MOST.errorTexts),
    suspectedArea: orNull(oneLine(form.suspectedArea ?? "", LONGEST.line)),
    severity: form.severity,
    missing: [...new Set(form.missing)],
  };
}

/** Steps are numbered where they are shown. */
function lines(texts: string[]): string[] {
  return texts
    .map((text) => oneLine(text, LONGEST.text).replace(/^(?:\d{1,2}[.)]|[-*])\s+/, ""))
    .filter((text) => text !== "");
}

function oneLine(text: string, longest: number): string {
  return cut(text.replace(/\s+/g, " "), longest);
}

function cut(text: string, longest: number): string {
  return cutAtWord(text.trim(), longest);
}

function orNull(text: string): string | null {
  return text === "" ? null : text;
}
