import type { z } from "zod";

type Issue = z.core.$ZodIssue;

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
};
/** How sentences begin that no schema of ours has written. */
const NOT_OURS = /^(?:Invalid|Too |Unrecognized|Expected)/u;

/** What is wrong with a value, as `path: what`, for people who know the file that it stands in. */
export function sayIssue(issues: readonly Issue[]): string {
  const [issue] = issues;
  if (!issue) return "It is not what was expected.";
  const path = issue.path.map(String).join(".");
  const words = NOT_OURS.test(issue.message) ? wordsFor(issue) : issue.message;
  return path === "" ? `It ${words}.` : `${path}: ${words}`;
}

function wordsFor(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return isMissing(issue) ? "is missing" : `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case "too_small":
      return issue.minimum === 1 ? "is empty" : `must be ${issue.minimum} at least${unitOf(issue.origin)}`;
    case "too_big":
      return `must be ${issue.maximum} at most${unitOf(issue.origin)}`;
    case "invalid_value":
      return `must be one of ${issue.values.map(String).join(", ")}`;
    case "invalid_format":
      return issue.format === "url" ? "is no web address" : "is not of the right form";
    case "invalid_union":
      return issue.errors.flat().every(isMissing) ? "is missing" : "is not of the right form";
    case "custom":
    case "invalid_element":
    case "invalid_key":
    case "not_multiple_of":
    case "unrecognized_keys":
      return issue.message;
  }
}

const isMissing = (issue: Issue): boolean => issue.message.endsWith("received undefined");

const unitOf = (origin: string): string => (origin === "string" ? " (characters)" : "");
