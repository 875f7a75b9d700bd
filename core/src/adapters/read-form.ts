import type { z } from "zod";

export type Reading<T> = { ok: true; value: T } | { ok: false; detail: string };

/**
 * Reads a model's text as `schema`. Servers that ignore the asked-for format wrap their JSON in code fences,
 * prose or visible thinking, so the JSON is looked for in all of these.
 */
export function readForm<T>(schema: z.ZodType<T>, text: string): Reading<T> {
  const json = findJson(text);
  if (json === undefined)
    return { ok: false, detail: text.trim() === "" ? "The output was empty." : "The output was not JSON." };
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".") || "the output";
  return {
    ok: false,
    detail: `The output was not of the agreed form: ${where}: ${issue?.message ?? "invalid"}`,
  };
}

function findJson(text: string): unknown {
  const said = text.replace(/^\s*<think>[\s\S]*?<\/think>/, "").trim();
  const fenced = /```(?:json)?\s*\n([\s\S]*?)\n?```/.exec(said)?.[1];
  const braced = said.slice(said.indexOf("{"), said.lastIndexOf("}") + 1);
  for (const candidate of [said, fenced, braced]) {
    const value = candidate === undefined ? undefined : tryJson(candidate);
    if (value !== undefined) return value;
  }
  return undefined;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON is an expected finding here, and the caller says so
  }
}
