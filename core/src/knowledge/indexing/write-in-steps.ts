import type { Ctx } from "../../context.ts";

/** Rows written in one transaction: on the embedded database all others wait for it. */
const WRITE_BATCH = 16;

/** Writes rows with vectors, a few in a transaction. */
export async function writeInSteps<Row>(
  ctx: Pick<Ctx, "db">,
  rows: Row[],
  write: (tx: Ctx["db"], row: Row, index: number) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < rows.length; start += WRITE_BATCH) {
    await ctx.db.transaction(async (tx) => {
      for (const [offset, row] of rows.slice(start, start + WRITE_BATCH).entries())
        await write(tx, row, start + offset);
    });
  }
}
