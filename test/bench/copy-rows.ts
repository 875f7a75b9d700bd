import type { Database } from "@firstline/db";
import { benchDatabase } from "./database.ts";
import { timed } from "./measure.ts";

/** Everything an import writes, in an order that the keys allow. */
const TABLES = [
  "workspaces",
  "categories",
  "articles",
  "article_chunks",
  "search_segments",
  "search_chunks",
  "search_postings",
];
const BATCH = 100;

type Batch = { statement: string; rows: string };

/** Milliseconds that the barest program takes to write the same rows into an empty database, a statement a hundred. */
export async function timeBareWrites(from: Database): Promise<number> {
  const batches: Batch[] = [];
  for (const table of TABLES) batches.push(...(await readBatches(from, table)));
  const empty = await benchDatabase();
  try {
    return await timed(async () => {
      for (const { statement, rows } of batches) await empty.sql.unsafe(statement, [rows], { prepare: true });
    });
  } finally {
    await empty.stop();
  }
}

async function readBatches({ sql }: Database, table: string): Promise<Batch[]> {
  const [named] = await sql<{ columns: string }[]>`
    select string_agg(quote_ident(column_name), ', ' order by ordinal_position) as columns
    from information_schema.columns
    where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER'`;
  const columns = named?.columns ?? "";
  const statement =
    `insert into ${table} (${columns}) overriding system value ` +
    `select ${columns} from json_populate_recordset(null::${table}, $1::text::json)`;
  const batches: Batch[] = [];
  const cursor = sql<{ row: string }[]>`select row_to_json(t)::text as row from ${sql(table)} t`.cursor(
    BATCH,
  );
  for await (const rows of cursor) {
    batches.push({ statement, rows: `[${rows.map(({ row }) => row).join(",")}]` });
  }
  return batches;
}
