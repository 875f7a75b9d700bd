/**
 * A process that owns an embedded database, for tests that kill it: node embedded-owner.ts FOLDER [write]. Prints the
 * url, and with `write` a number whenever the two rows of that number are committed.
 */
import { connect } from "@firstline/db";
import { openEmbedded } from "@firstline/db/embedded";

const [folder = "", mode] = process.argv.slice(2);
const database = await openEmbedded({ dataDir: folder });
console.log(database.url);
if (mode === "write") await write();
setInterval(() => undefined, 1_000); // the database alone does not keep a process alive

async function write(): Promise<void> {
  const { sql } = connect(database.url, { maxConnections: 4 });
  await sql`create table if not exists debits (n bigint primary key)`;
  await sql`create table if not exists credits (n bigint primary key, filler text)`;
  const [row] = await sql<[{ next: number }]>`select coalesce(max(n), 0)::int + 1 as next from debits`;
  let next = row.next;
  const writer = async (): Promise<never> => {
    for (;;) {
      const n = next++;
      await sql.begin(async (tx) => {
        await tx`insert into debits values (${n})`;
        await tx`insert into credits values (${n}, ${"x".repeat(n % 3_000)})`;
      });
      console.log(n);
    }
  };
  await Promise.all([writer(), writer(), writer(), writer()]);
}
