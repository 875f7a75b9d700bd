import type { Config } from "@firstline/core";
import { migrateDatabase } from "@firstline/db";
import { locateDatabase } from "../wire.ts";

export async function runMigrate(config: Config): Promise<number> {
  const place = await locateDatabase(config);
  try {
    await migrateDatabase(place.url);
    console.log("The database has the tables of this version.");
    return 0;
  } finally {
    await place.stop();
  }
}
