import { mkdtemp, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadTemplates } from "@firstline/web/pages";
import { expect, test } from "vitest";

test("templates that one user has compiled can be read by the one who serves them", async () => {
  const cacheDir = await mkdtemp(join(tmpdir(), "templates-"));

  const { assetsDir } = await loadTemplates(cacheDir);
  const { mode } = await stat(dirname(assetsDir));

  expect(mode & 0o777).toBe(0o755);
  await rm(cacheDir, { recursive: true });
}, 120_000);

test("templates are ready although what another process compiled goes away meanwhile", async () => {
  const cacheDir = await mkdtemp(join(tmpdir(), "templates-"));
  await symlink(join(cacheDir, "gone"), join(cacheDir, "compiling-gone"));

  const { assetsDir } = await loadTemplates(cacheDir);

  expect((await stat(assetsDir)).isDirectory()).toBe(true);
  await rm(cacheDir, { recursive: true });
}, 120_000);
