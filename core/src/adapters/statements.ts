import { completeJson } from "./partial-json.ts";

const LIST_ITEM = /^\s*(?:[-*+]|\d+[.)])\s/;
const BLOCK = /^\s*(?:[-*+]\s|\d+[.)]\s|```|~~~|>)/;
const ENDS_IN_FENCE = /(?:```|~~~)\s*$/;

/**
 * An answer's statements as one CommonMark text. Each stands in it letter for letter, without the white space around it:
 * steps go on lines of their own, code and lists in paragraphs of their own, sentences behind each other.
 */
export function joinStatements(statements: string[]): string {
  let text = "";
  let before = "";
  for (const statement of statements) {
    if (statement.trim() === "") continue;
    text = text === "" ? statement.trim() : text + separator(before, statement) + statement.trim();
    before = statement;
  }
  return text;
}

function separator(before: string, after: string): string {
  if (LIST_ITEM.test(before) && LIST_ITEM.test(after)) return "\n";
  const isApart =
    BLOCK.test(before) ||
    BLOCK.test(after) ||
    ENDS_IN_FENCE.test(before) ||
    /\n\s*$/.test(before) ||
    /^\s*\n/.test(after);
  return isApart ? "\n\n" : " ";
}

const VISIBLE_THINKING = /^\s*<think>[\s\S]*?(?:<\/think>|$)/;

/** The markdown so far of an answer form whose JSON is still being written; null while none of it is there. */
export function markdownSoFar(json: string): string | null {
  const form = completeJson(json.replace(VISIBLE_THINKING, ""));
  if (typeof form !== "object" || form === null || !("statements" in form)) return null;
  if (!Array.isArray(form.statements)) return null;
  const statements = form.statements.flatMap((statement: unknown) => {
    const isObject = typeof statement === "object" && statement !== null && "markdown" in statement;
    return isObject && typeof statement.markdown === "string" ? [statement.markdown] : [];
  });
  const markdown = joinStatements(statements);
  return markdown === "" ? null : markdown;
}
