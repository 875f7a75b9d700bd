import type { schema } from "@firstline/db";
import { createTwoFilesPatch } from "diff";
import type { RepositorySettings } from "../github/repository-settings.ts";
import { cutText } from "../text/index.ts";
import { measureChanges } from "./change-size.ts";
import type { FileChange } from "./change-size.ts";
import type { Overlay } from "./overlay.ts";
import { isTestPath } from "./paths.ts";
import { toShown } from "./shown.ts";
import { modeOf } from "./tree.ts";

export type FixFile = schema.FixFile;
/** What an attempt changes, with what was there before. */
export type Patch = { files: FixFile[]; changes: FileChange[] };

export async function readPatch(
  overlay: Overlay,
  settings: Pick<RepositorySettings, "testPaths">,
): Promise<Patch> {
  const files: FixFile[] = [];
  const changes: FileChange[] = [];
  for (const [path, content] of [...overlay.changes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const isExecutable = modeOf(path, overlay.tree()) === "100755";
    files.push({ path, content, isTest: isTestPath(path, settings), isExecutable });
    changes.push({ path, before: await overlay.readBase(path), after: content });
  }
  return { files, changes };
}

/** What the confidence needs to know of a patch. */
export function sizeUp(
  patch: Patch,
  { fixMaxLines }: Pick<RepositorySettings, "fixMaxLines">,
): {
  changedLines: number;
  changedFiles: number;
  changesExistingTests: boolean;
} {
  const isTest = new Set(patch.files.filter((file) => file.isTest).map((file) => file.path));
  const others = patch.changes.filter(({ path }) => !isTest.has(path));
  const { files, added, removed } = measureChanges(others, fixMaxLines);
  const existing = patch.changes.filter(({ path, before }) => isTest.has(path) && before !== null);
  return {
    changedLines: added + removed,
    changedFiles: files,
    changesExistingTests: measureChanges(existing, fixMaxLines).removed > 0,
  };
}

/** A unified diff for people to read, at most `length` characters. */
export function toDiff({ changes }: Patch, length: number): string {
  const parts = changes.map(
    ({ path, before, after }) =>
      createTwoFilesPatch(
        before === null ? "/dev/null" : `a/${path}`,
        after === null ? "/dev/null" : `b/${path}`,
        before ?? "",
        after ?? "",
        undefined,
        undefined,
        { context: 3, timeout: 2000 },
      ) ?? `${path}: changed as a whole\n`,
  );
  return cutText(toShown(parts.join("").replaceAll(/^=+\n/gmu, "")), length);
}
