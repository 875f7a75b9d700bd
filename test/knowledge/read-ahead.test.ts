import { readAhead, searchKnowledge } from "@firstline/core";
import type { Ctx, Log } from "@firstline/core";
import { expect, test } from "vitest";
import { anArticle } from "../support/factories.ts";
import { silentLog } from "../support/fakes.ts";
import { searchBase } from "../support/search-base.ts";

const base = await searchBase();

/** The same database under another name, to which nothing is known yet; `sent` are the texts that searches had to be sent. */
function freshProcess(): { ctx: typeof base.ctx; sent: unknown[] } {
  const sent: unknown[] = [];
  const db = new Proxy(base.ctx.db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name !== "execute") return value;
      return async (...query: Parameters<Ctx["db"]["execute"]>) => {
        const rows = await target.execute(...query);
        sent.push(...rows.flatMap((row) => row["content"] ?? []));
        return rows;
      };
    },
  });
  return { ctx: { ...base.ctx, db }, sent };
}

const titlesFor = async (ctx: typeof base.ctx, query: string): Promise<string[]> =>
  (await searchKnowledge(ctx, { workspaceId: base.workspaceId, query })).map(({ title }) => title);

test("passages that were read ahead need not be sent to the first search, which finds the same", async () => {
  const documents = Array.from({ length: 40 }, (_, i) =>
    anArticle({ title: `Printer ${i}`, content: `Press the button of printer ${i} for ${i} seconds.` }),
  );
  await base.load(documents);
  const cold = freshProcess();
  const found = await titlesFor(cold.ctx, "Which button of the printer?");
  expect(cold.sent.length).toBeGreaterThan(0);

  const warm = freshProcess();
  await readAhead(warm.ctx, { workspaceId: base.workspaceId }).done;

  expect(await titlesFor(warm.ctx, "Which button of the printer?")).toEqual(found);
  expect(warm.sent).toEqual([]);
});

test("a process that stops is not kept waiting, and one without a database says so", async () => {
  await base.load(Array.from({ length: 60 }, (_, i) => anArticle({ title: `Page ${i}`, content: "Text." })));
  const warned: string[] = [];
  const log: Log = { ...silentLog, warn: (_fields, message) => void warned.push(message) };
  const reading = readAhead({ ...base.ctx, log }, { workspaceId: base.workspaceId });
  await reading.stop();
  expect(warned).toEqual([]);

  const broken = new Proxy(base.ctx.db, {
    get() {
      throw new Error("the database is gone");
    },
  });
  await readAhead({ db: broken, log }, { workspaceId: base.workspaceId }).done;
  expect(warned).toEqual(["passages could not be read ahead"]);
});
