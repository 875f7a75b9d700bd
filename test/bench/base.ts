import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Ctx } from "@firstline/core";
import { z } from "zod";
import type { TestDatabase } from "../support/database.ts";
import { benchCtx } from "./ctx.ts";
import { benchDatabase } from "./database.ts";

const Imported = z.object({
  workspaceId: z.number(),
  added: z.number(),
  ms: z.number(),
  /** The importing process at its largest. */
  peakMb: z.number(),
});
export type Imported = z.infer<typeof Imported>;

const IMPORT = fileURLToPath(new URL("./import-articles.ts", import.meta.url));

/** Fills an empty database with many articles, in another process. */
export async function importInChild(url: string, count: number, model?: string): Promise<Imported> {
  const child = fork(IMPORT, [url, String(count), ...(model === undefined ? [] : [model])]);
  const report = new Promise<unknown>((resolve) => {
    child.once("message", resolve);
  });
  const ended = once(child, "exit");
  const first = await Promise.race([report, ended.then(() => null)]);
  await ended;
  if (first === null) throw new Error(`the import ended with ${child.exitCode}`);
  return Imported.parse(first);
}

export type Base = Imported & {
  database: TestDatabase;
  ctx: Ctx;
};

/** A database of its own with many articles in it. */
export async function openBase(count: number, model?: string): Promise<Base> {
  const database = await benchDatabase();
  try {
    const imported = await importInChild(database.url, count, model);
    await database.sql`analyze`;
    return { ...imported, database, ctx: benchCtx(database.db, model) };
  } catch (error) {
    await database.stop();
    throw error;
  }
}
