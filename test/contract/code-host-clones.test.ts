import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { addShop, githubOfTest, hostOf, refOf, WAYS } from "./code-hosts.ts";

const held = githubOfTest();

test.each(WAYS)(
  "a private repository can be cloned over http with what is given, and not without (%s)",
  async (way) => {
    const { github } = held;
    await github.addRepo({ name: "secret", private: true, files: { "a.txt": "hello\n" } });
    const host = hostOf(github, way, { gitUrl: github.url });
    const folder = await mkdtemp(join(tmpdir(), "clone-"));

    const { url, authorization } = await host.cloneAccess(refOf(github, way, "acme/secret"));
    await clone(url, join(folder, "in"), authorization);

    expect(url).toBe(`${github.url}/acme/secret.git`);
    expect(await readFile(join(folder, "in", "a.txt"), "utf8")).toBe("hello\n");
    await expect(clone(url, join(folder, "out"), null)).rejects.toThrow(
      /could not read Username|Authentication failed/u,
    );
    await rm(folder, { recursive: true });
  },
);

test.each(WAYS)("a mirror in a folder needs no key (%s)", async (way) => {
  const { github } = held;
  const { git } = await addShop(github);

  const byPath = await hostOf(github, way).cloneAccess(refOf(github, way));
  const byUrl = await hostOf(github, way, { gitUrl: `file://${github.gitUrl}` }).cloneAccess(
    refOf(github, way),
  );

  expect(byPath).toEqual({ url: git, authorization: null });
  expect(byUrl).toEqual(byPath);
  expect((await stat(byPath.url)).isDirectory()).toBe(true);
});

async function clone(url: string, into: string, authorization: string | null): Promise<void> {
  const header = authorization === null ? [] : ["-c", `http.extraHeader=Authorization: ${authorization}`];
  const env = {
    PATH: process.env["PATH"] ?? "",
    GIT_TERMINAL_PROMPT: "0",
    GIT_CONFIG_NOSYSTEM: "1",
    HOME: "/nonexistent",
  };
  await promisify(execFile)("git", [...header, "clone", "--quiet", "--depth", "1", url, into], { env });
}
