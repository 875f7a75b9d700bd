import { schema } from "@firstline/db";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase({ maxConnections: 1 });
});
afterAll(() => database.stop());

/** How many plans the connection keeps for statements about `table`. */
async function plansAbout(table: string): Promise<number> {
  const rows = await database.db.execute(
    sql`select name from pg_prepared_statements where statement like ${`%from "${table}"%`}`,
  );
  return rows.length;
}

describe("statements of the query builder", () => {
  test("are planned once for a connection, in and out of transactions", async () => {
    const { db } = database;
    const { people } = schema;
    const find = (tx: Pick<typeof db, "select">, id: number) =>
      tx.select({ id: people.id }).from(people).where(eq(people.id, id));

    await find(db, 1);
    await db.transaction(async (tx) => {
      await Promise.all([find(tx, 2), find(tx, 3)]);
      await tx.transaction((savepoint) => find(savepoint, 4));
    });

    expect(await plansAbout("people")).toBe(1);
  });

  test("keep no plan when they list many values, since every length would keep its own", async () => {
    const { db } = database;
    const { articles } = schema;

    for (const length of [65, 66, 67]) {
      const ids = Array.from({ length }, (_, i) => i);
      await db
        .select({ id: articles.id })
        .from(articles)
        .where(sql`${articles.id} in ${ids}`);
    }

    expect(await plansAbout("articles")).toBe(0);
  });
});
