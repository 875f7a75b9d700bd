import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, migrateDatabase } from "@firstline/db";
import { openEmbedded } from "@firstline/db/embedded";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";

export const isNative = (): boolean => Boolean(process.env["NATIVE_DATABASE_URL"]);

/**
 * A migrated, empty database of its own: on the server that NATIVE_DATABASE_URL names, else the embedded one as
 * `start` runs it, a child process that keeps its data safely on disk.
 */
export async function benchDatabase(): Promise<TestDatabase> {
  if (isNative()) return testDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), "firstline-bench-"));
  const embedded = await openEmbedded({ dataDir });
  await migrateDatabase(embedded.url);
  const database = connect(embedded.url);
  return {
    ...database,
    async stop() {
      await database.close();
      await embedded.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
