import { number, type Json } from "./json.ts";
import type { RepoRecord } from "./world.ts";

/** An issue of the emulator as GitHub shows it. */
export function showIssue(repo: RepoRecord, issue: Json): Json {
  const isDuplicate = issue["state"] === "closed" && repo.duplicates.has(number(issue, "number"));
  return isDuplicate ? { ...issue, state_reason: "duplicate" } : issue;
}
