import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, realpath } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { exportSite } from "@firstline/web/site";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anArticle } from "../support/factories.ts";
import { fileDatabase } from "../support/file-database.ts";
import { aSite } from "./site-ground.ts";
import { temporaryFolders } from "../support/temporary-folders.ts";

const newFolder = temporaryFolders();

const SCRIPT = fileURLToPath(new URL("publish-until-killed.ts", import.meta.url));
/** Milliseconds after it has begun. */
const KILLED_AFTER = [40, 130, 310, 620, 1100];

const database = await fileDatabase();
const ground = await aSite(database);

beforeAll(async () => {
  await ground.import(
    Array.from({ length: 24 }, (_, i) =>
      anArticle({ title: `Article ${i}`, content: `Text ${i}.`, category: `Category ${i % 3}` }),
    ),
  );
  await ground.publish();
});
afterAll(() => ground.stop());

async function killWhilePublishing(afterMs: number): Promise<void> {
  const child = spawn(
    process.execPath,
    [SCRIPT, database.url, ground.site.dir, String(ground.workspace.id)],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const exited = once(child, "exit");
  await once(child.stdout, "data");
  await wait(afterMs);
  child.kill("SIGKILL");
  const [, signal] = await exited;
  expect(signal).toBe("SIGKILL");
  // What it sent last may still be under way; afterwards nothing changes any more.
  await database.sql.begin((tx) => tx`lock table articles in exclusive mode`);
}

/** Every file of ours by its name; what stands beside it for a moment is not part of the site. */
async function contents(root: string): Promise<Map<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith("."));
  const pairs = files.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    return [path.slice(root.length + 1), await readFile(path, "utf8")] as const;
  });
  return new Map((await Promise.all(pairs)).toSorted(([a], [b]) => a.localeCompare(b)));
}

test.each(KILLED_AFTER)(
  "killed %d ms into its work, a site is whole, and the next round sets it right",
  async (afterMs) => {
    await killWhilePublishing(afterMs);

    const left = await contents(await realpath(join(ground.site.dir, "current")));
    await ground.publish();
    const mended = await contents(await realpath(join(ground.site.dir, "current")));
    const folder = join(newFolder(), "out");
    await exportSite(ground.site, folder);
    const fresh = await contents(folder);

    expect(left.get("index.html")).toBeDefined();
    const pages = [...left].filter(([file]) => file.endsWith(".html"));
    expect(pages.filter(([, text]) => !text.endsWith("}"))).toEqual([]);
    expect(mended).toEqual(fresh);
  },
);
