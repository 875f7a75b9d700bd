import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { makeFolder } from "./make-folder.ts";

const root = mkdtempSync(join(tmpdir(), "firstline-folders-"));
afterAll(() => rmSync(root, { recursive: true }));

test("makes what is missing, and several at once do not disturb each other", async () => {
  const folder = join(root, "a", "b", "c");

  await Promise.all([1, 2, 3].map(() => makeFolder(folder, { mode: 0o700 })));
  await makeFolder(folder);

  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test("a file in the way is an error", async () => {
  const file = join(root, "file");
  writeFileSync(file, "");

  await expect(makeFolder(file)).rejects.toMatchObject({ code: "EEXIST" });
  await expect(makeFolder(join(file, "inside"))).rejects.toMatchObject({ code: "EEXIST" });
});

test.runIf(existsSync("/proc/self"))("a place where no folder can be made is an error", async () => {
  await expect(makeFolder("/proc/firstline/site")).rejects.toMatchObject({ code: "ENOENT" });
});
