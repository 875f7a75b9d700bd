import { basename } from "node:path";
import type { Ctx } from "../context.ts";
import { InvalidError } from "../errors.ts";
import { getSettings } from "../workspaces/settings.ts";
import type { ImportProblem, ReadItem } from "./documents.ts";
import { ImportRun } from "./importing/import-run.ts";
import { readFolder } from "./reading/read-folder.ts";

export type ImportInput = {
  workspaceId: number;
  /**
   * Names the collection: articles of the same origin that are no longer among the documents are archived, and
   * articles of other origins are never touched. A folder's name unless given.
   */
  origin?: string;
  /** Also overwrites what was changed here since the last import. */
  force?: boolean;
  /**
   * Where no document comes, all articles stay and the report says so, unless `force` is given: an export that failed and
   * a folder that is not there yet look like that. Without it they are archived.
   */
  mustHaveArticles?: boolean;
} & ({ folder: string } | { documents: AsyncIterable<ReadItem> | Iterable<ReadItem>; origin: string });

export type ImportReport = {
  added: number;
  changed: number;
  unchanged: number;
  archived: number;
  problems: ImportProblem[];
  /** What to look at in articles that went in; left out when there is nothing. */
  notes?: ImportProblem[];
};

export type ImportCtx = Pick<Ctx, "db" | "embedder" | "log" | "now">;

/**
 * Brings a collection of articles up to date: unchanged ones are left alone, changed ones are cut and embedded anew
 * as far as they changed, missing ones are archived. A broken document is reported and the rest goes in; articles
 * whose file is broken keep their last good state, and those that somebody changed here stay as they are.
 */
export async function importArticles(ctx: ImportCtx, input: ImportInput): Promise<ImportReport> {
  const { workspaceId, force = false, mustHaveArticles = false } = input;
  const origin = input.origin ?? ("folder" in input ? basename(input.folder) : "");
  if (!/^[^/]{1,100}$/.test(origin))
    throw new InvalidError("The origin of an import is a name without a slash.");
  const { locales } = (await getSettings(ctx, workspaceId)).site;
  const run = new ImportRun(ctx, { workspaceId, origin, force, mustHaveArticles, locales });
  const items = "folder" in input ? readFolder(input.folder, locales) : input.documents;

  for await (const item of items) await run.take(item);
  return run.finish();
}
