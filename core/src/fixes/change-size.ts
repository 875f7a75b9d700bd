import { diffLines } from "diff";
import type { RepositorySettings } from "../github/repository-settings.ts";
import { findHiddenText } from "./hidden-text.ts";

/** A file before and after; null where it is not there. */
export type FileChange = { path: string; before: string | null; after: string | null };
export type ChangeSize = { files: number; added: number; removed: number };
export type SizeCheck =
  | { ok: true; size: ChangeSize }
  | { ok: false; rule: "size" | "hidden"; reason: string };

/** A change is for people to read: no line of it is longer on average, and no file longer than this. */
const MAX_LINE_CHARACTERS = 200;
const MAX_FILE_CHARACTERS = 500_000;
/** Whether a change is small enough for a draft pull request, and shows all that it does. */
export function checkSize(
  changes: readonly FileChange[],
  limits: Pick<RepositorySettings, "fixMaxFiles" | "fixMaxLines">,
): SizeCheck {
  const real = changes.filter(({ before, after }) => before !== after);
  for (const change of real) {
    if ((change.after?.length ?? 0) > MAX_FILE_CHARACTERS) return tooBig(`${change.path} is too long.`);
    const hidden = findHiddenText(change.before ?? "", change.after ?? "");
    if (hidden) return { ok: false, rule: "hidden", reason: `${change.path} would contain ${hidden}.` };
  }
  const { characters, ...size } = measureChanges(real, limits.fixMaxLines);
  const lines = size.added + size.removed;
  if (size.files > limits.fixMaxFiles) {
    return tooBig(`The change touches ${size.files} files; at most ${limits.fixMaxFiles} are allowed.`);
  }
  if (lines > limits.fixMaxLines) {
    return tooBig(`The change has ${lines} lines; at most ${limits.fixMaxLines} are allowed.`);
  }
  if (characters > limits.fixMaxLines * MAX_LINE_CHARACTERS) {
    return tooBig("The change's lines are too long to be read by a person.");
  }
  return { ok: true, size };
}

/** Lines and characters that were added or removed; past `maxLines` of a file, all of it. */
export function measureChanges(
  changes: readonly FileChange[],
  maxLines = 5000,
): ChangeSize & { characters: number } {
  const sum = { files: changes.length, added: 0, removed: 0, characters: 0 };
  for (const { before, after } of changes) {
    for (const part of differences(before ?? "", after ?? "", maxLines)) {
      if (part.added) sum.added += part.count;
      if (part.removed) sum.removed += part.count;
      if (part.added || part.removed) sum.characters += part.value.length;
    }
  }
  return sum;
}

type Part = { value: string; count: number; added: boolean; removed: boolean };

/** Finding the shortest difference takes time that grows with its square: it ends where the answer is "too much". */
function differences(before: string, after: string, maxLines: number): Part[] {
  return (
    diffLines(before, after, { maxEditLength: maxLines, timeout: 2000 }) ?? [
      { value: before, count: countLines(before), added: false, removed: true },
      { value: after, count: countLines(after), added: true, removed: false },
    ]
  );
}

function countLines(text: string): number {
  return text.split("\n").length - (text === "" || text.endsWith("\n") ? 1 : 0);
}

function tooBig(reason: string): SizeCheck {
  return { ok: false, rule: "size", reason };
}
