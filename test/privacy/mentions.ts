import type { Db } from "@firstline/db";
import { sql } from "drizzle-orm";

/** Where a workspace's rows in any table, and waiting jobs, hold the word: `table.column: value`. */
export async function findMentions(db: Db, workspaceId: number, word: string): Promise<string[]> {
  const tables = await db.execute<{ schema: string; name: string }>(sql`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema in ('public', 'graphile_worker') order by 2`);
  const found: string[] = [];
  for (const { schema, name } of tables) {
    const table = sql`${sql.identifier(schema)}.${sql.identifier(name)}`;
    const rows = await db.execute<{ key: string; value: string }>(sql`
      select part.key, part.value from ${table} held, jsonb_each_text(to_jsonb(held)) part
      where part.value ilike ${`%${word}%`}
        and coalesce(to_jsonb(held)->>'workspace_id', ${String(workspaceId)}) = ${String(workspaceId)}`);
    found.push(...[...rows].map(({ key, value }) => `${name}.${key}: ${value}`));
  }
  return found;
}

/** Columns in which a row refers to a person. */
export async function findReferences(db: Db, personId: number): Promise<string[]> {
  const columns = await db.execute<{ name: string; column: string }>(sql`
    select c.conrelid::regclass::text as name, a.attname as column
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
    where c.contype = 'f' and c.confrelid = 'people'::regclass order by 1, 2`);
  const found: string[] = [];
  for (const { name, column } of columns) {
    const [row] = await db.execute(sql`
      select 1 from ${sql.identifier(name)} where ${sql.identifier(column)} = ${personId} limit 1`);
    if (row) found.push(`${name}.${column}`);
  }
  return found;
}
