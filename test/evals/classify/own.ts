import { readFileSync } from "node:fs";

export type OwnSentence = { text: string; label: string };

/** Sentences written for this project, in a file beside this one: `{part: {label: [text]}}` or `{label: [text]}`. */
export function readOwn(file: string, part?: string): OwnSentence[] {
  const all: Record<string, unknown> = JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8"));
  const labels = Object.entries(part === undefined ? all : toRecord(all[part]));
  return labels.flatMap(([label, texts]) => toTexts(texts).map((text) => ({ text, label })));
}

const toRecord = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
const toTexts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((text) => typeof text === "string") : [];
