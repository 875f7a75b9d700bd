import { afterAll } from "vitest";
import { testDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";

/** A database for the test file that calls this, stopped after its last test and whatever else it cleans up. */
export async function fileDatabase(options: { maxConnections?: number } = {}): Promise<TestDatabase> {
  const database = await testDatabase(options);
  afterAll(() => database.stop());
  return database;
}
